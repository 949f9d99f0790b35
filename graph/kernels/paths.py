"""The k shortest simple paths between two nodes, by Yen's method over a search for one path."""

import heapq
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import NO_INTS, Flags, Ints, Reals, flags_of, nodes_of
from firmgraph.graph.kernels.cheapest import least_cost
from firmgraph.graph.kernels.searching import Bans, Ways
from firmgraph.graph.kernels.shortest import fewest_steps

Path = tuple[int, ...]
Search = Callable[[tuple[int, int], int, Bans], tuple[Ints, float, bool]]
"""From both ends, the edges left and the bans: the nodes of a path, its cost and whether a budget ended the search."""


class Paths(NamedTuple):
    """Simple paths, cheapest first, with their costs; `truncated` says that there are more, or may be."""

    paths: list[Path]
    costs: list[float]
    truncated: bool


class Prices(NamedTuple):
    """The cost, above nought, of each edge as it stands in the rows by start and by end."""

    out: Reals
    into: Reals


class Bounds(NamedTuple):
    """How many paths are returned, how many edges a path may have, and how many nodes one search may meet."""

    paths: int = 3
    steps: int = 6
    budget: int = 200_000


PLAIN = Bounds()


class _Found(NamedTuple):
    """A path, its cost, and the turn up to which it follows an earlier one; as a tuple it sorts by cost, then nodes."""

    cost: float
    path: Path
    since: int


def _search(ways: Ways, prices: Prices | None, budget: int) -> Search:
    """Return the search for one path that fits the prices."""
    if prices is None:
        return lambda ends, steps, bans: fewest_steps(ways, ends, (steps, budget), bans)
    return lambda ends, _, bans: least_cost(ways, (prices.out, prices.into), ends, budget, bans)


def _costs(path: Path, ways: Ways, prices: Prices | None) -> list[float]:
    """Return the cost of a path up to each of its nodes: edges, or the cheapest price of each step."""
    costs = [0.0]
    for node, near in pairwise(path):
        row = slice(ways.out.ptr[node], ways.out.ptr[node + 1])
        costs.append(costs[-1] + (1 if prices is None else prices.out[row][ways.out.other[row] == near].min()))
    return costs


def _bans(path: Path, at: int, taken: list[Path], closed: Flags) -> Bans:
    """Return what a path that leaves another at some turn must avoid: the way there, and the steps taken from it."""
    steps = {other[at + 1] for other in taken if other[: at + 1] == path[: at + 1]}
    return Bans(np.array(path[:at], np.int32), np.array(sorted(steps), np.int32), closed)


def shortest_paths(
    ends: tuple[int, int],
    ways: Ways,
    bounds: Bounds = PLAIN,
    *,
    prices: Prices | None = None,
    closed: Flags | None = None,
) -> Paths:
    """Return the shortest simple paths from one node to another: of fewest edges, or of least cost where prices are.

    Paths through nodes flagged in `closed` are left out, but the ends may be flagged. With prices the bound on edges
    does not hold. Among paths of one cost the order is that of their nodes; which are kept depends on the numbering.
    """
    size = ways.out.ptr.size - 1
    start, end = nodes_of(size, ends).tolist()
    flags, search = flags_of(closed, size), _search(ways, prices, bounds.budget)
    if start == end:
        return Paths([(start,)], [0.0], False)
    path, cost, truncated = search((start, end), bounds.steps, Bans(NO_INTS, NO_INTS, flags))
    waiting = [_Found(cost, tuple(path.tolist()), 0)] if path.size else []
    found: list[_Found] = []
    while waiting and len(found) <= bounds.paths:
        last = heapq.heappop(waiting)
        found.append(last)
        costs, taken = _costs(last.path, ways, prices), [other.path for other in found]
        for at in range(last.since, len(last.path) - 1 if len(found) <= bounds.paths else 0):
            bans = _bans(last.path, at, taken, flags)
            path, cost, stopped = search((last.path[at], end), bounds.steps - at, bans)
            truncated = truncated or stopped
            if path.size:
                heapq.heappush(waiting, _Found(costs[at] + cost, last.path[:at] + tuple(path.tolist()), at))
    kept = found[: bounds.paths]
    return Paths([f.path for f in kept], [f.cost for f in kept], truncated or len(found) > len(kept))
