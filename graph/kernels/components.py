"""Strong components, in an order in which what leads to a component comes before it."""

from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Ints, Longs, compiled, inlined
from firmgraph.graph.kernels.csr import Csr


class Components(NamedTuple):
    """The strong components: `order` lists the nodes component by component, each sorted by node.

    `first[v]` is the place in `order` where the component of `v` begins, so it names and ranks the component: every
    edge of the rows given leads from a higher rank to a lower one, or stays inside a component.
    """

    order: Ints
    first: Ints


@inlined
def _popped(node: int, stack: Ints, depth: int, order: Ints, first: Ints, done: int) -> tuple[int, int]:
    """Move a finished component from the stack into the order; return the new depth and the nodes done."""
    begin = done
    while True:
        depth -= 1
        member = stack[depth]
        order[done], first[member] = member, begin
        done += 1
        if member == node:
            break
    if done - begin > 1:
        order[begin:done] = np.sort(order[begin:done])
    return depth, done


@compiled
def _strong_components(ptr: Longs, other: Ints) -> tuple[Ints, Ints]:
    """Return order and first place by Tarjan's walk; a node without edges is done as soon as it is met."""
    size = ptr.size - 1
    turn, low = np.zeros(size, np.int32), np.empty(size, np.int32)
    order, first = np.empty(size, np.int32), np.full(size, -1, np.int32)
    walk, stack, cursor = np.empty(size, np.int32), np.empty(size, np.int32), ptr[:-1].copy()
    turns, done, depth = 0, 0, 0
    for root in range(size):
        if first[root] >= 0:
            continue
        near, top = root, 0
        while True:
            if turn[near] == 0 and ptr[near] < ptr[near + 1]:
                turns += 1
                turn[near] = low[near] = turns
                walk[top], stack[depth] = near, near
                top, depth = top + 1, depth + 1
            elif turn[near] == 0:
                turn[near], order[done], first[near] = -1, near, done
                done += 1
            elif first[near] < 0:
                low[walk[top - 1]] = min(low[walk[top - 1]], turn[near])
            while top and cursor[walk[top - 1]] == ptr[walk[top - 1] + 1]:
                top -= 1
                node = walk[top]
                if low[node] < turn[node]:
                    low[walk[top - 1]] = min(low[walk[top - 1]], low[node])
                else:
                    depth, done = _popped(node, stack, depth, order, first, done)
            if top == 0:
                break
            node = walk[top - 1]
            near = other[cursor[node]]
            cursor[node] += 1
    return order, first


def strong_components(rows: Csr) -> Components:
    """Return the strong components of a graph: nodes that reach each other."""
    return Components(*_strong_components(rows.ptr, rows.other))


def members_of_cycles(components: Components) -> list[Ints]:
    """Return the components of two or more nodes, each sorted, in the order they stand in."""
    begin = np.flatnonzero(np.diff(components.first[components.order], prepend=-1))
    size = np.diff(begin, append=components.order.size)
    return [components.order[b : b + s] for b, s in zip(begin[size > 1], size[size > 1], strict=True)]
