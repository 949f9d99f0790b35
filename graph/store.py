"""The store every part of firmgraph speaks to: eleven verbs in terms of records, nodes and relations, never of a query
language.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Protocol, Self

from firmgraph.errors import InvalidInput
from firmgraph.graph.blocks import Block
from firmgraph.graph.elements import NOW, Described, Hit, Moment, Neighbour, Node, Page, Relation, StoredRecord
from firmgraph.graph.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Committed:
    """What a batch did: rows that were new, that superseded an earlier version, and that were there already."""

    new: int
    changed: int
    unchanged: int
    version: int


@dataclass(frozen=True, slots=True)
class Retraction:
    """What a retraction took away, and which derived nodes (tags, findings, portraits, decisions) rested on it."""

    records: tuple[str, ...]
    nodes_removed: tuple[str, ...]
    relations_removed: tuple[str, ...]
    rested: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class DerivedNode:
    """A conclusion to be written into the graph with the record ids it rests on."""

    id: str
    kind: str
    properties: Mapping[str, Any]
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivedRelation:
    """A relation of a conclusion (tagged, portrayed_in, decided_in, offered …)."""

    kind: str
    start: str
    end: str
    discriminator: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """The store's version and how much it holds; the counts are None when they were not asked for.

    `began` is when its first version was loaded. `touched` are the ids of what was written or taken away since the
    version asked about; None where that was not asked, or is too much to be told.
    """

    url: str
    version: int
    loaded_at: str | None
    began: str | None = None
    records: Mapping[str, int] | None = None
    sources: Mapping[str, int] | None = None
    nodes: int | None = None
    relations: int | None = None
    touched: frozenset[str] | None = None


class GraphStore(Protocol):
    """Records, the graph they state, and two clocks. Implemented embedded (SQLite) and on Neo4j, held equal by one
    contract suite.

    Any verb may raise StoreUnavailable. Ids may be uncoded references (`ent:name:…`); they are resolved.
    """

    url: str

    def append(self, records: Sequence[Prepared], *, loaded_at: str | None = None) -> Committed:
        """Commit a batch of records atomically and fold them into nodes and relations; records already there change
        nothing.
        """

    def retract(self, *, source: str | None = None, record_id: str | None = None) -> Retraction:
        """Take back a record or all records of a source and refold what they stated; raise NotFound when there are
        none.
        """

    def derive(self, nodes: Sequence[DerivedNode], relations: Sequence[DerivedRelation]) -> None:
        """Write or replace conclusions atomically; the version tells what records state, and stays."""

    def node(self, node_id: str, at: Moment = NOW) -> Described | None:
        """Return a node as it was at a moment, or None when no record known then states it."""

    def neighbours(
        self, node_id: str, at: Moment = NOW, *, kinds: Sequence[str] = (), cursor: str | None = None, limit: int = 50
    ) -> Page[Neighbour]:
        """Return relations of a node valid at a moment, either direction, ordered by (kind, relation id); all kinds
        when none are named.
        """

    def records(
        self,
        *,
        about: str | None = None,
        kinds: Sequence[str] = (),
        ids: Sequence[str] = (),
        at: Moment = NOW,
        versions: bool = False,
    ) -> Iterator[StoredRecord]:
        """Yield the records that speak at a moment: those stating a node, those of some kinds, or those of some record
        ids, ordered by uid.

        With `versions`, every version known by then of each record of which any version belongs there, also those
        observed after the day.
        """

    def search(self, text: str, *, cursor: str | None = None, limit: int = 20) -> Page[Hit]:
        """Return organisations by code, exact name, former name, beginning of a name, or any part of it, best first."""

    def stream(
        self, *, derived: bool = False, evidence: bool = False, ids: Collection[str] | None = None, at: Moment = NOW
    ) -> Iterator[Node | Relation]:
        """Yield all nodes ordered by id, then all relations ordered by (kind, start, end, discriminator), as of now;
        with `ids` only those of them that are there, now or `at` a moment, with `evidence` the record ids behind each.
        """

    def blocks(self) -> Iterator[Block]:
        """Yield what `stream` yields with `evidence`, in the same order, as columns of packed texts: several times
        faster.
        """

    def ask(self, name: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a named query and return its rows; raise NotFound for an unknown name and InvalidInput for wrong
        parameters.
        """

    def status(self, *, counts: bool = True, since: int | Moment | None = None) -> Status:
        """Return the version and, unless told not to, counts; without them the answer is immediate.

        With `since` a version, also what was touched after it; with a moment, what was not then as it is now, but for
        the days of relations and for what was not known at all.
        """

    def close(self) -> None:
        """Release the connection."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_store(url: str) -> GraphStore:
    """Open the store a URL names: `sqlite:///FILE`, `bolt://HOST:PORT` or `neo4j://HOST:PORT`."""
    if url.startswith("sqlite:///"):
        from firmgraph.graph.embedded.store import EmbeddedStore

        return EmbeddedStore(url)
    if url.startswith(("bolt://", "neo4j://", "bolt+s://", "neo4j+s://", "bolt+ssc://", "neo4j+ssc://")):
        from firmgraph.graph.neo4j.store import Neo4jStore

        return Neo4jStore(url)
    raise InvalidInput("a store URL is sqlite:///FILE, bolt://HOST:PORT or neo4j://HOST:PORT", field="store")


def resolve_enterprise(store: GraphStore, text: str, at: Moment = NOW) -> Described:
    """Return the one node a user means by a node id, a code or an exact unique name; else raise NotFound or Ambiguous
    with names.
    """
    from firmgraph.graph.naming import find_one

    return find_one(store, text, at)


def all_neighbours(store: GraphStore, node_id: str, at: Moment = NOW, kinds: Sequence[str] = ()) -> Iterable[Neighbour]:
    """Yield every relation of a node, page after page."""
    cursor: str | None = None
    while True:
        page = store.neighbours(node_id, at, kinds=kinds, cursor=cursor, limit=500)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return
