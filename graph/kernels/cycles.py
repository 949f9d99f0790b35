"""Simple cycles up to a length, inside strong components."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import NO_INTS, Ints, Longs, compiled, inlined
from firmgraph.graph.kernels.components import Components
from firmgraph.graph.kernels.csr import Csr


class Cycles(NamedTuple):
    """Simple cycles, each from its lowest node on: the nodes of the n-th stand at `ptr[n]` to `ptr[n + 1]`.

    `truncated` says that a limit left some out.
    """

    ptr: Longs
    node: Ints
    truncated: bool

    @property
    def cycles(self) -> list[Ints]:
        """The nodes of each cycle."""
        return [self.node[begin:end] for begin, end in pairwise(self.ptr.tolist())]


@inlined
def _leads_to(node: int, target: int, rows: Csr) -> bool:
    """Return whether an edge leads from one node to another."""
    low, high = rows.ptr[node], rows.ptr[node + 1]
    while low < high:
        middle = (low + high) >> 1
        if rows.other[middle] < target:
            low = middle + 1
        else:
            high = middle
    return bool(low < rows.ptr[node + 1] and rows.other[low] == target)


@inlined
def _step(rows: Csr, path: Ints, depth: int, cursor: Longs, first: Ints) -> int:
    """Return the next node after the last of a path that may lie on a cycle through its first, or -1."""
    node, root = path[depth], path[0]
    while cursor[depth] < rows.ptr[node + 1]:
        edge = cursor[depth]
        near = rows.other[edge]
        cursor[depth] += 1
        if near <= root or first[near] != first[root] or (edge > rows.ptr[node] and rows.other[edge - 1] == near):
            continue
        fresh = True
        for place in range(1, depth + 1):
            fresh = fresh and path[place] != near
        if fresh:
            return int(near)
    return -1


@compiled
def _roots(parts: Components) -> Ints:
    """Return the nodes that may be the lowest of a cycle: all but the last of each component."""
    roots = np.empty(parts.size.sum() - parts.size.size, np.int32)
    known = 0
    for number, place in enumerate(parts.begin):
        size = parts.size[number]
        roots[known : known + size - 1] = parts.order[place : place + size - 1]
        known += size - 1
    return roots


@compiled
def _cycles(rows: Csr, parts: Components, longest: int, limits: tuple[int, int]) -> tuple[Longs, Ints, bool]:
    """Return where each cycle ends in the nodes, the nodes, and whether a limit ended the search."""
    most, most_steps = limits
    ends, nodes = [np.int64(0)], [np.int32(0)]
    path, cursor = np.empty(longest, np.int32), np.empty(longest, np.int64)
    steps, truncated = 0, False
    for root in _roots(parts):
        path[0], cursor[0], depth = root, rows.ptr[root], 0
        while depth >= 0 and not truncated:
            near = _step(rows, path, depth, cursor, parts.first)
            steps += 1
            if near < 0:
                depth -= 1
                continue
            if steps > most_steps or (len(ends) > most and _leads_to(near, root, rows)):
                truncated = True
                continue
            depth += 1
            path[depth], cursor[depth] = near, rows.ptr[near]
            if _leads_to(near, root, rows):
                for member in path[: depth + 1]:
                    nodes.append(member)
                ends.append(np.int64(len(nodes) - 1))
            if depth + 1 == longest:
                depth -= 1
    return np.array(ends), np.array(nodes)[1:], truncated


def cycles_up_to(
    longest: int, rows: Csr, components: Components, *, limit: int = 10_000, steps: int = 10_000_000
) -> Cycles:
    """Return the simple cycles of two to `longest` edges, at most `limit` of them, in the order of their components.

    `components` are those of `rows`. The search ends after `steps` steps, found or not. Loops of one node and parallel
    edges make no cycles of their own.
    """
    if longest < 2:
        return Cycles(np.zeros(1, np.int64), NO_INTS, False)
    return Cycles(*_cycles(rows, components, longest, (limit, steps)))
