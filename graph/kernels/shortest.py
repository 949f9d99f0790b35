"""The path of fewest edges between two nodes, searched from both ends level by level."""

import numpy as np

from firmgraph.graph.kernels.arrays import NO_INTS, Flags, Ints, compiled, flags_of, nodes_of
from firmgraph.graph.kernels.searching import Bans, Side, Ways, begun, has_met, is_banned, joined


@compiled
def _widened(
    sides: tuple[Side, Side], way: int, level: tuple[int, int], theirs: int, ends: tuple[int, int], bans: Bans
) -> tuple[int, int, int]:
    """Meet all one step beyond a level; return how many are met, their edges, and a node both sides have met, or -1.

    The first such node lies on a shortest path: the other side has met all neighbours of its inner nodes.
    """
    side, across = (sides[0], sides[1]) if way == 0 else (sides[1], sides[0])
    begin, known = level
    edges = 0
    for turn in range(begin, level[1]):
        node = side.met[turn]
        for edge in range(side.rows.ptr[node], side.rows.ptr[node + 1]):
            near = side.rows.other[edge]
            if has_met(side, near, known) or is_banned(node, near, way, ends, bans):
                continue
            side.turn[near], side.met[known], side.whence[known] = known, near, turn
            known += 1
            edges += side.rows.ptr[near + 1] - side.rows.ptr[near]
            if has_met(across, near, theirs):
                return known, edges, near
    return known, edges, -1


@compiled
def fewest_steps(ways: Ways, ends: tuple[int, int], limits: tuple[int, int], bans: Bans) -> tuple[Ints, float, bool]:
    """Return the nodes of a path, none where there is no path, its edges, and whether the budget ended the search.

    `limits` are the most edges of a path and the most nodes the search may meet before its next level.
    """
    sides = (begun(ways.out, ends[0], bans.nodes), begun(ways.into, ends[1], bans.nodes))
    begin, known = [bans.nodes.size, bans.nodes.size], [bans.nodes.size + 1, bans.nodes.size + 1]
    edges, steps = [0, 0], 0
    while steps < limits[0] and begin[0] < known[0] and begin[1] < known[1]:
        if known[0] + known[1] > limits[1]:
            return np.empty(0, np.int32), 0.0, True
        way = 0 if edges[0] <= edges[1] else 1
        level = (begin[way], known[way])
        known[way], edges[way], meeting = _widened(sides, way, level, known[1 - way], ends, bans)
        begin[way], steps = level[1], steps + 1
        if meeting >= 0:
            return joined(sides, meeting), float(steps), False
    return np.empty(0, np.int32), 0.0, False


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
