"""The component around a party, its members numbered by id: nothing told of it depends on what was loaded when."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firmgraph.graph.kernels.reach import neighbourhood
from firmgraph.graph.relations.around import part_around
from firmgraph.graph.relations.strength import TIES, Network, network
from firmgraph.graph.relations.words import strength_of
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class ComponentGraph:
    """The parties and contacts of a component in the order of their ids, and its relations by their places there.

    Each of `ends` stands once, the lower place first, ascending; `strengths` are theirs. `truncated` when there were
    more members than allowed.
    """

    nodes: tuple[int, ...]
    ends: tuple[tuple[int, int], ...]
    strengths: tuple[float, ...]
    truncated: bool

    def __len__(self) -> int:
        return len(self.nodes)


def component_graph(view: View, party: int, *, most_nodes: int) -> ComponentGraph:
    """Return the component of a party, or its part nearest to the party where it has more members than allowed."""
    net = network(view)
    kept, truncated = _nearest(view, net, party, most_nodes)
    part = part_around(net, kept, steps=0)
    by_id = sorted(part.node.tolist(), key=view.id)
    place = np.empty(len(by_id), dtype=np.int64)
    place[part.number(by_id)] = np.arange(len(by_id))
    one, two = place[part.start], place[part.end]
    order = np.lexsort((two, one))
    order = order[one[order] < two[order]]
    ends = tuple(zip(one[order].tolist(), two[order].tolist(), strict=True))
    strengths = tuple(strength_of(int(price) // TIES) for price in part.price[order].tolist())
    return ComponentGraph(tuple(by_id), ends, strengths, truncated)


def _nearest(view: View, net: Network, party: int, most: int) -> tuple[Sequence[int], bool]:
    """Return the nodes nearest to a party, equally near ones in the order of ids, and whether there are more."""
    near = neighbourhood([party], net.rows, view.size, budget=most, closed=net.crowded)
    if not near.truncated:
        return near.node.tolist(), False
    # the walk ends inside this step, wherever the numbers of the nodes led it
    last = int(near.steps[-1])
    whole = neighbourhood([party], net.rows, last, budget=view.size, closed=net.crowded)
    inner = whole.node[whole.steps < last].tolist()
    rim = sorted(whole.node[whole.steps == last].tolist(), key=view.id)
    return [*inner, *rim[: most - len(inner)]], True
