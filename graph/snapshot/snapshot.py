"""The snapshot itself: nodes and relations as arrays, for one version of a store."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from firmgraph.graph.elements import NOW, Moment
from firmgraph.graph.snapshot.keys import Keys
from firmgraph.graph.snapshot.strings import Strings
from firmgraph.graph.snapshot.tables import NodeTable, RelationTable

if TYPE_CHECKING:
    from firmgraph.graph.snapshot.view import View

MOMENTS_KEPT = 8


@dataclass(slots=True)
class Views:
    """The moments last asked about: making one filters every relation, so each is made once."""

    kept: "OrderedDict[tuple[str, str | None], View]" = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The stated graph at one version of a store; immutable, and equal for equal records whatever the store."""

    version: int
    loaded_at: str | None
    kind_names: tuple[str, ...]
    nodes: NodeTable
    keys: Keys
    relations: Mapping[str, RelationTable]
    views: Views = field(default_factory=Views, compare=False, repr=False)

    def index(self, node_id: str) -> int | None:
        """Return the number of a node, or None where there is none of this id."""
        found = self.keys.find(node_id, self.nodes.ids)
        return found if found is not None and self.nodes.present[found] else None

    def table(self, kind: str) -> RelationTable:
        """Return the relations of a kind; an empty table where there are none."""
        found = self.relations.get(kind)
        return found if found is not None else empty_table(kind)

    def at(self, moment: Moment = NOW) -> "View":
        """Return the graph at a moment."""
        from firmgraph.graph.snapshot.view import View

        key = (moment.day, moment.known_at)
        with self.views.lock:
            if key not in self.views.kept:
                self.views.kept[key] = View(self, moment)
                if len(self.views.kept) > MOMENTS_KEPT:
                    self.views.kept.popitem(last=False)
            self.views.kept.move_to_end(key)
            return self.views.kept[key]


def empty_table(kind: str) -> RelationTable:
    """Return a table of no relations."""
    ints, longs, none = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int64), Strings.of(())
    return RelationTable(kind, ints, ints, ints, ints, ints, ints, longs, ints, {}, none, none, none)
