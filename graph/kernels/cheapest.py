"""The path of least cost between two nodes, searched from both ends in the order of cost."""

import heapq

import numpy as np

from firmgraph.graph.kernels.arrays import Flags, Ints, Reals, compiled
from firmgraph.graph.kernels.searching import Bans, Side, Ways, begun, has_met, is_banned, joined

Open = list[tuple[float, np.int64]]
"""Costs and turns still to settle, as a heap."""


@compiled
def _relaxed(
    side: Side, price: Reals, turn: int, state: tuple[Reals, Flags, Open, int], rule: tuple[int, tuple[int, int], Bans]
) -> int:
    """Lower the cost of all that is one step beyond a settled node; return how many nodes are met."""
    cost, settled, waiting, known = state
    way, ends, bans = rule
    node = side.met[turn]
    for edge in range(side.rows.ptr[node], side.rows.ptr[node + 1]):
        near = side.rows.other[edge]
        if is_banned(node, near, way, ends, bans):
            continue
        reached = cost[turn] + price[edge]
        if not has_met(side, near, known):
            side.turn[near], side.met[known], settled[known], cost[known] = known, near, False, np.inf
            known += 1
        at = side.turn[near]
        if not settled[at] and reached < cost[at]:
            cost[at], side.whence[at] = reached, turn
            heapq.heappush(waiting, (reached, np.int64(at)))
    return known


@compiled
def _nearer(
    sides: tuple[Side, Side], costs: tuple[Reals, Reals], known: tuple[int, int], way: int, best: tuple[float, int, int]
) -> tuple[float, int]:
    """Return the least cost of a path through a neighbour of a settled node that both sides have met, and that node."""
    side = sides[way]
    least, meeting, turn = best
    node = side.met[turn]
    for edge in range(side.rows.ptr[node], side.rows.ptr[node + 1]):
        near = side.rows.other[edge]
        if has_met(sides[0], near, known[0]) and has_met(sides[1], near, known[1]):
            whole = costs[0][sides[0].turn[near]] + costs[1][sides[1].turn[near]]
            if whole < least:
                least, meeting = whole, near
    return least, meeting


@compiled
def least_cost(
    ways: Ways, prices: tuple[Reals, Reals], ends: tuple[int, int], budget: int, bans: Bans
) -> tuple[Ints, float, bool]:
    """Return the nodes of a path, none where there is no path, its cost, and whether the budget ended the search.

    `prices` are the costs, above nought, of the edges as they stand in the rows; `budget` is the most nodes met.
    """
    sides = (begun(ways.out, ends[0], bans.nodes), begun(ways.into, ends[1], bans.nodes))
    size, first = ways.out.ptr.size, bans.nodes.size
    costs, settled = (np.empty(size), np.empty(size)), (np.empty(size, np.bool_), np.empty(size, np.bool_))
    for way in (0, 1):
        costs[way][:first], settled[way][:first] = np.inf, True
        costs[way][first], settled[way][first] = 0.0, False
    waiting = ([(0.0, np.int64(first))], [(0.0, np.int64(first))])
    known = [first + 1, first + 1]
    least, meeting = np.inf, -1
    if ends[0] == ends[1]:
        return np.full(1, ends[0], np.int32), 0.0, False
    while len(waiting[0]) and len(waiting[1]) and waiting[0][0][0] + waiting[1][0][0] < least:
        if known[0] + known[1] > budget:
            return np.empty(0, np.int32), 0.0, True
        way = 0 if waiting[0][0][0] <= waiting[1][0][0] else 1
        turn = int(heapq.heappop(waiting[way])[1])
        if not settled[way][turn]:
            settled[way][turn] = True
            state = (costs[way], settled[way], waiting[way], known[way])
            known[way] = _relaxed(sides[way], prices[way], turn, state, (way, ends, bans))
            least, meeting = _nearer(sides, costs, (known[0], known[1]), way, (least, meeting, turn))
    if meeting < 0:
        return np.empty(0, np.int32), 0.0, False
    return joined(sides, meeting), least, False
