"""The Neo4j store: a GraphStore on a server, reached through the official driver."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from firmgraph.graph.elements import NOW, Described, Hit, Moment, Neighbour, Node, Page, Relation, StoredRecord
from firmgraph.graph.neo4j.connection import Connection
from firmgraph.graph.neo4j.opening import prepare_store
from firmgraph.graph.neo4j.shelving import Disturbed, Neo4jShelving
from firmgraph.graph.recorded import RecordedStore
from firmgraph.graph.store import Status

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
        self, *, about: str | None = None, kinds: Sequence[str] = (), ids: Sequence[str] = (), at: Moment = NOW
    ) -> Iterator[StoredRecord]:
        """Yield the records that speak at a moment."""
        ask = super().records
        if about is None and not ids:
            with self._shelves.undisturbed():
                yield from ask(kinds=kinds, at=at)
        else:
            yield from self._steady(lambda: list(ask(about=about, kinds=kinds, ids=ids, at=at)))

    def search(self, text: str, *, cursor: str | None = None, limit: int = 20) -> Page[Hit]:
        """Return organisations by code or name, best first."""
        ask = super().search
        return self._steady(lambda: ask(text, cursor=cursor, limit=limit))

    def stream(self, *, derived: bool = False) -> Iterator[Node | Relation]:
        """Yield all nodes, then all relations; writers wait for the end."""
        with self._shelves.undisturbed():
            yield from super().stream(derived=derived)

    def ask(self, name: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run a named query."""
        ask = super().ask
        return self._steady(lambda: ask(name, parameters))

    def status(self, *, counts: bool = True) -> Status:
        """Return version and counts."""
        ask = super().status
        return self._steady(lambda: ask(counts=counts))
