"""Integrated ownership of every firm by every holder, in one sweep from the top down."""

from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Ints, Longs, Reals, compiled
from firmgraph.graph.kernels.circles import Condensed
from firmgraph.graph.kernels.csr import Holdings

Places = tuple[Longs, Ints, Ints]
"""Where the row of each firm begins, how long it is, and a holder's turn in the row written now.

Turns are never cleared: a holder is in the row when the turn it names holds it.
"""
Rows = tuple[Ints, Reals]
"""Holders and shares, row after row."""


class EveryShare(NamedTuple):
    """All holders of all firms: those of `t` stand in `node` and `share` from `begin[t]` on, `size[t]` of them.

    `truncated` says that the limit was reached: firms not reached by then have no holders here.
    """

    begin: Longs
    size: Ints
    node: Ints
    share: Reals
    truncated: bool


@compiled
def _needed(firm: int, held: Holdings, size: Ints) -> int:
    """Return how many holders the row of a firm has at most."""
    count = 0
    for edge in range(held.into.ptr[firm], held.into.ptr[firm + 1]):
        count += 1 + size[held.into.other[edge]]
    return count


@compiled
def _room(rows: Rows, used: int, more: int) -> Rows:
    """Return the rows, or a copy at least half as long again where less than `more` places are left."""
    node, share = rows
    if node.size - used >= more:
        return rows
    larger = max(node.size + node.size // 2, used + more)
    nodes, shares = np.empty(larger, np.int32), np.empty(larger, np.float64)
    nodes[:used], shares[:used] = node[:used], share[:used]
    return nodes, shares


@compiled
def _gathered(firm: int, held: Holdings, first: Ints, places: Places, rows: Rows, used: int) -> int:
    """Write the row of a firm from `used` on, leaving out holders in its own component; return where it ends."""
    begin, size, turn = places
    node, share = rows
    count = 0
    for edge in range(held.into.ptr[firm], held.into.ptr[firm + 1]):
        holder = held.into.other[edge]
        if first[holder] == first[firm]:
            continue
        weight = held.into.stake[edge] / held.total[firm]
        at = turn[holder]
        if not (0 <= at < count and node[used + at] == holder):
            at = turn[holder] = count
            node[used + at], share[used + at] = holder, 0.0
            count += 1
        share[used + at] += weight
        for place in range(begin[holder], begin[holder] + size[holder]):
            above = node[place]
            at = turn[above]
            if not (0 <= at < count and node[used + at] == above):
                at = turn[above] = count
                node[used + at], share[used + at] = above, 0.0
                count += 1
            share[used + at] += weight * share[place]
    return used + count


@compiled
def _outside(members: Ints, held: Holdings, first: Ints, places: Places, rows: Rows, used: int) -> Rows:
    """Return the holders from outside of some members of one circle, and their shares, member by member.

    The shares are those from outside alone, holder by member in one flat array.
    """
    ends = np.empty(members.size + 1, np.int64)
    ends[0] = used
    for mine, firm in enumerate(members):
        ends[mine + 1] = _gathered(firm, held, first, places, rows, ends[mine])
    holders = np.unique(rows[0][used : ends[-1]])
    came = np.zeros(holders.size * members.size)
    for mine in range(members.size):
        for place in range(ends[mine], ends[mine + 1]):
            came[np.searchsorted(holders, rows[0][place]) * members.size + mine] = rows[1][place]
    return holders, came


@compiled
def _circle_rows(members: Ints, inverse: Reals, outside: Rows, places: Places, rows: Rows, used: int) -> int:
    """Write the rows of all members of a circle: each other's shares and those of holders from outside."""
    count = members.size
    holders, came = outside
    for mine, firm in enumerate(members):
        places[0][firm] = used
        for their in range(count):
            if their != mine:
                rows[0][used] = members[their]
                rows[1][used] = inverse[their * count + mine] / inverse[their * count + their]
                used += 1
        for at, holder in enumerate(holders):
            total = 0.0
            for their in range(count):
                total += came[at * count + their] * inverse[their * count + mine]
            rows[0][used], rows[1][used] = holder, total
            used += 1
        places[1][firm] = used - places[0][firm]
    return used


@compiled
def _shares_of_all(held: Holdings, circle: Condensed, limit: int) -> tuple[Longs, Ints, Ints, Reals, bool]:
    """Return the rows of all firms; a firm's row is built from the finished rows of its holders."""
    total = circle.order.size
    begin, size = np.zeros(total, np.int64), np.zeros(total, np.int32)
    rows = (np.empty(total + 16, np.int32), np.empty(total + 16, np.float64))
    places = (begin, size, np.empty(total, np.int32))
    used, place, number = 0, 0, 0
    while place < total and used <= limit:
        firm = circle.order[place]
        if number < circle.begin.size and circle.begin[number] == place:
            members = circle.order[place : place + circle.size[number]]
            needed = 0
            for member in members:
                needed += _needed(member, held, size)
            rows = _room(rows, used, needed)
            outside = _outside(members, held, circle.first, places, rows, used)
            rows = _room(rows, used, members.size * (members.size + outside[0].size))
            inverse = circle.inverse[circle.block[number] : circle.block[number + 1]]
            used = _circle_rows(members, inverse, outside, places, rows, used)
            place, number = place + members.size, number + 1
            continue
        place += 1
        if held.into.ptr[firm] < held.into.ptr[firm + 1]:
            rows = _room(rows, used, _needed(firm, held, size))
            begin[firm] = used
            used = _gathered(firm, held, circle.first, places, rows, used)
            size[firm] = used - begin[firm]
    return begin, size, rows[0][:used].copy(), rows[1][:used].copy(), place < total


def shares_of_all(held: Holdings, circles: Condensed, *, limit: int = 200_000_000) -> EveryShare:
    """Return the effective share of every holder in every firm but itself; `limit` bounds the pairs in all."""
    return EveryShare(*_shares_of_all(held, circles, limit))
