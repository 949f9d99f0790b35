"""Runs, orders and sums of edges equal numpy's."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from firmgraph.graph.kernels.runs import ordered_by, run_starts, sums_at

NODES = st.lists(st.integers(0, 9), max_size=40)


@settings(deadline=None)  # the first call compiles
@given(NODES)
def test_runs_begin_where_counting_says(nodes: list[int]) -> None:
    ascending = np.array(sorted(nodes), dtype=np.int32)
    assert run_starts(10, ascending).tolist() == np.searchsorted(ascending, np.arange(11)).tolist()


@settings(deadline=None)  # the first call compiles
@given(NODES)
def test_edges_of_one_node_stay_in_order(nodes: list[int]) -> None:
    keys = np.array(nodes, dtype=np.int32)
    assert ordered_by(keys).tolist() == np.argsort(keys, kind="stable").tolist()


@settings(deadline=None)  # the first call compiles
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-5, 10**12)), max_size=40))
def test_sums_are_exact(edges: list[tuple[int, int]]) -> None:
    nodes = np.array([node for node, _ in edges], dtype=np.int32)
    amounts = np.array([amount for _, amount in edges], dtype=np.int64)
    assert sums_at(10, nodes, amounts).tolist() == [sum(a for n, a in edges if n == node) for node in range(10)]
