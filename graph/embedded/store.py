"""The embedded store: a GraphStore in one SQLite file."""

from collections.abc import Iterator

from firmgraph.graph.blocks import Block
from firmgraph.graph.embedded.connection import Connections, path_of
from firmgraph.graph.embedded.shelves import SqliteShelving
from firmgraph.graph.recorded import RecordedStore


class EmbeddedStore(RecordedStore):
    """A GraphStore in the SQLite file of a `sqlite:///FILE` URL; made when it is not there."""

    def __init__(self, url: str) -> None:
        self._shelves = SqliteShelving(Connections(path_of(url)))
        super().__init__(url, self._shelves, "sql")

    def blocks(self) -> Iterator[Block]:
        """Yield the stated graph by column, as SQLite reads it."""
        with self._shelves.reading() as shelves:
            yield from shelves.live_blocks()
