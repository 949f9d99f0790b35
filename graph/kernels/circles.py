"""Cross- and circular holdings, solved once so that shares can be swept past them.

With `W[h, f]` the direct share of `h` in `f`, all chains of holdings together are `N = (I - W)^-1`. Only inside a
strong component does that need an equation; `N` of each such component is kept.
"""

from typing import NamedTuple

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.graph.kernels.arrays import Flags, Ints, Longs, Reals, compiled
from firmgraph.graph.kernels.components import Components, strong_components
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


@compiled
def _solved(held: Holdings, parts: Components, block: Longs) -> tuple[Reals, Flags]:
    """Return `N` of each circle up to the size solved here, room for that of others, and the members of all."""
    inverse, circular = np.empty(block[-1]), np.zeros(parts.order.size, np.bool_)
    for number, place in enumerate(parts.begin):
        members = parts.order[place : place + parts.size[number]]
        circular[members] = True
        if members.size <= SMALL:
            inverse[block[number] : block[number + 1]] = _inverted(_inner(held, members)).ravel()
    return inverse, circular


def condense(held: Holdings) -> Condensed:
    """Return holdings with their circles solved; one of more than 4,000 nodes is refused with `InvalidInput`."""
    parts = strong_components(held.into)
    order, first, begin, size = parts
    if size.size and size.max() > LARGEST:
        raise InvalidInput(f"{size.max()} firms hold each other in circles; the most that can be solved is {LARGEST}")
    block = np.concatenate((np.zeros(1, np.int64), np.cumsum(size.astype(np.int64) ** 2)))
    inverse, circular = _solved(held, parts, block)
    for number in np.flatnonzero(size > SMALL):
        members = order[begin[number] : begin[number] + size[number]]
        inverse[block[number] : block[number + 1]] = np.linalg.inv(_inner(held, members)).ravel()
    return Condensed(order, first, begin, size, block, inverse, circular)
