"""The neighbourhood of a node: all that is at most some steps away, within a budget."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firmgraph.graph.kernels.arrays import Flags, Ints, Longs, compiled, flags_of, nodes_of
from firmgraph.graph.kernels.csr import Csr
from firmgraph.graph.kernels.scratch import places

MOST_LIKELY = 256
"""Nodes for which room is made by seed at first."""


class Neighbourhood(NamedTuple):
    """Nodes in the order met, nearest first, and the steps to each; `truncated` says that the budget left some out."""

    node: Ints
    steps: Ints
    truncated: bool


class Neighbourhoods(NamedTuple):
    """The neighbourhoods of several nodes: what is `s` steps from the n-th stands at `ptr[n, s]` to `ptr[n, s + 1]`."""

    ptr: Longs
    node: Ints
    truncated: Flags


@compiled
def _walk(
    rows: tuple[Ints, Ints], limits: tuple[int, int], closed: Flags, noted: tuple[Ints, int], met: Ints, ends: Longs
) -> tuple[bool, bool]:
    """Meet what is some steps from the first nodes met; return whether the budget ended it, and whether there was room.

    `ends` are the limits in `met` of the nodes by steps; the first two are given. The place of each node met is noted
    from a base on: nodes whose place is below were not met by this walk.
    """
    ptr, other = rows
    place, base = noted
    begin, used, most = ends[0], ends[1], ends[0] + max(limits[1], ends[1] - ends[0])
    for step in range(limits[0]):
        for at in range(ends[step], ends[step + 1]):
            node = met[at]
            if met.size - used < ptr[node + 1] - ptr[node]:
                return False, False
            for edge in range(ptr[node], ptr[node + 1]):
                near = other[edge]
                if place[near] < base and not (closed.size and closed[near]):
                    if used == most:
                        ends[step + 2 :] = used
                        return True, True
                    place[near], met[used] = base + used - begin, near
                    used += 1
        ends[step + 2] = used
    return False, True


@compiled
def _neighbourhood(
    seeds: Ints, rows: tuple[Ints, Ints], limits: tuple[int, int], closed: Flags, noted: tuple[Ints, int]
) -> tuple[Ints, Ints, bool]:
    """Return the nodes met in order, their steps, and whether the budget ended the walk."""
    place, base = noted
    met, ends = np.empty(place.size + rows[1].size, np.int32), np.zeros(limits[0] + 2, np.int64)
    for seed in seeds:
        if place[seed] < base:
            place[seed], met[ends[1]] = base + ends[1], seed
            ends[1] += 1
    truncated, _ = _walk(rows, limits, closed, noted, met, ends)
    return met[: ends[-1]].copy(), np.repeat(np.arange(limits[0] + 1), np.diff(ends)).astype(np.int32), truncated


@compiled
def _neighbourhoods(
    seeds: Ints,
    rows: tuple[Ints, Ints],
    limits: tuple[int, int],
    closed: Flags,
    room: tuple[Ints, Ints],
    found: tuple[Longs, Flags, int],
) -> int:
    """Write the neighbourhood of each seed from one on; return the first for which there is no room."""
    (place, met), (ends, truncated, number) = room, found
    while number < seeds.size:
        begin = ends[number - 1, -1] if number else 0
        ends[number, 0], ends[number, 1] = begin, begin + 1
        if begin == met.size:
            break
        place[seeds[number]], met[begin] = begin, seeds[number]
        truncated[number], fits = _walk(rows, limits, closed, (place, begin), met, ends[number])
        if not fits:
            break
        number += 1
    return number


def neighbourhood(
    seeds: npt.ArrayLike, rows: Csr, steps: int, *, budget: int = 100_000, closed: Flags | None = None
) -> Neighbourhood:
    """Return what is at most `steps` edges away from any of some seeds, the seeds first, as given.

    At most `budget` nodes are returned, the seeds always. Nodes flagged in `closed`, for example hubs, are not entered.
    """
    size = rows.ptr.size - 1
    first, flags = nodes_of(size, seeds), flags_of(closed, size)
    steps = min(steps, size)
    return Neighbourhood(*_neighbourhood(first, rows[:2], (steps, budget), flags, places(size, size)))


def neighbourhoods(
    seeds: npt.ArrayLike, rows: Csr, steps: int, *, budget: int = 100_000, closed: Flags | None = None
) -> Neighbourhoods:
    """Return what is at most `steps` edges away from each of some seeds, in one pass: for many nodes at once."""
    size = rows.ptr.size - 1
    first, flags, limits = nodes_of(size, seeds), flags_of(closed, size), (min(steps, size), budget)
    place, met = np.full(size, -1, np.int32), np.empty(MOST_LIKELY * first.size, np.int32)
    ends, truncated, number = np.zeros((first.size, limits[0] + 2), np.int64), np.zeros(first.size, np.bool_), 0
    while True:
        number = _neighbourhoods(first, rows[:2], limits, flags, (place, met), (ends, truncated, number))
        if number == first.size:
            return Neighbourhoods(ends, met[: ends[-1, -1] if number else 0], truncated)
        if met.size + rows.other.size > np.iinfo(np.int32).max:
            raise ValueError("the neighbourhoods have too many nodes together: ask for those of fewer nodes at once")
        place[:] = -1
        met = np.concatenate((met, np.empty(met.size + rows.other.size, np.int32)))
