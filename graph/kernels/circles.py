"""Cross- and circular holdings, solved once so that shares can be swept past them.

With `W[h, f]` the direct share of `h` in `f`, all chains of holdings together are `N = (I - W)^-1`. Only inside a
strong component does that need an equation; `N` of each such component is kept.
"""

from typing import NamedTuple

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.graph.kernels.arrays import Flags, Ints, Longs, Reals, compiled
from firmgraph.graph.kernels.components import strong_components
from firmgraph.graph.kernels.csr import Holdings

SMALL = 64
"""The largest component solved inside a kernel."""
LARGEST = 4_000
"""The largest component solved at all: its square is held in memory."""
CLOSED = 1.0 - 1e-9
"""What the mutual shares of a component are scaled by where nobody outside holds any of it."""


class Condensed(NamedTuple):
    """Holdings with their circles solved: `order` and `first` as in `Components`, holders before their firms.

    Circle `c` is the `size[c]` nodes of `order` from `begin[c]` on; its part of `N`, holder by firm, begins at
    `block[c]` in `inverse`. `circular` flags the members of circles.
    """

    order: Ints
    first: Ints
    begin: Ints
    size: Ints
    block: Longs
    inverse: Reals
    circular: Flags


@compiled
def _circles(ptr: Longs, other: Ints, first: Ints) -> tuple[Ints, Ints]:
    """Return where circles begin and their sizes: components of several nodes, or one that holds itself."""
    size, own = np.zeros(first.size, np.int32), np.zeros(first.size, np.bool_)
    for node in range(first.size):
        size[first[node]] += 1
        for edge in range(ptr[node], ptr[node + 1]):
            if other[edge] == node:
                own[first[node]] = True
    begin = np.flatnonzero((size > 1) | own).astype(np.int32)
    return begin, size[begin]


@compiled
def _inner(held: Holdings, members: Ints) -> Reals:
    """Return `I - W` among some sorted members; scaled a little where they hold all of each other."""
    count = members.size
    matrix = np.eye(count)
    closed = True
    for column, firm in enumerate(members):
        inside = np.int64(0)
        for edge in range(held.into.ptr[firm], held.into.ptr[firm + 1]):
            row = np.searchsorted(members, held.into.other[edge])
            if row < count and members[row] == held.into.other[edge]:
                inside += held.into.stake[edge]
                matrix[row, column] -= held.into.stake[edge] / held.total[firm]
        closed = closed and inside == held.total[firm]
    if closed:
        for row in range(count):
            for column in range(count):
                matrix[row, column] = CLOSED * matrix[row, column] + (1.0 - CLOSED) * (row == column)
    return matrix


@compiled
def _inverted(matrix: Reals) -> Reals:
    """Return the inverse by elimination without pivots: no column of `I - W` outweighs its diagonal."""
    count = matrix.shape[0]
    left, right = matrix.copy(), np.eye(count)
    for pivot in range(count):
        scale = 1.0 / left[pivot, pivot]
        left[pivot] *= scale
        right[pivot] *= scale
        for row in range(count):
            factor = left[row, pivot]
            if row != pivot and factor != 0.0:
                left[row] -= factor * left[pivot]
                right[row] -= factor * right[pivot]
    return right


def condense(held: Holdings) -> Condensed:
    """Return holdings with their circles solved; one of more than 4,000 nodes is refused with `InvalidInput`."""
    order, first = strong_components(held.into)
    begin, size = _circles(held.into.ptr, held.into.other, first)
    if size.size and size.max() > LARGEST:
        raise InvalidInput(f"{size.max()} firms hold each other in circles; the most that can be solved is {LARGEST}")
    block = np.concatenate((np.zeros(1, np.int64), np.cumsum(size.astype(np.int64) ** 2)))
    inverse = np.empty(block[-1])
    circular = np.zeros(order.size, np.bool_)
    for at, count, where in zip(begin, size, block, strict=False):
        members = order[at : at + count]
        circular[members] = True
        matrix = _inner(held, members)
        inverse[where : where + count * count] = (
            _inverted(matrix) if count <= SMALL else np.linalg.inv(matrix)
        ).ravel()
    return Condensed(order, first, begin, size, block, inverse, circular)
