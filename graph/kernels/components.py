"""Strong components, in an order in which all that a component leads to comes before it."""

from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Ints, compiled, inlined
from firmgraph.graph.kernels.csr import Csr


class Components(NamedTuple):
    """The strong components: `order` lists the nodes component by component, each sorted by node.

    `first[v]` is the place in `order` where the component of `v` begins, so it names and ranks the component: every
    edge of the rows given leads from a higher rank to a lower one, or stays inside a component. The components with a
    cycle, of several nodes or of one with an edge to itself, are the `size[c]` nodes of `order` from `begin[c]` on.
    """

    order: Ints
    first: Ints
    begin: Ints
    size: Ints


@inlined
def _left(node: int, low: int, mark: Ints, order: Ints, done: int, waiting: tuple[Ints, int]) -> tuple[int, int]:
    """Let a node wait that leads back, else write the component it closes; return how many are done and wait."""
    begin, turn = done, mark[node]
    stack, depth = waiting
    if low < turn:
        mark[node], stack[depth] = low, node
        return done, depth + 1
    order[done], mark[node] = node, -1 - begin
    done += 1
    while depth and mark[stack[depth - 1]] >= turn:
        depth -= 1
        order[done], mark[stack[depth]] = stack[depth], -1 - begin
        done += 1
    if done - begin > 1:
        order[begin:done] = np.sort(order[begin:done])
    return done, depth


@compiled
def _walked(ptr: Ints, other: Ints) -> tuple[Ints, Ints, list[int]]:
    """Return order, marks and where components with a cycle begin, by Pearce's walk.

    The mark of a node is 0 until it is met, then the lowest turn it is known to lead back to, and once its component
    is done minus one minus the place of that. A node without edges is done as soon as it is met.
    """
    total = ptr.size - 1
    mark, order, waiting = np.zeros(total, np.int32), np.empty(total, np.int32), np.empty(total, np.int32)
    path, cursor, lows = np.empty(total, np.int32), np.empty(total, np.int64), np.empty(total, np.int32)
    own, begins = np.zeros(total, np.bool_), [0 for _ in range(0)]
    turn, done, depth = 0, 0, 0
    for root in range(total):
        if mark[root] != 0:
            continue
        turn += 1
        node, edge, end, top, low = root, ptr[root], ptr[root + 1], 0, turn
        mark[root] = turn
        while True:
            if edge < end:
                near = other[edge]
                edge += 1
                if mark[near] > 0:
                    low = min(low, mark[near])
                    own[near] |= near == node
                elif mark[near] == 0 and ptr[near] == ptr[near + 1]:
                    order[done], mark[near] = near, -1 - done
                    done += 1
                elif mark[near] == 0:
                    path[top], cursor[top], lows[top] = node, edge, low
                    turn, top = turn + 1, top + 1
                    node, edge, end, low = near, ptr[near], ptr[near + 1], turn
                    mark[near] = turn
                continue
            begin = done
            done, depth = _left(node, low, mark, order, done, (waiting, depth))
            if done - begin > 1 - own[node]:
                begins.append(begin)
            if top == 0:
                break
            top -= 1
            node, edge, low = path[top], cursor[top], min(lows[top], low)
            end = ptr[node + 1]
    return order, mark, begins


@compiled
def _strong_components(ptr: Ints, other: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return order and first places, and where components with a cycle begin with their sizes."""
    order, mark, begins = _walked(ptr, other)
    begin, size = np.array(begins).astype(np.int32), np.ones(len(begins), np.int32)
    for node in range(mark.size):
        mark[node] = -1 - mark[node]
    for number, place in enumerate(begin):
        end = place + 1
        while end < order.size and mark[order[end]] == place:
            end += 1
        size[number] = end - place
    return order, mark, begin, size


def strong_components(rows: Csr) -> Components:
    """Return the strong components of a graph: nodes that reach each other."""
    return Components(*_strong_components(rows.ptr, rows.other))


def members_of_cycles(components: Components) -> list[Ints]:
    """Return the components of two or more nodes, each sorted, in the order they stand in."""
    order, _, begin, size = components
    return [order[b : b + s] for b, s in zip(begin[size > 1], size[size > 1], strict=True)]
