"""Which nodes have relations of a rare kind at all, told at once, so that the many without need not be searched."""

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.snapshot.view import View

Flags = NDArray[np.bool_]
_made: "WeakKeyDictionary[View, dict[str, Flags]]" = WeakKeyDictionary()


def tied(view: View, kind: str) -> Flags:
    """Return for every node whether a relation of the kind begins or ends at it at the moment."""
    made = _made.setdefault(view, {})
    if kind not in made:
        edges = view.edges(kind)
        found: Flags = np.zeros(view.size, dtype=np.bool_)
        found[edges.start] = True
        found[edges.end] = True
        made[kind] = found
    return made[kind]
