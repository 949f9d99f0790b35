"""The path of fewest edges between two nodes, searched from both ends level by level."""

import numpy as np

from firmgraph.graph.kernels.arrays import NO_INTS, Flags, Ints, compiled, flags_of, inlined, nodes_of
from firmgraph.graph.kernels.scratch import places
from firmgraph.graph.kernels.searching import Bans, Ways, is_banned

Met = tuple[Ints, Ints]
"""Nodes in the order one side met them, and the turn each was met from."""
Noted = tuple[Ints, int]
"""The place of each node and a base: twice the turn a node was met at above it, and one more if by the side of the end.

A node whose place is below the base was not met.
"""


@compiled
def _widened(
    ways: Ways,
    sides: tuple[Met, Met],
    way: int,
    level: tuple[int, int],
    noted: Noted,
    rule: tuple[tuple[int, int], Bans],
) -> tuple[int, int, tuple[int, int]]:
    """Meet all one step beyond a level; return how many are met, their edges, and the turns where sides join, or -1.

    The first join lies on a shortest path: the other side has met all neighbours of its inner nodes.
    """
    rows = ways.out if way == 0 else ways.into
    met, whence = sides[0] if way == 0 else sides[1]
    ends, bans = rule
    place, base = noted
    known, edges = level[1], 0
    for turn in range(level[0], level[1]):
        node = met[turn]
        for edge in range(rows.ptr[node], rows.ptr[node + 1]):
            near = rows.other[edge]
            seen = place[near] - base
            across = seen >= 0 and seen & 1 != way and seen >> 1 >= bans.nodes.size
            if (seen >= 0 and not across) or is_banned(node, near, way, ends, bans):
                continue
            if across:
                return known, edges, (turn, seen >> 1)
            place[near], met[known], whence[known] = base + 2 * known + way, near, turn
            known += 1
            edges += rows.ptr[near + 1] - rows.ptr[near]
    return known, edges, (-1, -1)


@inlined
def _joined(sides: tuple[Met, Met], ahead: int, back: int) -> Ints:
    """Return the path that joins a node one side has met to one the other side has met."""
    turns = [np.int32(ahead)]
    while sides[0][1][turns[-1]] >= 0:
        turns.append(sides[0][1][turns[-1]])
    path = [sides[0][0][turn] for turn in turns[::-1]]
    turn = np.int32(back)
    while turn >= 0:
        path.append(sides[1][0][turn])
        turn = sides[1][1][turn]
    return np.array(path)


@compiled
def _fewest_steps(
    ways: Ways, ends: tuple[int, int], limits: tuple[int, int], bans: Bans, noted: Noted
) -> tuple[Ints, float, bool]:
    """Return the nodes of a path, none where there is no path, its edges, and whether the budget ended the search."""
    size, first, place = ways.out.ptr.size, bans.nodes.size, noted[0]
    sides = ((np.empty(size, np.int32), np.empty(size, np.int32)), (np.empty(size, np.int32), np.empty(size, np.int32)))
    for turn, node in enumerate(bans.nodes):
        place[node] = noted[1] + 2 * turn
    for way in (0, 1):
        place[ends[way]] = noted[1] + 2 * first + way
        sides[way][0][first], sides[way][1][first] = ends[way], -1
    begin, known, edges, steps = [first, first], [first + 1, first + 1], [0, 0], 0
    while steps < limits[0] and begin[0] < known[0] and begin[1] < known[1]:
        if known[0] + known[1] > limits[1]:
            return np.empty(0, np.int32), 0.0, True
        way = 0 if edges[0] <= edges[1] else 1
        level = (begin[way], known[way])
        known[way], edges[way], join = _widened(ways, sides, way, level, noted, (ends, bans))
        begin[way], steps = level[1], steps + 1
        if join[0] >= 0:
            path = _joined(sides, join[way], join[1 - way])
            return path, float(steps), False
    return np.empty(0, np.int32), 0.0, False


def fewest_steps(ways: Ways, ends: tuple[int, int], limits: tuple[int, int], bans: Bans) -> tuple[Ints, float, bool]:
    """Return the nodes of a path, none where there is no path, its edges, and whether the budget ended the search.

    `limits` are the most edges of a path and the most nodes the search may meet before its next level. The ends differ.
    """
    size = ways.out.ptr.size - 1
    found: tuple[Ints, float, bool] = _fewest_steps(ways, ends, limits, bans, places(size, 2 * size + 4))
    return found


def shortest_path(
    ends: tuple[int, int], ways: Ways, *, steps: int = 1_000, budget: int = 10_000_000, closed: Flags | None = None
) -> tuple[Ints, bool]:
    """Return the nodes of a path of fewest edges, none where there is none, and whether the budget ended the search.

    A path has at most `steps` edges; nodes flagged in `closed` are only ends of it.
    """
    size = ways.out.ptr.size - 1
    start, end = nodes_of(size, ends)
    if start == end:
        return np.full(1, start, np.int32), False
    bans = Bans(NO_INTS, NO_INTS, flags_of(closed, size))
    path, _, truncated = fewest_steps(ways, (int(start), int(end)), (steps, budget), bans)
    return path, truncated
