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


@compiled
def _neighbourhood(
    seeds: Ints, ptr: Longs, other: Ints, limits: tuple[int, int], closed: Flags
) -> tuple[Ints, Ints, bool]:
    """Return the nodes met in order and their steps; `place` is never cleared: a met node stands in its place."""
    most_steps, budget = limits
    place, met = np.empty(ptr.size - 1, np.int32), np.empty(ptr.size - 1, np.int32)
    steps = np.empty(ptr.size - 1, np.int32)
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
                return met[:known].copy(), steps[:known].copy(), True
            place[near], met[known], steps[known] = known, near, steps[done] + 1
            known += 1
        done += 1
    return met[:known].copy(), steps[:known].copy(), False


def neighbourhood(
    seeds: npt.ArrayLike, rows: Csr, steps: int, *, budget: int = 100_000, closed: Flags | None = None
) -> Neighbourhood:
    """Return what is at most `steps` edges away from any of some seeds, the seeds first, as given.

    At most `budget` nodes are returned, the seeds always. Nodes flagged in `closed`, for example hubs, are not entered.
    """
    size = rows.ptr.size - 1
    first = np.ascontiguousarray(seeds, np.int32)
    return Neighbourhood(*_neighbourhood(first, rows.ptr, rows.other, (steps, budget), flags_of(closed, size)))
