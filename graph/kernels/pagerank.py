"""Personalised PageRank by pushing: what a walk that keeps coming back to some seeds visits."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from firmgraph.graph.kernels.arrays import Flags, Ints, Reals, compiled, inlined, nodes_of
from firmgraph.graph.kernels.csr import Csr


class Ranks(NamedTuple):
    """Nodes and their scores, highest first; scores are too low by `rest` in sum."""

    node: Ints
    score: Reals
    rest: float


class Walk(NamedTuple):
    """The nodes met, each node's turn among them, and by turn: score, what is still to push, whether it waits.

    `turn` is never cleared: a node is met when the turn it names holds it.
    """

    met: Ints
    turn: Ints
    score: Reals
    rest: Reals
    queued: Flags


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


@inlined
def _given(walk: Walk, known: int, node: int, amount: float, enough: float) -> tuple[int, bool]:
    """Add to what a node has to push; return how many nodes are met and whether this one must be queued."""
    at = walk.turn[node]
    if not (0 <= at < known and walk.met[at] == node):
        at = walk.turn[node] = known
        walk.met[at], walk.score[at], walk.rest[at], walk.queued[at] = node, 0.0, 0.0, False
        known += 1
    walk.rest[at] += amount
    if walk.queued[at] or walk.rest[at] <= enough:
        return known, False
    walk.queued[at] = True
    return known, True


@compiled
def _ranks(seeds: Ints, rows: Csr, damping: float, tolerance: float, most: int) -> tuple[Ints, Reals, float]:
    """Return the nodes met, their scores, and what is left to push when all hold little or `most` edges were passed."""
    size = rows.ptr.size - 1
    walk = Walk(
        np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size), np.empty(size), np.empty(size, np.bool_)
    )
    queue = np.empty(size, np.int32)
    known, head, length, passed = 0, 0, 0, 0
    for seed in seeds:
        known, _ = _given(walk, known, seed, 1.0 / seeds.size, 0.0)
        queue[length] = seed
        length += 1
    while length and passed <= most:
        node = queue[head]
        head, length, at = head + 1, length - 1, walk.turn[node]
        head = 0 if head == size else head
        amount, walk.rest[at], walk.queued[at] = walk.rest[at], 0.0, False
        walk.score[at] += (1.0 - damping) * amount
        weight = _weight(rows, node)
        begin, end = rows.ptr[node], rows.ptr[node + 1]
        passed += end - begin + 1
        share = damping * amount / weight if weight else 0.0
        for edge in range(begin, end if weight else begin):
            near = rows.other[edge]
            part = share * (rows.stake[edge] if rows.stake.size else 1)
            enough = tolerance * (rows.ptr[near + 1] - rows.ptr[near])
            known, waits = _given(walk, known, near, part, enough)
            if waits:
                tail = head + length
                queue[tail if tail < size else tail - size] = near
                length += 1
        for seed in seeds[: 0 if weight else seeds.size]:
            known, waits = _given(walk, known, seed, damping * amount / seeds.size, tolerance)
            if waits:
                tail = head + length
                queue[tail if tail < size else tail - size] = seed
                length += 1
    return walk.met[:known].copy(), walk.score[:known].copy(), walk.rest[:known].sum()


def personalised_pagerank(
    seeds: npt.ArrayLike, rows: Csr, *, damping: float = 0.85, tolerance: float = 1e-7, most: int = 50_000_000
) -> Ranks:
    """Return what a walk visits that follows an edge with chance `damping` and else comes back to one of the seeds.

    Edges are chosen by their stakes, or evenly where they carry none; from a node without edges the walk comes back. No
    node is left with more than `tolerance` times its edges to pass on, unless `most` edges were passed before that.
    """
    first = np.unique(nodes_of(rows.ptr.size - 1, seeds))
    node, score, rest = _ranks(first, rows, damping, tolerance, most)
    order = np.lexsort((node, -score))
    return Ranks(node[order], score[order], float(rest))
