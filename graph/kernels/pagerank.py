"""Personalised PageRank by pushing: what a walk that keeps coming back to some seeds visits."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firmgraph.graph.kernels.arrays import Ints, Reals, compiled, inlined, nodes_of
from firmgraph.graph.kernels.csr import Csr
from firmgraph.graph.kernels.scratch import places


class Ranks(NamedTuple):
    """Nodes and their scores, highest first; scores are too low by `rest` in sum."""

    node: Ints
    score: Reals
    rest: float


@inlined
def _weight(rows: Csr, node: int) -> float:
    """Return the sum of the stakes at a node, or the number of its edges where they carry none."""
    begin, end = rows.ptr[node], rows.ptr[node + 1]
    if not rows.stake.size:
        return float(end - begin)
    total = 0.0
    for edge in range(begin, end):
        total += rows.stake[edge]
    return total


@compiled
def _ranks(
    seeds: Ints, rows: Csr, damping: float, limits: tuple[float, int], noted: tuple[Ints, int]
) -> tuple[Ints, Reals, float]:
    """Return the nodes met, their scores, and what is left to push when all hold little or `most` edges were passed.

    A node's place less the base is the turn it was met at; those that have more left than they may keep wait in a ring.
    """
    (tolerance, most), (place, base) = limits, noted
    size = place.size
    met, score, left, kept = np.empty(size, np.int32), np.empty(size), np.empty(size), np.empty(size)
    ring = np.empty(size + seeds.size, np.int32)
    known, head, waiting, passed = 0, 0, seeds.size, 0
    for seed in seeds:
        place[seed], met[known], score[known], left[known] = base + known, seed, 0.0, 1.0 / seeds.size
        kept[known], ring[known] = tolerance * (rows.ptr[seed + 1] - rows.ptr[seed]), known
        known += 1
    while waiting and passed <= most:
        turn, waiting = ring[head], waiting - 1
        head = head + 1 if head + 1 < ring.size else 0
        node, amount, left[turn] = met[turn], left[turn], 0.0
        score[turn] += (1.0 - damping) * amount
        weight, begin, end = _weight(rows, node), rows.ptr[node], rows.ptr[node + 1]
        passed += end - begin + 1
        share = damping * amount / (weight if weight else seeds.size)
        for step in range(end - begin if weight else seeds.size):
            near = rows.other[begin + step] if weight else seeds[step]
            at = place[near] - base
            if at < 0:
                at, place[near] = known, base + known
                met[at], score[at], left[at] = near, 0.0, 0.0
                kept[at] = tolerance * (rows.ptr[near + 1] - rows.ptr[near])
                known += 1
            before = left[at]
            left[at] = before + share * (rows.stake[begin + step] if weight and rows.stake.size else 1)
            if before <= kept[at] < left[at]:
                tail = head + waiting
                ring[tail if tail < ring.size else tail - ring.size] = at
                waiting += 1
    return met[:known].copy(), score[:known].copy(), left[:known].sum()


def personalised_pagerank(
    seeds: npt.ArrayLike, rows: Csr, *, damping: float = 0.85, tolerance: float = 1e-6, most: int = 50_000_000
) -> Ranks:
    """Return what a walk visits that follows an edge with chance `damping` and else comes back to one of the seeds.

    Edges are chosen by their stakes, or evenly where they carry none; from a node without edges the walk comes back. No
    node is left with more than `tolerance` times its edges to pass on, unless `most` edges were passed before that.
    """
    size = rows.ptr.size - 1
    first = np.unique(nodes_of(size, seeds))
    node, score, rest = _ranks(first, rows, damping, (tolerance, most), places(size, size))
    by_node = np.argsort(node)
    order = by_node[np.argsort(-score[by_node], kind="stable")]
    return Ranks(node[order], score[order], float(rest))
