"""The part of the network around some parties, numbered anew so that whole-graph algorithms are cheap on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from firmgraph.graph.kernels.arrays import Reals
from firmgraph.graph.kernels.reach import neighbourhood
from firmgraph.graph.relations.strength import Network
from firmgraph.graph.snapshot.tables import Ints, Longs

STEPS = 6
BUDGET = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some nodes of the network, ascending, and the relations among them from either end, by their numbers here.

    `price` is what each relation costs in the network. `truncated` when a budget left nodes out.
    """

    node: Ints
    start: Longs
    end: Longs
    price: Reals
    truncated: bool

    def number(self, nodes: Sequence[int]) -> Longs:
        """Return the numbers that nodes of this part have here."""
        return np.searchsorted(self.node, np.asarray(nodes)).astype(np.int64)

    def matrix(self) -> csr_array:
        """Return the prices as a sparse matrix."""
        size = len(self.node)
        return csr_array((self.price, (self.start, self.end)), shape=(size, size))


def part_around(net: Network, seeds: Sequence[int], *, steps: int = STEPS, budget: int = BUDGET) -> Part:
    """Return what lies at most so many steps from any of some parties; crowded parties are in it only as seeds."""
    near = neighbourhood(seeds, net.rows, steps, budget=budget, closed=net.crowded)
    node = np.sort(near.node)
    width = net.rows.ptr[node + 1] - net.rows.ptr[node]
    start = np.repeat(np.arange(len(node), dtype=np.int64), width)
    row = np.repeat(net.rows.ptr[node] - np.cumsum(width) + width, width) + np.arange(len(start))
    other = net.rows.other[row]
    end = np.searchsorted(node, other)
    end[end == len(node)] = 0
    inside = node[end] == other
    return Part(node, start[inside], end[inside].astype(np.int64), net.price[row[inside]], near.truncated)
