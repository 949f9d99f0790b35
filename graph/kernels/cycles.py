"""Simple cycles up to a length, inside strong components."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Ints, Longs, compiled, inlined
from firmgraph.graph.kernels.components import Components
from firmgraph.graph.kernels.csr import Csr


class Cycles(NamedTuple):
    """Simple cycles, each from its lowest node on; `truncated` says that a limit left some out."""

    cycles: list[Ints]
    truncated: bool


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
def _cycles(rows: Csr, parts: Components, longest: int, limits: tuple[int, int]) -> tuple[Longs, Ints, bool]:
    """Return where each cycle ends in the nodes, the nodes, and whether a limit ended the search."""
    most, most_steps = limits
    ends, nodes = [np.int64(0)], [np.int32(0)]
    path, cursor = np.empty(longest, np.int32), np.empty(longest, np.int64)
    steps, truncated = 0, False
    order, first = parts
    for place in range(order.size):
        root = order[place]
        last = place + 1 == order.size or first[order[place + 1]] == place + 1
        if last or truncated:
            continue
        path[0], cursor[0], depth = root, rows.ptr[root], 0
        while depth >= 0:
            near = _step(rows, path, depth, cursor, first)
            steps += 1
            if near < 0:
                depth -= 1
                continue
            if steps > most_steps or (len(ends) > most and _leads_to(near, root, rows)):
                truncated = True
                break
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
        return Cycles([], False)
    ends, nodes, truncated = _cycles(rows, components, longest, (limit, steps))
    return Cycles([nodes[begin:end] for begin, end in pairwise(ends.tolist())], truncated)
