"""The Neo4j store: a GraphStore on a server, reached through the official driver."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from firmgraph.errors import NotFound
from firmgraph.graph.elements import NOW, Described, Hit, Moment, Neighbour, Node, Page, Relation, StoredRecord
from firmgraph.graph.neo4j.connection import Connection
from firmgraph.graph.neo4j.opening import prepare_store
from firmgraph.graph.neo4j.shelving import Disturbed, Neo4jShelving
from firmgraph.graph.recorded import RETRACTED_TOGETHER, RecordedStore
from firmgraph.graph.store import Retraction, Status

Answer = TypeVar("Answer")
READ_TRIES = 5


class Neo4jStore(RecordedStore):
    """A GraphStore on the server of a `bolt://HOST:PORT` or `neo4j://HOST:PORT` URL.

    Raises StoreUnavailable when the server does not answer or refuses the login. An answer is drawn from one state of
    the store: what a commit disturbs is asked again; what is streamed keeps writers waiting instead.
    """

    def __init__(self, url: str) -> None:
        connection = Connection(url)
        try:
            prepare_store(connection)
        except BaseException:
            connection.close()
            raise
        self._shelves = Neo4jShelving(connection)
        super().__init__(url, self._shelves, "cypher")

    def _steady(self, ask: Callable[[], Answer]) -> Answer:
        for _ in range(READ_TRIES):
            try:
                return ask()
            except Disturbed:
                continue
        with self._shelves.undisturbed():
            return ask()

    def retract(self, *, source: str | None = None, record_id: str | None = None) -> Retraction:
        """Take back records, some at a time; a retraction that was cut short goes on when asked again.

        In one transaction each look-up would walk all that was deleted before it, and run the server out of memory.
        """
        with self._shelves.reading() as shelves:
            uids = shelves.uids(source=source, record_id=record_id)
        gone: set[str] = set()
        rested: set[str] = set()
        nodes: set[str] = set()
        relations: set[str] = set()
        version = 0
        for first in range(0, len(uids), RETRACTED_TOGETHER):
            with self._shelves.writing() as shelves:
                part = shelves.kept(uids[first : first + RETRACTED_TOGETHER])
                ids = {kept.record.record_id for kept in part}
                resting = shelves.resting(ids)
                nodes_left, relations_left, version = self._take_back(shelves, [kept.record.uid for kept in part])
                shelves.forget(nodes_left, resting)
            gone, rested = gone.union(ids), rested.union(resting)
            nodes, relations = nodes.union(nodes_left), relations.union(relations_left)
        if not gone:
            raise NotFound("no record of this source or id is in the store", field="source" if source else "record_id")
        with self._shelves.reading() as shelves:
            nodes, relations = nodes - shelves.nodes(nodes).keys(), relations - shelves.relations(relations).keys()
        removed = tuple(sorted(nodes)), tuple(sorted(relations))
        return Retraction(tuple(sorted(gone)), *removed, tuple(sorted(rested)), version)

    def node(self, node_id: str, at: Moment = NOW) -> Described | None:
        """Return a node with its evidence, losers and names at a moment."""
        ask = super().node
        return self._steady(lambda: ask(node_id, at))

    def neighbours(
        self, node_id: str, at: Moment = NOW, *, kinds: Sequence[str] = (), cursor: str | None = None, limit: int = 50
    ) -> Page[Neighbour]:
        """Return relations of a node valid at a moment."""
        ask = super().neighbours
        return self._steady(lambda: ask(node_id, at, kinds=kinds, cursor=cursor, limit=limit))

    def records(
        self,
        *,
        about: str | None = None,
        kinds: Sequence[str] = (),
        ids: Sequence[str] = (),
        at: Moment = NOW,
        versions: bool = False,
    ) -> Iterator[StoredRecord]:
        """Yield the records that speak at a moment, or every version of them."""
        ask = partial(super().records, about=about, kinds=kinds, ids=ids, at=at, versions=versions)
        if about is None and not ids:
            with self._shelves.undisturbed():
                yield from ask()
        else:
            yield from self._steady(lambda: list(ask()))

    def search(self, text: str, *, cursor: str | None = None, limit: int = 20) -> Page[Hit]:
        """Return organisations by code or name, best first."""
        ask = super().search
        return self._steady(lambda: ask(text, cursor=cursor, limit=limit))

    def stream(
        self, *, derived: bool = False, evidence: bool = False, ids: Collection[str] | None = None, at: Moment = NOW
    ) -> Iterator[Node | Relation]:
        """Yield all nodes, then all relations; writers wait for the end."""
        with self._shelves.undisturbed():
            yield from super().stream(derived=derived, evidence=evidence, ids=ids, at=at)

    def ask(self, name: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a named query."""
        ask = super().ask
        return self._steady(lambda: ask(name, parameters))

    def status(self, *, counts: bool = True, since: int | Moment | None = None) -> Status:
        """Return version and counts."""
        ask = super().status
        return self._steady(lambda: ask(counts=counts, since=since))
