"""The neighbourhood of a node: all that is at most some steps away, within a budget."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firmgraph.graph.kernels.arrays import Flags, Ints, Longs, compiled, flags_of
from firmgraph.graph.kernels.csr import Csr


class Neighbourhood(NamedTuple):
    """Nodes in the order met, nearest first, and the steps to each; `truncated` says that the budget left some out."""

    node: Ints
    steps: Ints
    truncated: bool


class Neighbourhoods(NamedTuple):
    """The neighbourhoods of several nodes: that of the n-th stands at `ptr[n]` to `ptr[n + 1]`."""

    ptr: Longs
    node: Ints
    steps: Ints
    truncated: Flags


Scratch = tuple[Ints, Ints, Ints]
"""Where each node stands among those met, the nodes met, and the steps to them; never cleared, for a node that was met
stands in its place."""


@compiled
def _scratch(size: int) -> Scratch:
    return np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int32)


@compiled
def _walk(
    seeds: Ints, ptr: Longs, other: Ints, limits: tuple[int, int], closed: Flags, scratch: Scratch
) -> tuple[int, bool]:
    """Return how many nodes are met, which stand in the scratch in their order, and whether the budget ended it."""
    most_steps, budget = limits
    place, met, steps = scratch
    known, done = 0, 0
    for seed in seeds:
        if not 0 <= seed < ptr.size - 1:
            raise IndexError("a seed is none of the nodes")
        if not (0 <= place[seed] < known and met[place[seed]] == seed):
            place[seed], met[known], steps[known] = known, seed, 0
            known += 1
    while done < known and steps[done] < most_steps:
        node = met[done]
        for edge in range(ptr[node], ptr[node + 1]):
            near = other[edge]
            if 0 <= place[near] < known and met[place[near]] == near:
                continue
            if closed.size and closed[near]:
                continue
            if known >= budget:
                return known, True
            place[near], met[known], steps[known] = known, near, steps[done] + 1
            known += 1
        done += 1
    return known, False


@compiled
def _neighbourhood(
    seeds: Ints, ptr: Longs, other: Ints, limits: tuple[int, int], closed: Flags
) -> tuple[Ints, Ints, bool]:
    """Return the nodes met in order, their steps, and whether the budget ended the walk."""
    scratch = _scratch(ptr.size - 1)
    known, truncated = _walk(seeds, ptr, other, limits, closed, scratch)
    return scratch[1][:known].copy(), scratch[2][:known].copy(), truncated


@compiled
def _neighbourhoods(
    seeds: Ints, ptr: Longs, other: Ints, limits: tuple[int, int], closed: Flags
) -> tuple[Longs, Ints, Ints, Flags]:
    """Return the neighbourhood of each seed; one scratch serves all walks."""
    scratch = _scratch(ptr.size - 1)
    begins, truncated = np.zeros(seeds.size + 1, np.int64), np.zeros(seeds.size, np.bool_)
    node, steps = np.empty(1024, np.int32), np.empty(1024, np.int32)
    for number in range(seeds.size):
        known, truncated[number] = _walk(seeds[number : number + 1], ptr, other, limits, closed, scratch)
        begin = begins[number]
        begins[number + 1] = begin + known
        if begin + known > node.size:
            room = max(2 * node.size, begin + known)
            more_nodes, more_steps = np.empty(room, np.int32), np.empty(room, np.int32)
            more_nodes[:begin], more_steps[:begin] = node[:begin], steps[:begin]
            node, steps = more_nodes, more_steps
        node[begin : begin + known], steps[begin : begin + known] = scratch[1][:known], scratch[2][:known]
    return begins, node[: begins[-1]].copy(), steps[: begins[-1]].copy(), truncated


def neighbourhood(
    seeds: npt.ArrayLike, rows: Csr, steps: int, *, budget: int = 100_000, closed: Flags | None = None
) -> Neighbourhood:
    """Return what is at most `steps` edges away from any of some seeds, the seeds first, as given.

    At most `budget` nodes are returned, the seeds always. Nodes flagged in `closed`, for example hubs, are not entered.
    """
    size = rows.ptr.size - 1
    first = np.ascontiguousarray(seeds, np.int32)
    return Neighbourhood(*_neighbourhood(first, rows.ptr, rows.other, (steps, budget), flags_of(closed, size)))


def neighbourhoods(
    seeds: npt.ArrayLike, rows: Csr, steps: int, *, budget: int = 100_000, closed: Flags | None = None
) -> Neighbourhoods:
    """Return what is at most `steps` edges away from each of some seeds, in one pass: for many nodes at once."""
    size = rows.ptr.size - 1
    first = np.ascontiguousarray(seeds, np.int32)
    return Neighbourhoods(*_neighbourhoods(first, rows.ptr, rows.other, (steps, budget), flags_of(closed, size)))
