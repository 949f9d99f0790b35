"""Neighbourhoods against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.kernels.tables import Table, tables

from firmgraph.graph.kernels.csr import Csr, undirected
from firmgraph.graph.kernels.reach import neighbourhood, neighbourhoods


def both_ways(table: Table) -> Csr:
    return undirected(table.size, [e[0] for e in table.stakes], [e[1] for e in table.stakes])


@settings(deadline=None)
@given(tables(), st.integers(0, 8), st.integers(0, 4))
def test_neighbourhood_equals_networkx(table: Table, seed: int, steps: int) -> None:
    seed %= table.size
    found = neighbourhood([seed], both_ways(table), steps)
    lengths = nx.single_source_shortest_path_length(table.graph().to_undirected(), seed, cutoff=steps)
    assert dict(zip(found.node.tolist(), found.steps.tolist(), strict=True)) == lengths
    assert found.steps.tolist() == sorted(found.steps.tolist())
    assert not found.truncated


STAR = undirected(6, [0, 0, 0, 0, 4], [1, 2, 3, 4, 5])


@pytest.mark.parametrize(("budget", "nodes", "truncated"), [(5, 5, True), (6, 6, False), (1, 1, True)])
def test_the_budget_bounds_the_nodes_and_is_told(budget: int, nodes: int, truncated: bool) -> None:
    found = neighbourhood([1], STAR, 3, budget=budget)
    assert (found.node.size, found.truncated) == (nodes, truncated)


def test_a_closed_hub_is_not_entered() -> None:
    assert neighbourhood([1], STAR, 3, closed=np.arange(6) == 0).node.tolist() == [1]
    assert neighbourhood([0], STAR, 1, closed=np.arange(6) == 0).node.tolist() == [0, 1, 2, 3, 4]


def test_several_seeds_count_from_the_nearest() -> None:
    found = neighbourhood([5, 1, 5], STAR, 1)
    assert found.node.tolist() == [5, 1, 4, 0]
    assert found.steps.tolist() == [0, 0, 1, 1]


def test_flags_for_another_graph_are_refused() -> None:
    with pytest.raises(ValueError, match="flags for 6"):
        neighbourhood([0], STAR, 1, closed=np.zeros(5, np.bool_))


@settings(deadline=None)
@given(tables(), st.lists(st.integers(0, 8), max_size=6), st.integers(0, 4))
def test_many_neighbourhoods_are_those_of_each(table: Table, seeds: list[int], steps: int) -> None:
    rows, seeds = both_ways(table), [seed % table.size for seed in seeds]
    together = neighbourhoods(seeds, rows, steps, budget=5)
    for number, seed in enumerate(seeds):
        alone, ends = neighbourhood([seed], rows, steps, budget=5), together.ptr[number].tolist()
        assert together.node[ends[0] : ends[-1]].tolist() == alone.node.tolist()
        assert np.diff(ends).tolist() == np.bincount(alone.steps, minlength=len(ends) - 1).tolist()
        assert bool(together.truncated[number]) == alone.truncated
