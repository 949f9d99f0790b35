"""What holds today as columns of packed texts, some thousand rows at a time: what arrays are made of.

An object for each node and relation, which `stream` gives, costs several times what reading it does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, groupby, islice
from typing import Self

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.packed import text_of

# More would not stay in the caches of a processor.
TOGETHER = 1000
Texts = Sequence[bytes]


@dataclass(frozen=True, slots=True)
class NodeBlock:
    """Nodes by column: texts are UTF-8, `properties` JSON with sorted keys, `evidence` record ids a line each."""

    ids: Texts
    kinds: Sequence[str]
    properties: Texts
    known_from: Sequence[str]
    evidence: Texts


@dataclass(frozen=True, slots=True)
class RelationBlock:
    """Relations of one kind by column, their texts as those of nodes; a day that is not stated is None."""

    kind: str
    ids: Texts
    starts: Texts
    ends: Texts
    properties: Texts
    valid_from: Sequence[str | None]
    valid_to: Sequence[str | None]
    known_from: Sequence[str]
    evidence: Texts

    def only(self, chosen: Sequence[bool]) -> Self:
        """Return the relations that are chosen."""
        columns = (
            self.ids, self.starts, self.ends, self.properties, self.valid_from, self.valid_to, self.known_from,
            self.evidence,
        )  # fmt: skip
        return type(self)(self.kind, *(tuple(compress(column, chosen)) for column in columns))  # type: ignore[arg-type]


Block = NodeBlock | RelationBlock


def blocks_of(elements: Iterable[Node | Relation]) -> Iterator[Block]:
    """Yield elements by column in the order they have; nodes, and relations of one kind, are put together."""
    for kind, run in groupby(elements, key=lambda element: element.kind if isinstance(element, Relation) else None):
        while part := list(islice(run, TOGETHER)):
            if kind is None:
                yield _nodes([n for n in part if isinstance(n, Node)])
            else:
                yield relation_block(kind, [r for r in part if isinstance(r, Relation)])


def _nodes(nodes: Sequence[Node]) -> NodeBlock:
    return NodeBlock(
        [n.id.encode() for n in nodes], [n.kind for n in nodes], [text_of(n.properties).encode() for n in nodes],
        [n.known_from for n in nodes], ["\n".join(n.evidence).encode() for n in nodes],
    )  # fmt: skip


def relation_block(kind: str, relations: Sequence[Relation]) -> RelationBlock:
    """Return relations of one kind by column."""
    return RelationBlock(
        kind, [r.id.encode() for r in relations],
        [r.start.encode() for r in relations], [r.end.encode() for r in relations],
        [text_of(r.properties).encode() for r in relations],
        [r.valid_from for r in relations], [r.valid_to for r in relations], [r.known_from for r in relations],
        ["\n".join(r.evidence).encode() for r in relations],
    )  # fmt: skip
