"""The tables of a snapshot: nodes, and the relations of each kind, as columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from firmgraph.graph.snapshot.strings import Strings

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
MISSING = -1


def evidence_of(text: str) -> tuple[str, ...]:
    """Return the record ids that a packed text holds."""
    return tuple(text.split("\n")) if text else ()


@dataclass(frozen=True, slots=True)
class NodeTable:
    """Nodes by number. `kinds` are numbers of `kind_names`; `present` is false for what a later write took away."""

    ids: Strings
    names: Strings
    kinds: NDArray[np.uint8]
    known_from: Longs
    present: NDArray[np.bool_]
    properties: Strings
    evidence: Strings

    def __len__(self) -> int:
        return len(self.kinds)


@dataclass(frozen=True, slots=True)
class RelationTable:
    """The relations of one kind, ordered by start and end.

    `into_order` are their numbers ordered by end, `ends` the ends in that order: the relations of a node are found by
    bisection on either side. `row` leads to the texts of a relation. `columns` hold, as integers and MISSING, its
    shares (1e-8 parts) and amounts of yuan (fen); those nobody states are left out.
    """

    kind: str
    start: Ints
    end: Ints
    into_order: Ints
    ends: Ints
    valid_from: Ints
    valid_to: Ints
    known_from: Longs
    row: Ints
    columns: Mapping[str, NDArray[Any]]
    ids: Strings
    properties: Strings
    evidence: Strings

    def __len__(self) -> int:
        return len(self.start)

    def out_of(self, node: int) -> range:
        """Return the numbers of the relations that begin at a node."""
        return run_of(self.start, node)

    def into_node(self, node: int) -> list[int]:
        """Return the numbers of the relations that end at a node."""
        run = run_of(self.ends, node)
        found: list[int] = self.into_order[run.start : run.stop].tolist()
        return found

    def column(self, name: str) -> NDArray[Any]:
        """Return a share or amount of every relation, MISSING where it is not stated."""
        found = self.columns.get(name)
        return np.broadcast_to(np.int64(MISSING), len(self)) if found is None else found

    def id_of(self, number: int) -> str:
        """Return the id of a relation."""
        return self.ids[int(self.row[number])]

    def properties_of(self, number: int) -> dict[str, Any]:
        """Return the properties of a relation as the store has them."""
        found: dict[str, Any] = orjson.loads(self.properties[int(self.row[number])])
        return found

    def evidence_of(self, number: int) -> tuple[str, ...]:
        """Return the record ids that state a relation."""
        return evidence_of(self.evidence[int(self.row[number])])


def run_of(ascending: Ints, node: int) -> range:
    """Return where a node stands among ascending nodes."""
    first, last = np.searchsorted(ascending, np.array([node, node + 1], dtype=ascending.dtype))
    return range(int(first), int(last))
