"""Making a snapshot from what a store tells, nodes first, then relations."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.blocks import Block, NodeBlock, blocks_of
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.kernels.runs import ordered_by
from firmgraph.graph.ontology import vocabulary_kinds
from firmgraph.graph.snapshot.columns import NodeColumns, RelationColumns, kind_names, kind_numbers, stated_columns
from firmgraph.graph.snapshot.keys import Keys
from firmgraph.graph.snapshot.snapshot import Snapshot
from firmgraph.graph.snapshot.tables import Ints, NodeTable, RelationTable

Order = Callable[[int, NDArray[np.int32], NDArray[np.int32]], NDArray[np.int32]]


@dataclass(slots=True)
class Told:
    """What a store tells, as columns; nodes are numbered as they come."""

    nodes: NodeColumns = field(default_factory=NodeColumns)
    relations: dict[str, RelationColumns] = field(default_factory=lambda: defaultdict(RelationColumns))


def told_in(blocks: Iterable[Block]) -> Told:
    """Return what blocks tell."""
    told = Told()
    number: dict[bytes, int] = {}
    for block in blocks:
        if isinstance(block, NodeBlock):
            number.update(zip(block.ids, range(len(number), len(number) + len(block.ids)), strict=True))
            told.nodes.add(block)
        else:
            told.relations[block.kind].add(block, number)
    return told


def relation_table(kind: str, columns: RelationColumns, new: Ints | None) -> RelationTable:
    """Return the table of a kind from its columns; `new` are the numbers that nodes have instead of theirs."""
    start, end = columns.start.whole(), columns.end.whole()
    start, end = (start, end) if new is None else (new[start], new[end])
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    into_order = ordered_by(end)
    return RelationTable(
        kind, start, end, into_order, end[into_order],
        columns.valid_from.whole()[order], columns.valid_to.whole()[order], columns.known_from.whole()[order],
        order.astype(np.int32),
        {name: values[order] for name, values in stated_columns(kind, columns.numbers).items()},
        columns.ids.packed(), columns.properties.packed(), columns.evidence.packed(),
    )  # fmt: skip


def node_table(columns: NodeColumns, old: Ints | None) -> NodeTable:
    """Return the table of nodes; `old` are the numbers they had, in the order of those they have now."""
    texts = (columns.ids, columns.names, columns.properties, columns.evidence)
    kinds, known_from = columns.kinds.whole(), columns.known_from.whole()
    if old is None:
        ids, names, properties, evidence = (text.packed() for text in texts)
    else:
        kinds, known_from = kinds[old], known_from[old]
        ids, names, properties, evidence = (text.packed().taken(old) for text in texts)
    return NodeTable(ids, names, kinds, known_from, np.ones(len(kinds), dtype=np.bool_), properties, evidence)


def build_snapshot(
    elements: Iterable[Node | Relation], version: int, loaded_at: str | None, order: Order | None = None
) -> Snapshot:
    """Return the snapshot of nodes and relations, as `snapshot_of` does."""
    return snapshot_of(blocks_of(elements), version, loaded_at, order)


def snapshot_of(blocks: Iterable[Block], version: int, loaded_at: str | None, order: Order | None = None) -> Snapshot:
    """Return the snapshot of what a store tells: nodes first, then relations; a relation whose end is missing is left
    out.

    `order` numbers the nodes so that neighbours lie close together (the largest single gain of whole-graph work).
    """
    told = told_in(blocks)
    new = old = None
    hashes = told.nodes.hashes.whole()
    if order is not None and len(hashes):
        new = _numbers(told.nodes.kinds.whole(), told.relations, order)
        old = np.empty_like(new)
        old[new] = np.arange(len(new), dtype=new.dtype)
        hashes = hashes[old]
    nodes = node_table(told.nodes, old)
    relations = {kind: relation_table(kind, columns, new) for kind, columns in sorted(told.relations.items())}
    return Snapshot(version, loaded_at, kind_names(), nodes, Keys.of_hashes(hashes), relations)


def _numbers(kinds: NDArray[np.uint8], relations: Mapping[str, RelationColumns], order: Order) -> Ints:
    """Return the new number of each node, by relations that do not lead to what many share."""
    hub = np.isin(kinds, [kind_numbers()[kind] for kind in vocabulary_kinds()])
    none = np.zeros(0, dtype=np.int32)
    start = np.concatenate([none, *(columns.start.whole() for columns in relations.values())])
    end = np.concatenate([none, *(columns.end.whole() for columns in relations.values())])
    telling = ~(hub[start] | hub[end])
    return order(len(kinds), start[telling], end[telling])
