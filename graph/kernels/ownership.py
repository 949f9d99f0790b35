"""Exact integrated ownership of one firm or by one holder, with cross- and circular holdings.

The share of `s` in `t` counts every chain of holdings that does not come back to `s` (Baldone): with `N` as in
`circles` it is `N[s, t] / N[s, s]`. Chains are never listed: shares are swept in the order of the components, and
sums are taken in the order of the nodes, so the order of the records does not matter.
"""

from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Ints, Reals, compiled, nodes_of
from firmgraph.graph.kernels.circles import Condensed
from firmgraph.graph.kernels.csr import Holdings


class Shares(NamedTuple):
    """Nodes and the share of each, nearest first."""

    node: Ints
    share: Reals


@compiled
def _reached(start: int, ptr: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return the nodes that can be reached, and the place of each among them; places of other nodes mean nothing."""
    place, nodes = np.empty(ptr.size - 1, np.int32), np.empty(ptr.size - 1, np.int32)
    place[start], nodes[0] = 0, start
    known, done = 1, 0
    while done < known:
        node = nodes[done]
        done += 1
        for edge in range(ptr[node], ptr[node + 1]):
            near = other[edge]
            if not (0 <= place[near] < known and nodes[place[near]] == near):
                place[near], nodes[known] = known, near
                known += 1
    return nodes[:known].copy(), place


@compiled
def _through_circle(circle: Condensed, number: int, value: Reals, at: int, down: bool) -> None:
    """Replace what reached the members of a circle by what they hold of each other's too."""
    count = circle.size[number]
    matrix = circle.inverse[circle.block[number] : circle.block[number] + count * count].reshape(count, count)
    came = value[at : at + count].copy()
    for mine in range(count):
        total = 0.0
        for their in range(count):
            total += came[their] * (matrix[their, mine] if down else matrix[mine, their])
        value[at + mine] = total


@compiled
def _own(circle: Condensed, node: int) -> float:
    """Return `N[s, s]` of a node."""
    if not circle.circular[node]:
        return 1.0
    number = np.searchsorted(circle.begin, circle.first[node])
    count = circle.size[number]
    members = circle.order[circle.first[node] : circle.first[node] + count]
    at = np.searchsorted(members, node)
    return float(circle.inverse[circle.block[number] + at * count + at])


@compiled
def _swept(start: int, held: Holdings, circle: Condensed, down: bool) -> tuple[Ints, Reals]:
    """Return the nodes above or below the start in the order swept, and their part of `N`."""
    rows = held.out if down else held.into
    nodes, place = _reached(start, rows.ptr, rows.other)
    key = np.empty(nodes.size, np.int64)
    for turn, node in enumerate(nodes):
        rank = np.int64(circle.first[node])
        key[turn] = ((rank if down else -rank) << 32) + node
    key.sort()
    for turn in range(nodes.size):
        nodes[turn] = key[turn] & 0xFFFFFFFF
        place[nodes[turn]] = turn
    value = np.zeros(nodes.size)
    value[place[start]] = 1.0
    for turn, node in enumerate(nodes):
        rank = circle.first[node]
        if circle.circular[node] and (turn == 0 or circle.first[nodes[turn - 1]] != rank):
            _through_circle(circle, np.searchsorted(circle.begin, rank), value, turn, down)
        for edge in range(rows.ptr[node], rows.ptr[node + 1]):
            near = rows.other[edge]
            if circle.first[near] != rank:
                firm = near if down else node
                value[place[near]] += value[turn] * rows.stake[edge] / held.total[firm]
    return nodes, value


@compiled
def _holders_of(firm: int, held: Holdings, circle: Condensed) -> tuple[Ints, Reals]:
    """Return the holders of a firm with their shares, without the firm itself."""
    nodes, value = _swept(firm, held, circle, False)
    for turn, node in enumerate(nodes):
        value[turn] /= _own(circle, node)
    others = nodes != firm
    return nodes[others], value[others]


@compiled
def _held_by(holder: int, held: Holdings, circle: Condensed) -> tuple[Ints, Reals]:
    """Return the firms a holder has shares in, without itself."""
    nodes, value = _swept(holder, held, circle, True)
    others = nodes != holder
    return nodes[others], value[others] / _own(circle, holder)


def holders_of(firm: int, held: Holdings, circles: Condensed) -> Shares:
    """Return everyone who holds a share of a firm, directly or through others, with the effective share (1 is all)."""
    return Shares(*_holders_of(nodes_of(held.total.size, firm)[0], held, circles))


def held_by(holder: int, held: Holdings, circles: Condensed) -> Shares:
    """Return every firm a holder has a share of, directly or through others, with the effective share (1 is all)."""
    return Shares(*_held_by(nodes_of(held.total.size, holder)[0], held, circles))
