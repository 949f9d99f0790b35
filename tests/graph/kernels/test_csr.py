"""Graphs in compressed sparse row form, the order of nodes and strong components."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from tests.graph.kernels.tables import Table, tables

from firmgraph.graph.kernels.components import members_of_cycles, strong_components
from firmgraph.graph.kernels.csr import WHOLE, grouped, holdings, undirected
from firmgraph.graph.kernels.order import depth_first_order


@settings(deadline=None)
@given(tables())
def test_every_edge_stands_in_its_row_sorted_by_the_other_end(table: Table) -> None:
    held = table.held()
    merged = sorted(table.graph().edges.data("stake"))
    rows = [
        (node, int(held.out.other[at]), int(held.out.stake[at]))
        for node in range(table.size)
        for at in range(held.out.ptr[node], held.out.ptr[node + 1])
    ]
    assert sorted(rows) == merged
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    into = np.repeat(np.arange(table.size), np.diff(held.into.ptr))
    both = zip(held.into.other, into, held.into.stake, strict=True)
    assert sorted((int(a), int(b), int(c)) for a, b, c in both) == merged
    assert held.total.tolist() == [table.total(firm) for firm in range(table.size)]


def test_edges_of_the_same_ends_stay_in_the_order_given() -> None:
    ptr, order = grouped(3, [2, 0, 2, 2, 0], [1, 1, 0, 1, 1])
    assert ptr.tolist() == [0, 2, 2, 5]
    assert order.tolist() == [1, 4, 2, 0, 3]


@pytest.mark.parametrize(("start", "end"), [([0], [3]), ([-1], [0])])
def test_an_edge_to_no_node_is_refused(start: list[int], end: list[int]) -> None:
    with pytest.raises(IndexError, match="graph of 3"):
        grouped(3, start, end)


def test_ends_of_different_number_are_refused() -> None:
    with pytest.raises(ValueError, match="2 starts and 1 ends"):
        grouped(3, [0, 1], [2])


def test_no_edges_at_all() -> None:
    held = holdings(2, [], [], [])
    assert held.total.tolist() == [WHOLE, WHOLE]
    assert depth_first_order(2, [], []).tolist() == [0, 1]
    assert depth_first_order(0, [], []).size == 0


@settings(deadline=None)
@given(tables())
def test_depth_first_order_is_a_preorder_of_the_undirected_graph(table: Table) -> None:
    starts, ends = [e[0] for e in table.stakes], [e[1] for e in table.stakes]
    graph = nx.Graph(table.graph().to_undirected())
    ordered = [
        node
        for component in sorted(nx.connected_components(graph), key=min)
        for node in nx.dfs_preorder_nodes(graph, min(component), sort_neighbors=sorted)
    ]
    number = depth_first_order(table.size, starts, ends)
    assert np.argsort(number).tolist() == ordered
    assert depth_first_order(table.size, ends[::-1], starts[::-1]).tolist() == number.tolist()


def test_undirected_rows_list_both_ends() -> None:
    both = undirected(3, [0, 1], [1, 2])
    assert both.ptr.tolist() == [0, 1, 3, 4]
    assert both.other.tolist() == [1, 0, 2, 1]


@settings(deadline=None)
@given(tables())
def test_strong_components_equal_networkx_and_stand_in_order(table: Table) -> None:
    found = strong_components(table.held().out)
    theirs = {frozenset(c) for c in nx.strongly_connected_components(table.graph())}
    groups = [set(np.flatnonzero(found.first == rank).tolist()) for rank in np.unique(found.first)]
    assert {frozenset(group) for group in groups} == theirs
    assert {frozenset(c.tolist()) for c in members_of_cycles(found)} == {c for c in theirs if len(c) > 1}
    assert sorted(found.order.tolist()) == list(range(table.size))
    cyclic = {frozenset(found.order[b : b + s].tolist()) for b, s in zip(found.begin, found.size, strict=True)}
    loops = {frozenset({start}) for start, end, _ in table.stakes if start == end}
    assert cyclic == {c for c in theirs if len(c) > 1 or c in loops}
    for start, end, _ in table.stakes:
        assert found.first[start] >= found.first[end]
