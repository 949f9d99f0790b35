"""Where facts and graph are seen from: a store and its snapshot at one moment."""

from dataclasses import dataclass
from functools import cached_property

from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import GraphStore


@dataclass(frozen=True)
class Sight:
    """A store at a moment; without a `keeper` a snapshot of its own is made when the graph is first asked."""

    store: GraphStore
    at: Moment = NOW
    keeper: SnapshotKeeper | None = None

    @cached_property
    def view(self) -> View:
        """The graph at the moment."""
        keeper = self.keeper or SnapshotKeeper(self.store)
        return keeper.view(self.at)
