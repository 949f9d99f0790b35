"""Making a snapshot from what a store streams."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.kernels.runs import ordered_by
from firmgraph.graph.ontology import ontology, vocabulary_kinds
from firmgraph.graph.packed import text_of
from firmgraph.graph.snapshot.clock import FIRST_DAY, LAST_DAY, day_number, instant
from firmgraph.graph.snapshot.keys import Keys
from firmgraph.graph.snapshot.snapshot import Snapshot
from firmgraph.graph.snapshot.strings import Strings
from firmgraph.graph.snapshot.tables import MISSING, Columns, NodeTable, RelationTable

Order = Callable[[int, NDArray[np.int32], NDArray[np.int32]], NDArray[np.int32]]


@cache
def kind_names() -> tuple[str, ...]:
    """Return the kinds of node in the order in which snapshots number them."""
    return tuple(sorted(ontology().nodes))


@cache
def number_columns(kind: str) -> Mapping[str, str]:
    """Return the properties of a kind of relation that become arrays of integers, with their types."""
    described = ontology().relations[kind].properties
    return {name: told.type for name, told in described.items() if told.type in ("share", "money")}


def whole_number(value: Any, type_name: str) -> int:
    """Return a share in 1e-8 parts, an amount of yuan in fen, MISSING for another currency or nothing."""
    if value is None:
        return MISSING
    if type_name == "share":
        return int(value)
    try:
        return int(Decimal(str(value)).scaleb(2))
    except InvalidOperation:
        return MISSING


def stated_columns(kind: str, numbers: Mapping[str, Sequence[int]]) -> dict[str, NDArray[Any]]:
    """Return the columns of a kind in which anything is stated: shares fit 32 bits, amounts in fen need 64."""
    types = {name: np.int32 if told == "share" else np.int64 for name, told in number_columns(kind).items()}
    made = {name: np.array(numbers[name], dtype=types[name]) for name in types if name in numbers}
    return {name: values for name, values in made.items() if (values != MISSING).any()}


def add_relation(columns: Columns, relation: Relation, start: int, end: int) -> None:
    """Add a relation between two numbered nodes to the columns of its kind."""
    columns.start.append(start)
    columns.end.append(end)
    columns.valid_from.append(day_number(relation.valid_from, FIRST_DAY))
    columns.valid_to.append(day_number(relation.valid_to, LAST_DAY))
    columns.known_from.append(instant(relation.known_from))
    for name, type_name in number_columns(relation.kind).items():
        columns.numbers.setdefault(name, []).append(whole_number(relation.properties.get(name), type_name))
    columns.ids.append(relation.id)
    columns.properties.append(text_of(relation.properties))
    columns.evidence.append("\n".join(relation.evidence))


def relation_table(kind: str, columns: Columns) -> RelationTable:
    """Return the table of a kind from its columns."""
    start, end = np.array(columns.start, dtype=np.int32), np.array(columns.end, dtype=np.int32)
    order = np.lexsort((end, start))
    start, end = start[order], end[order]
    into_order = ordered_by(end)
    return RelationTable(
        kind, start, end, into_order, end[into_order],
        np.array(columns.valid_from, dtype=np.int32)[order], np.array(columns.valid_to, dtype=np.int32)[order],
        np.array(columns.known_from, dtype=np.int64)[order], order.astype(np.int32),
        {name: values[order] for name, values in stated_columns(kind, columns.numbers).items()},
        Strings.of(columns.ids), Strings.of(columns.properties), Strings.of(columns.evidence),
    )  # fmt: skip


def node_table(nodes: list[Node]) -> NodeTable:
    """Return the table of nodes in their order."""
    number = {name: place for place, name in enumerate(kind_names())}
    return NodeTable(
        Strings.of(n.id for n in nodes), Strings.of(n.name for n in nodes),
        np.fromiter((number[n.kind] for n in nodes), dtype=np.uint8, count=len(nodes)),
        np.fromiter((instant(n.known_from) for n in nodes), dtype=np.int64, count=len(nodes)),
        np.ones(len(nodes), dtype=np.bool_),
        Strings.of(text_of(n.properties) for n in nodes),
        Strings.of("\n".join(n.evidence) for n in nodes),
    )  # fmt: skip


def build_snapshot(
    elements: Iterable[Node | Relation], version: int, loaded_at: str | None, order: Order | None = None
) -> Snapshot:
    """Return the snapshot of a store's stream: nodes first, then relations; a relation whose end is missing is left
    out.

    `order` numbers the nodes so that neighbours lie close together (the largest single gain of whole-graph work).
    """
    nodes: list[Node] = []
    number: dict[str, int] = {}
    tables: dict[str, Columns] = defaultdict(Columns)
    for element in elements:
        if isinstance(element, Node):
            number[element.id] = len(nodes)
            nodes.append(element)
        elif element.start in number and element.end in number:
            add_relation(tables[element.kind], element, number[element.start], number[element.end])
    if order is not None and nodes:
        nodes = _renumber(nodes, tables, order)
    relations = {kind: relation_table(kind, columns) for kind, columns in sorted(tables.items())}
    return Snapshot(version, loaded_at, kind_names(), node_table(nodes), Keys.of(n.id for n in nodes), relations)


def _renumber(nodes: list[Node], tables: Mapping[str, Columns], order: Order) -> list[Node]:
    shared = vocabulary_kinds()
    hub = np.fromiter((n.kind in shared for n in nodes), dtype=np.bool_, count=len(nodes))
    start = np.concatenate([np.array(c.start, dtype=np.int32) for c in tables.values()] or [np.zeros(0, np.int32)])
    end = np.concatenate([np.array(c.end, dtype=np.int32) for c in tables.values()] or [np.zeros(0, np.int32)])
    telling = ~(hub[start] | hub[end])
    new = order(len(nodes), start[telling], end[telling])
    for columns in tables.values():
        columns.start = new[columns.start].tolist()
        columns.end = new[columns.end].tolist()
    placed: list[Node] = [nodes[0]] * len(nodes)
    for place, node in zip(new.tolist(), nodes, strict=True):
        placed[place] = node
    return placed
