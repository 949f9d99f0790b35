"""A few later changes laid over a snapshot: new arrays only for the kinds of relation that changed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.blocks import relation_block
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.kernels.runs import ordered_by
from firmgraph.graph.packed import text_of
from firmgraph.graph.references import relation_kind
from firmgraph.graph.snapshot.clock import instant
from firmgraph.graph.snapshot.columns import RelationColumns, kind_numbers, stated_columns
from firmgraph.graph.snapshot.keys import Keys
from firmgraph.graph.snapshot.snapshot import Snapshot
from firmgraph.graph.snapshot.tables import NodeTable, RelationTable


@dataclass(frozen=True, slots=True)
class Delta:
    """What a store wrote since a snapshot: the ids it touched, and those of them that are there now."""

    version: int
    loaded_at: str | None
    touched: Collection[str]
    present: Sequence[Node | Relation]


def with_delta(snapshot: Snapshot, delta: Delta) -> Snapshot:
    """Return the snapshot after a delta; everything untouched is shared with the one before."""
    nodes = [e for e in delta.present if isinstance(e, Node)]
    relations = [e for e in delta.present if isinstance(e, Relation)]
    there = {n.id for n in nodes}
    gone = [i for i in delta.touched if ":" in i and i not in there]
    table, keys = _with_nodes(snapshot, nodes, gone)
    longer = replace(snapshot, nodes=table, keys=keys, version=delta.version, loaded_at=delta.loaded_at)
    fresh = replace(longer, views=type(snapshot.views)())
    touched: dict[str, set[str]] = defaultdict(set)
    for element in delta.touched:
        if ":" not in element:
            touched[relation_kind(element)].add(element)
    ends = [place for i in delta.touched if ":" in i and (place := keys.find(i, table.ids)) is not None]
    changed = {kind: _with_relations(fresh, kind, ids, relations, ends) for kind, ids in sorted(touched.items())}
    return replace(fresh, relations={**snapshot.relations, **changed})


def _with_nodes(snapshot: Snapshot, nodes: Sequence[Node], gone: Sequence[str]) -> tuple[NodeTable, Keys]:
    """Return the nodes with their new states: those that are new at the end, the others under the number they have."""
    old = snapshot.nodes
    number = {n.id: place for n in nodes if (place := snapshot.keys.find(n.id, old.ids)) is not None}
    added = {n.id: place for place, n in enumerate((n for n in nodes if n.id not in number), len(old))}
    number |= added
    size = len(old) + len(added)
    kinds, known_from, present = (_longer(array, size) for array in (old.kinds, old.known_from, old.present))
    for node in nodes:
        place = number[node.id]
        kinds[place], known_from[place], present[place] = kind_numbers()[node.kind], instant(node.known_from), True
    for node_id in gone:
        if (found := snapshot.keys.find(node_id, old.ids)) is not None:
            present[found] = False
    told = {number[n.id]: n for n in nodes}
    table = NodeTable(
        old.ids.replaced({place: n.id for place, n in told.items()}),
        old.names.replaced({place: n.name for place, n in told.items()}),
        kinds, known_from, present,
        old.properties.replaced({place: text_of(n.properties) for place, n in told.items()}),
        old.evidence.replaced({place: "\n".join(n.evidence) for place, n in told.items()}),
    )  # fmt: skip
    return table, snapshot.keys.extended(added)


def _longer(array: NDArray[Any], size: int) -> NDArray[Any]:
    found = np.zeros(size, dtype=array.dtype)
    found[: len(array)] = array
    return found


def _with_relations(
    snapshot: Snapshot, kind: str, touched: Collection[str], present: Sequence[Relation], ends: Collection[int]
) -> RelationTable:
    old = snapshot.table(kind)
    columns = _told(snapshot, kind, [r for r in present if r.kind == kind])
    starts, finishes, ids = columns.start.whole(), columns.end.whole(), list(columns.ids.packed())
    gone = _bearing(old, touched, {*ends, *starts.tolist()})
    order = sorted(range(len(ids)), key=lambda n: (starts[n], finishes[n], ids[n]))
    added = np.array(order, dtype=np.int64)
    where = [_place(old, int(starts[n]), int(finishes[n])) for n in order]
    cut = _Cut(gone, where)

    def column(before: NDArray[Any], after: NDArray[Any] | Sequence[int]) -> NDArray[Any]:
        return cut.applied(before, np.array(after, dtype=before.dtype)[added])

    start, end = column(old.start, starts), column(old.end, finishes)
    into_order = ordered_by(end)
    return RelationTable(
        kind, start, end, into_order, end[into_order],
        column(old.valid_from, columns.valid_from.whole()), column(old.valid_to, columns.valid_to.whole()),
        column(old.known_from, columns.known_from.whole()),
        column(old.row, range(len(old.ids), len(old.ids) + len(order))),
        {name: column(old.column(name), columns.numbers.get(name, ())) for name in _stated(kind, old, columns)},
        old.ids.extended(ids), old.properties.extended(columns.properties.packed()),
        old.evidence.extended(columns.evidence.packed()),
    )  # fmt: skip


def _told(snapshot: Snapshot, kind: str, relations: Sequence[Relation]) -> RelationColumns:
    """Return relations of one kind as columns, by the numbers their ends have."""
    ends = {end for relation in relations for end in (relation.start, relation.end)}
    number = {end.encode(): place for end in ends if (place := snapshot.index(end)) is not None}
    columns = RelationColumns()
    columns.add(relation_block(kind, relations), number)
    return columns


def _stated(kind: str, old: RelationTable, columns: RelationColumns) -> list[str]:
    """Return the columns in which anything is stated before or now."""
    return sorted(old.columns.keys() | stated_columns(kind, columns.numbers).keys())


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where arrays are cut: places taken out, and places before which something is put in; both ascending."""

    gone: Sequence[int]
    where: Sequence[int]

    def applied(self, before: NDArray[Any], added: NDArray[Any]) -> NDArray[Any]:
        """Return an array without what is gone and with what is added: whole stretches are copied at once."""
        parts: list[NDArray[Any]] = []
        begun = 0
        for place, number in sorted([(g, -1) for g in self.gone] + [(w, n) for n, w in enumerate(self.where)]):
            parts.append(before[begun:place])
            begun = place + 1 if number < 0 else place
            if number >= 0:
                parts.append(added[number : number + 1])
        return np.concatenate([*parts, before[begun:]])


def _place(table: RelationTable, start: int, end: int) -> int:
    """Return the place after all relations up to a start and an end."""
    run = table.out_of(start)
    return run.start + int(np.searchsorted(table.end[run.start : run.stop], end, side="right"))


def _bearing(table: RelationTable, ids: Collection[str], nodes: Collection[int]) -> list[int]:
    """Return the numbers of the relations at some nodes that bear one of the ids."""
    near = {number for node in nodes for number in (*table.out_of(node), *table.into_node(node))}
    return sorted(number for number in near if table.id_of(number) in ids)
