"""Integrated ownership of every firm by every holder, in one sweep from the top down."""

from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Ints, Longs, Reals, compiled, inlined
from firmgraph.graph.kernels.circles import Condensed
from firmgraph.graph.kernels.csr import Csr, Holdings

Places = tuple[Ints, Ints, Ints]
"""Where the row of each firm begins, how long it is, and by holder one more than its place in the row written now.

Places are never cleared: those of earlier rows are too low.
"""
Rows = tuple[Ints, Reals]
"""Holders and shares, row after row."""


class EveryShare(NamedTuple):
    """All holders of all firms: those of `t` stand in `node` and `share` from `begin[t]` on, `size[t]` of them.

    `truncated` says that the limit was reached: firms not reached by then have no holders here.
    """

    begin: Ints
    size: Ints
    node: Ints
    share: Reals
    truncated: bool


@inlined
def _needed(edges: tuple[int, int], other: Ints, size: Ints) -> int:
    """Return how many holders a row has at most that is made from some edges."""
    count = edges[1] - edges[0]
    for edge in range(edges[0], edges[1]):
        count += size[other[edge]]
    return count


@inlined
def _add(holder: int, share: float, above: int, place: Ints, rows: Rows, used: int) -> int:
    """Add to the share of a holder in the row that begins at `above`; return where the row ends."""
    at = place[holder]
    if at > above:
        rows[1][at - 1] += share
        return used
    place[holder], rows[0][used], rows[1][used] = used + 1, holder, share
    return used + 1


@inlined
def _inherit(holder: int, weight: float, above: int, places: Places, rows: Rows, used: int) -> int:
    """Add a direct holder of a share, and its own holders in proportion; return where the row ends."""
    begin, size, place = places
    used = _add(holder, weight, above, place, rows, used)
    for at in range(begin[holder], begin[holder] + size[holder]):
        used = _add(rows[0][at], weight * rows[1][at], above, place, rows, used)
    return used


@compiled
def _written(into: Csr, total: Ints | Longs, order: Ints, places: Places, rows: Rows, used: int) -> tuple[int, int]:
    """Write rows firm by firm while there is room; return how many firms are done and where the rows end.

    The rows given never grow here: the compiler would have to look them up again for every holder.
    """
    for turn, firm in enumerate(order):
        edges = (into.ptr[firm], into.ptr[firm + 1])
        if edges[0] == edges[1]:
            continue
        if rows[0].size - used < _needed(edges, into.other, places[1]):
            return turn, used
        above = used
        for edge in range(edges[0], edges[1]):
            weight = into.stake[edge] / total[firm]
            used = _inherit(into.other[edge], weight, above, places, rows, used)
        places[0][firm], places[1][firm] = above, used - above
    return order.size, used


@compiled
def _outside(members: Ints, held: Holdings, places: Places, rows: Rows, used: int) -> Rows:
    """Return the holders from outside of some members of one circle, and their shares, member by member.

    The shares are those from outside alone, holder by member in one flat array; what stands after `used` is
    overwritten. The finished rows of the circle take no fewer places, so the places noted here are too low after them.
    """
    into, ends = held.into, np.empty(members.size + 1, np.int64)
    ends[0] = used
    for mine, firm in enumerate(members):
        above = used
        for edge in range(into.ptr[firm], into.ptr[firm + 1]):
            at = np.searchsorted(members, into.other[edge])
            if at == members.size or members[at] != into.other[edge]:
                weight = into.stake[edge] / held.total[firm]
                used = _inherit(into.other[edge], weight, above, places, rows, used)
        ends[mine + 1] = used
    holders = np.unique(rows[0][ends[0] : used])
    came = np.zeros(holders.size * members.size)
    for mine in range(members.size):
        for place in range(ends[mine], ends[mine + 1]):
            came[np.searchsorted(holders, rows[0][place]) * members.size + mine] = rows[1][place]
    return holders, came


@compiled
def _circle_rows(members: Ints, inverse: Reals, outside: Rows, places: tuple[Ints, Ints], rows: Rows, used: int) -> int:
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
def _room(rows: Rows, used: int, more: int, limit: int) -> Rows:
    """Return the rows, or a copy at least twice as long, within the limit, where fewer than `more` places are left."""
    if rows[0].size - used >= more or used + more > limit:
        return rows
    longer = min(max(2 * rows[0].size, used + more), limit)
    node, share = np.empty(longer, np.int32), np.empty(longer, np.float64)
    node[:used], share[:used] = rows[0][:used], rows[1][:used]
    return node, share


@compiled
def _most_holders(members: Ints, held: Holdings, size: Ints) -> int:
    """Return how many places the rows of a circle take at most, while they are made and when they are done."""
    needed = 0
    for firm in members:
        needed += _needed((held.into.ptr[firm], held.into.ptr[firm + 1]), held.into.other, size)
    return int(members.size * (members.size + needed))


@compiled
def _shares_of_all(held: Holdings, circle: Condensed, limit: int) -> tuple[Ints, Ints, Ints, Reals, bool]:
    """Return the rows of all firms; a firm's row is built from the finished rows of its holders."""
    total = circle.order.size
    places = (np.zeros(total, np.int32), np.zeros(total, np.int32), np.zeros(total, np.int32))
    start = min(held.into.other.size + total, limit)
    rows = (np.empty(start, np.int32), np.empty(start, np.float64))
    used, place, number = 0, 0, 0
    while place < total:
        circular = number < circle.begin.size and circle.begin[number] == place
        if circular:
            members = circle.order[place : place + circle.size[number]]
            needed = _most_holders(members, held, places[1])
        else:
            stop = circle.begin[number] if number < circle.begin.size else total
            done, used = _written(held.into, held.total, circle.order[place:stop], places, rows, used)
            place += done
            if place == stop:
                continue
            firm = circle.order[place]
            needed = _needed((held.into.ptr[firm], held.into.ptr[firm + 1]), held.into.other, places[1])
        rows = _room(rows, used, needed, limit)
        if rows[0].size - used < needed:
            break
        if circular:
            outside = _outside(members, held, places, rows, used)
            inverse = circle.inverse[circle.block[number] : circle.block[number + 1]]
            used = _circle_rows(members, inverse, outside, (places[0], places[1]), rows, used)
            place, number = place + members.size, number + 1
    return places[0], places[1], rows[0][:used], rows[1][:used], place < total


def shares_of_all(held: Holdings, circles: Condensed, *, limit: int = 200_000_000) -> EveryShare:
    """Return the effective share of every holder in every firm but itself; `limit`, below 2e9, bounds the pairs."""
    return EveryShare(*_shares_of_all(held, circles, limit))
