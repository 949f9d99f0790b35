"""The snapshot at a moment: what held on a day, as far as it was known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from firmgraph.graph.elements import Moment
from firmgraph.graph.kernels.runs import run_starts
from firmgraph.graph.snapshot.clock import ALWAYS, day_number, day_text, known_until
from firmgraph.graph.snapshot.snapshot import Snapshot
from firmgraph.graph.snapshot.tables import Ints, RelationTable, evidence_of, run_of


@dataclass(frozen=True, slots=True)
class Edge:
    """One relation at a moment; `number` is its place in the Edges of its kind."""

    kind: str
    number: int
    start: int
    end: int

    def other(self, node: int) -> int:
        """Return the end that is not `node`."""
        return self.end if self.start == node else self.start


@dataclass(frozen=True)
class Edges:
    """The relations of one kind that hold at a moment, ordered by start and end, with both adjacencies.

    `number` gives each relation's place in the table of its kind.
    """

    table: RelationTable
    number: Ints
    start: Ints
    end: Ints
    into_order: Ints
    ends: Ints
    nodes: int

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def out(self) -> Ints:
        """Where the relations that begin at each node begin: the pointers of the adjacency by start."""
        return run_starts(self.nodes, self.start)

    @cached_property
    def into(self) -> Ints:
        """Where the relations that end at each node begin in `into_order`."""
        return run_starts(self.nodes, self.ends)

    def out_of(self, node: int) -> range:
        """Return the places of the relations that begin at a node."""
        return run_of(self.start, node)

    def into_node(self, node: int) -> list[int]:
        """Return the places of the relations that end at a node."""
        run = run_of(self.ends, node)
        found: list[int] = self.into_order[run.start : run.stop].tolist()
        return found

    def column(self, name: str) -> NDArray[Any]:
        """Return a share (1e-8 parts) or amount (fen) of every relation, MISSING (-1) where it is not stated."""
        found = self.table.column(name)
        return found if len(self) == len(self.table) else found[self.number]

    def value(self, name: str, place: int) -> int | None:
        """Return a share (1e-8 parts) or amount (fen) of one relation, None where it is not stated."""
        found = int(self.table.column(name)[self.number[place]])
        return None if found < 0 else found

    def id_of(self, place: int) -> str:
        """Return the id of a relation."""
        return self.table.id_of(int(self.number[place]))

    def properties_of(self, place: int) -> dict[str, Any]:
        """Return all properties of a relation as the store has them."""
        return self.table.properties_of(int(self.number[place]))

    def evidence_of(self, place: int) -> tuple[str, ...]:
        """Return the record ids that state a relation."""
        return self.table.evidence_of(int(self.number[place]))

    def days_of(self, place: int) -> tuple[str | None, str | None]:
        """Return the first and last day of a relation, None for an open end."""
        number = self.number[place]
        return day_text(int(self.table.valid_from[number])), day_text(int(self.table.valid_to[number]))


class View:
    """The snapshot at a moment. Nodes are numbers; order answers by id, for numbers differ between snapshots."""

    def __init__(self, snapshot: Snapshot, at: Moment) -> None:
        self.snapshot = snapshot
        self.at = at
        self._edges: dict[str, Edges] = {}

    @property
    def day(self) -> str:
        """The day asked about."""
        return self.at.day

    @property
    def size(self) -> int:
        """How many nodes there are, those not known at the moment included."""
        return len(self.snapshot.nodes)

    @cached_property
    def _known_until(self) -> int:
        return known_until(self.at)

    def index(self, node_id: str) -> int | None:
        """Return the number of a node, or None where none of this id was known."""
        found = self.snapshot.index(node_id)
        return found if found is not None and self.knows(found) else None

    def knows(self, node: int) -> bool:
        """Tell whether a node was known at the moment."""
        return bool(self.snapshot.nodes.known_from[node] <= self._known_until)

    def id(self, node: int) -> str:
        """Return the id of a node."""
        return self.snapshot.nodes.ids[node]

    def name(self, node: int) -> str:
        """Return what a reader is shown of a node."""
        return self.snapshot.nodes.names[node]

    def kind(self, node: int) -> str:
        """Return the kind of a node (enterprise, person …)."""
        return self.snapshot.kind_names[int(self.snapshot.nodes.kinds[node])]

    def properties(self, node: int) -> dict[str, Any]:
        """Return the properties of a node as the store has them."""
        found: dict[str, Any] = orjson.loads(self.snapshot.nodes.properties[node])
        return found

    def evidence(self, node: int) -> tuple[str, ...]:
        """Return the record ids that state a node."""
        return evidence_of(self.snapshot.nodes.evidence[node])

    def edges(self, kind: str) -> Edges:
        """Return the relations of a kind that hold at the moment."""
        if kind not in self._edges:
            self._edges[kind] = self._holding(self.snapshot.table(kind))
        return self._edges[kind]

    def _holding(self, table: RelationTable) -> Edges:
        day = day_number(self.at.day, 0)
        held = (table.valid_from <= day) & (table.valid_to >= day)
        if self._known_until != ALWAYS:
            held &= table.known_from <= self._known_until
        if held.all():
            everything = np.arange(len(table), dtype=np.int32)
            return Edges(table, everything, table.start, table.end, table.into_order, table.ends, self.size)
        number = np.flatnonzero(held).astype(np.int32)
        renumbered = (np.cumsum(held) - 1).astype(np.int32)
        holding = held[table.into_order]
        into_order = renumbered[table.into_order[holding]]
        return Edges(table, number, table.start[number], table.end[number], into_order, table.ends[holding], self.size)

    def edges_of(self, node: int, kinds: Sequence[str]) -> Iterator[Edge]:
        """Yield the relations of a node, either direction, kind by kind in the order given."""
        for kind in kinds:
            edges = self.edges(kind)
            for place in edges.out_of(node):
                yield Edge(kind, place, node, int(edges.end[place]))
            for place in edges.into_node(node):
                if int(edges.start[place]) != node:
                    yield Edge(kind, place, int(edges.start[place]), node)
