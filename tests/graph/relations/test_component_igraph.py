"""igraph and networkx measure the same component alike."""

import random
from collections.abc import Callable

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmgraph.graph.relations import component_igraph
from firmgraph.graph.relations.component_graph import ComponentGraph
from firmgraph.graph.relations.component_igraph import measured_by_igraph
from firmgraph.graph.relations.component_measures import Measures, measured_by_networkx


def graph_of(size: int, ends: set[tuple[int, int]], seed: int) -> ComponentGraph:
    told = tuple(sorted(ends))
    drawn = random.Random(seed)
    return ComponentGraph(tuple(range(size)), told, tuple(drawn.uniform(0.2, 1.0) for _ in told), False)


def connected(size: int, more: int, seed: int) -> ComponentGraph:
    """Return a random tree with so many relations more."""
    drawn = random.Random(seed)
    ends = {(drawn.randrange(n), n) for n in range(1, size)}
    pairs = (sorted(drawn.sample(range(size), 2)) for _ in range(more if size > 1 else 0))
    return graph_of(size, ends | {(one, two) for one, two in pairs}, seed)


def planted(groups: int, members: int) -> ComponentGraph:
    """Return groups in which everybody knows everybody, each joined to the next by one relation."""
    ends = set()
    for first in range(0, groups * members, members):
        ends |= {(first + one, first + two) for one in range(members) for two in range(one + 1, members)}
        if first:
            ends.add((first - members, first))
    return graph_of(groups * members, ends, 1)


def modularity(graph: ComponentGraph, measure: Callable[[ComponentGraph], Measures]) -> float:
    whole = nx.Graph()
    whole.add_weighted_edges_from((*ends, one) for ends, one in zip(graph.ends, graph.strengths, strict=True))
    return float(nx.community.modularity(whole, [set(group) for group in measure(graph).communities]))


def agree(one: Measures, two: Measures) -> None:
    assert one.articulation_points == two.articulation_points
    assert one.bridges == two.bridges
    assert one.degree == pytest.approx(two.degree)
    assert one.betweenness == pytest.approx(two.betweenness, abs=1e-9)
    assert one.pagerank == pytest.approx(two.pagerank, abs=1e-9)
    assert one.sampled == two.sampled


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 1000))
def test_both_libraries_agree(size: int, more: int, seed: int) -> None:
    graph = connected(size, more, seed)
    agree(measured_by_igraph(graph), measured_by_networkx(graph))


def test_both_libraries_estimate_betweenness_from_the_same_members(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = connected(700, 500, 3)
    exact = measured_by_igraph(graph)
    monkeypatch.setattr(component_igraph, "EXACT_STEPS", 0)
    estimated = measured_by_igraph(graph)
    assert (exact.sampled, estimated.sampled) == (False, True)
    agree(estimated, measured_by_networkx(graph))
    assert estimated.betweenness == pytest.approx(exact.betweenness, abs=0.1)
    assert estimated.betweenness != pytest.approx(exact.betweenness, abs=1e-6)


def test_both_libraries_find_the_planted_communities() -> None:
    graph = planted(12, 8)
    wanted = tuple(tuple(range(first, first + 8)) for first in range(0, 96, 8))
    assert measured_by_igraph(graph).communities == measured_by_networkx(graph).communities == wanted


@pytest.mark.parametrize("seed", range(3))
def test_communities_of_both_libraries_are_equally_good(seed: int) -> None:
    graph = connected(400, 300, seed)
    found = modularity(graph, measured_by_igraph)
    assert found > 0.5
    assert found == pytest.approx(modularity(graph, measured_by_networkx), abs=0.02)


def test_communities_are_the_same_whatever_was_drawn_before() -> None:
    graph, found = connected(400, 300, 5), []
    for seed in range(3):
        random.seed(seed)
        found.append(measured_by_igraph(graph).communities)
        drawn = random.random()
        random.seed(seed)
        assert random.random() == drawn
    assert found[0] == found[1] == found[2]


def test_a_component_too_large_for_exact_betweenness_is_estimated() -> None:
    found = measured_by_igraph(connected(20_000, 20_000, 2))
    assert found.sampled
    assert sum(found.pagerank) == pytest.approx(1.0)
    assert sum(len(group) for group in found.communities) == 20_000
