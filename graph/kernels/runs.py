"""Runs and sums over the nodes of edges: where each node's run begins, edges in the order of a node, sums at a node."""

import numpy as np

from firmgraph.graph.kernels.arrays import Ints, Longs, compiled


@compiled
def run_starts(size: int, ascending: Ints) -> Ints:
    """Return where the run of each node begins among ascending nodes, and at last their count."""
    starts = np.zeros(size + 1, np.int32)
    node = 0
    for place in range(ascending.size):
        while node < ascending[place]:
            node += 1
            starts[node] = place
    for later in range(node + 1, size + 1):
        starts[later] = ascending.size
    return starts


@compiled
def ordered_by(keys: Ints) -> Ints:
    """Return the numbers of edges by a node of theirs; those of one node in the order they have."""
    size = 0
    for key in keys:
        size = max(size, key + 1)
    place = np.zeros(size + 1, np.int64)
    for key in keys:
        place[key + 1] += 1
    for node in range(size):
        place[node + 1] += place[node]
    order = np.empty(keys.size, np.int32)
    for edge in range(keys.size):
        key = keys[edge]
        order[place[key]] = edge
        place[key] += 1
    return order


@compiled
def sums_at(size: int, nodes: Ints, amounts: Longs) -> Longs:
    """Return the sum of what edges carry at each node."""
    found = np.zeros(size, np.int64)
    for edge in range(nodes.size):
        found[nodes[edge]] += amounts[edge]
    return found
