"""Shortest simple paths against networkx, with and without prices, directed and not."""

from itertools import islice, pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.kernels.tables import Table, tables

from firmgraph.graph.kernels.csr import csr, undirected
from firmgraph.graph.kernels.paths import Bounds, Prices, shortest_paths
from firmgraph.graph.kernels.searching import Ways
from firmgraph.graph.kernels.shortest import shortest_path

MANY = Bounds(paths=8, steps=20)


def directed(table: Table) -> Ways:
    start, end, stake = np.array(table.stakes, np.int32).reshape(-1, 3).T
    return Ways(csr(table.size, start, end, stake), csr(table.size, end, start, stake))


def theirs(graph: nx.Graph, ends: tuple[int, int], weight: str | None) -> list[float]:
    """Return the costs of the nine shortest simple paths by networkx."""
    try:
        paths = list(islice(nx.shortest_simple_paths(graph, *ends, weight=weight), MANY.paths + 1))
    except nx.NetworkXNoPath:
        return []
    return [nx.path_weight(graph, p, weight) if weight else len(p) - 1 for p in paths]


@settings(deadline=None)
@given(tables(), st.integers(0, 8), st.integers(0, 8), st.booleans())
def test_paths_of_fewest_edges_equal_networkx(table: Table, start: int, end: int, one_way: bool) -> None:
    ends = (start % table.size, end % table.size)
    graph = nx.DiGraph(table.graph()) if one_way else nx.Graph(table.graph())
    rows = undirected(table.size, [e[0] for e in table.stakes], [e[1] for e in table.stakes])
    found = shortest_paths(ends, directed(table) if one_way else Ways(rows, rows), MANY)
    costs = theirs(graph, ends, None)
    assert found.costs == costs[: MANY.paths]
    assert found.truncated == (len(costs) > MANY.paths)
    assert len(set(found.paths)) == len(found.paths)
    for path in found.paths:
        assert (path[0], path[-1]) == ends
        assert len(set(path)) == len(path)
        assert all(graph.has_edge(*step) for step in pairwise(path))


@settings(deadline=None)
@given(tables(), st.integers(0, 8), st.integers(0, 8))
def test_paths_of_least_cost_equal_networkx(table: Table, start: int, end: int) -> None:
    ends, ways = (start % table.size, end % table.size), directed(table)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(table.size))
    for holder, firm, stake in table.stakes:
        graph.add_edge(holder, firm, price=min(stake, graph.get_edge_data(holder, firm, {"price": stake})["price"]))
    prices = Prices(ways.out.stake.astype(float), ways.into.stake.astype(float))
    found = shortest_paths(ends, ways, MANY, prices=prices)
    assert found.costs == theirs(graph, ends, "price")[: MANY.paths]
    assert [nx.path_weight(graph, path, "price") for path in found.paths] == found.costs


RING = undirected(6, [0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 0])


def test_both_ways_around_a_ring() -> None:
    found = shortest_paths((0, 2), Ways(RING, RING), Bounds(paths=3))
    assert found.paths == [(0, 1, 2), (0, 5, 4, 3, 2)]
    assert found.costs == [2, 4]
    assert not found.truncated


@pytest.mark.parametrize(("steps", "paths"), [(1, 0), (2, 1), (3, 1), (4, 2)])
def test_paths_are_at_most_as_long_as_asked(steps: int, paths: int) -> None:
    assert len(shortest_paths((0, 2), Ways(RING, RING), Bounds(steps=steps)).paths) == paths


def test_a_closed_node_is_passed_by_but_may_be_an_end() -> None:
    closed = np.arange(6) == 1
    assert shortest_paths((0, 2), Ways(RING, RING), closed=closed).paths == [(0, 5, 4, 3, 2)]
    assert shortest_paths((1, 3), Ways(RING, RING), Bounds(paths=1), closed=closed).paths == [(1, 2, 3)]
    assert shortest_paths((3, 1), Ways(RING, RING), Bounds(paths=1), closed=closed).paths == [(3, 2, 1)]


def test_a_search_over_budget_says_so() -> None:
    found = shortest_paths((0, 3), Ways(RING, RING), Bounds(budget=3))
    assert (found.paths, found.truncated) == ([], True)
    prices = Prices(np.ones(RING.other.size), np.ones(RING.other.size))
    assert shortest_paths((0, 3), Ways(RING, RING), Bounds(budget=3), prices=prices).truncated


def test_a_node_and_itself_are_one_path_without_edges() -> None:
    assert shortest_paths((4, 4), Ways(RING, RING)).paths == [(4,)]


@settings(deadline=None)
@given(tables(), st.integers(0, 8), st.integers(0, 8))
def test_the_shortest_path_equals_networkx(table: Table, start: int, end: int) -> None:
    ends, graph = (start % table.size, end % table.size), table.graph()
    path, truncated = shortest_path(ends, directed(table))
    assert not truncated
    if nx.has_path(graph, *ends):
        assert path.size - 1 == nx.shortest_path_length(graph, *ends)
        assert all(graph.has_edge(*step) for step in pairwise(path.tolist()))
    else:
        assert path.size == 0
