"""What a store must be able to read and write besides the planner's tables; the verbs are built on it once for all
stores.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from firmgraph.graph.ingest.tables import Claim, Kept, NodeRow, RelationRow, Tables


@dataclass(frozen=True, slots=True)
class RelationQuery:
    """Which relations of a node are asked for: of these kinds, after this (kind, id), at most `limit`.

    With a `day`, only live relations valid on it; without, all that any record ever stated.
    """

    node: str
    kinds: Sequence[str]
    after: tuple[str, str]
    limit: int
    day: str | None


class Shelves(Tables, Protocol):
    """Look-ups for the reading verbs, and the writing of conclusions."""

    def relation_page(self, query: RelationQuery) -> list[RelationRow]:
        """Return relations of a node, either direction, ordered by (kind, id)."""

    def evidence_ids(self, ids: Collection[str]) -> Mapping[str, list[str]]:
        """Return, per node or relation, the record ids of active records that state it or on which it rests,
        ordered.
        """

    def records_of_kinds(self, kinds: Sequence[str]) -> Iterator[Kept]:
        """Yield all versions of the records of some kinds (of all when none are named), ordered by uid."""

    def evidence_of_kinds(self, node: str, kinds: Sequence[str]) -> list[Kept]:
        """Return the records of some kinds that state a node, all versions, ordered by uid."""

    def uids(self, *, source: str | None, record_id: str | None) -> list[str]:
        """Return the uids of a source's records, or of all versions of one record, ordered."""

    def claims_from(self, beginning: str, limit: int) -> list[Claim]:
        """Return claims on lookups with this beginning, ordered by (lookup, node)."""

    def nodes_named(self, parts: Sequence[str], limit: int) -> list[NodeRow]:
        """Return organisations whose names contain all of these character pairs."""

    def live_nodes(self, *, derived: bool) -> Iterator[NodeRow]:
        """Yield the nodes that hold today, ordered by id."""

    def live_relations(self, *, derived: bool) -> Iterator[RelationRow]:
        """Yield the relations that hold today's state, ordered by (kind, start, end, discriminator)."""

    def write_derived(
        self, nodes: Sequence[NodeRow], relations: Sequence[RelationRow], rests: Sequence[tuple[str, str]]
    ) -> None:
        """Write or replace conclusions with the (element, record id) pairs they rest on; the version stays."""

    def resting(self, record_ids: Collection[str]) -> list[str]:
        """Return the conclusions that rest on any of these records, ordered."""

    def forget(self, nodes: Collection[str], stale: Collection[str]) -> None:
        """Drop conclusions' relations to nodes that are gone, and mark conclusions as stale."""

    def head(self) -> tuple[int, str | None]:
        """Return the newest version's number and time; 0 and None before the first batch."""

    def began(self) -> str | None:
        """Return when the first version was loaded; None before it."""

    def touched(self, since: int, until: int) -> frozenset[str] | None:
        """Return what the versions after one up to another wrote or took away; None where that was too much to keep."""

    def revised(self, known_at: str | None) -> set[str]:
        """Return the nodes and relations that records of several versions state and, with a timestamp, the relations
        that records loaded later state beside earlier ones.
        """

    def counts(self) -> dict[str, Any]:
        """Return how many active `records` there are by kind, `sources` by name, and live `nodes` and `relations`."""

    def ask(self, query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a query text of this store and return its rows."""


class Shelving(Protocol):
    """Opens a store's shelves for reading one unchanging state, or for writing alone."""

    def reading(self) -> AbstractContextManager[Shelves]:
        """Read one state of the store for the block."""

    def writing(self) -> AbstractContextManager[Shelves]:
        """Hold the write lock for the block; commit at its end, undo everything when it fails."""

    def close(self) -> None:
        """Release connections."""
