"""The embedded store: a GraphStore in one SQLite file."""

from firmgraph.graph.embedded.connection import Connections, path_of
from firmgraph.graph.embedded.shelves import SqliteShelving
from firmgraph.graph.recorded import RecordedStore


class EmbeddedStore(RecordedStore):
    """A GraphStore in the SQLite file of a `sqlite:///FILE` URL; made when it is not there."""

    def __init__(self, url: str) -> None:
        super().__init__(url, SqliteShelving(Connections(path_of(url))), "sql")
