"""Numbering the nodes so that neighbours stand near each other in memory."""

import numpy as np
import numpy.typing as npt

from firmgraph.graph.kernels.arrays import Ints, compiled
from firmgraph.graph.kernels.csr import undirected


@compiled
def _preorder(ptr: Ints, other: Ints) -> Ints:
    """Return the turn at which a depth-first walk meets each node."""
    size = ptr.size - 1
    number = np.full(size, -1, np.int32)
    cursor = ptr[:-1].copy()
    stack = np.empty(size, np.int32)
    met = 0
    for root in range(size):
        if number[root] >= 0:
            continue
        number[root], stack[0] = met, root
        met, top = met + 1, 1
        while top:
            node = stack[top - 1]
            if cursor[node] == ptr[node + 1]:
                top -= 1
                continue
            near = other[cursor[node]]
            cursor[node] += 1
            if number[near] < 0:
                number[near], stack[top] = met, near
                met, top = met + 1, top + 1
    return number


def depth_first_order(size: int, start: npt.ArrayLike, end: npt.ArrayLike) -> Ints:
    """Return the new number of each node: its turn in a depth-first walk that ignores the direction of edges.

    The walk begins at the lowest node of each component and takes neighbours from the lowest, so the order of the
    edges given does not matter.
    """
    both = undirected(size, start, end)
    return _preorder(both.ptr, both.other)
