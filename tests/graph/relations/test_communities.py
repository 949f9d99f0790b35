import sys

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.relations.renumbered import renumbered
from tests.graph.views import holding, made_view, node, number_of

from firmgraph.graph.elements import Relation
from firmgraph.graph.relations.communities import Component, component_of
from firmgraph.graph.relations.component_graph import component_graph
from firmgraph.graph.snapshot.view import View

PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]), min_size=1)
LARGE = 3_000


def around(view: View, node_id: str, budget: int = 50_000) -> Component:
    return component_of(view, number_of(view, node_id), budget=budget)


def two_cliques() -> View:
    cliques = [[f"ent:{letter}{n}" for n in range(5)] for letter in "ab"]
    told = [holding(one, two, 9) for clique in cliques for i, one in enumerate(clique) for two in clique[i + 1 :]]
    return made_view([node("ent:far")], [*told, holding("ent:a0", "ent:b0", 9)])


def large() -> list[Relation]:
    """Return a firm with 60 holders, each of which holds some 49 firms more: 3,000 parties."""
    holders = [f"per:{n:02}" for n in range(60)]
    held = [holding(holders[n % 60], f"ent:{n}", 60) for n in range(LARGE - 61)]
    return [*(holding(holder, "ent:middle", 1) for holder in holders), *held]


@pytest.fixture
def _no_igraph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)


def test_two_groups_joined_by_one_relation_are_two_communities() -> None:
    found = around(two_cliques(), "ent:a3")
    assert [{one[4] for one in group} for group in found.communities] == [{"a"}, {"b"}]
    assert found.articulation_points == ("ent:a0", "ent:b0")
    assert found.bridges == (("ent:a0", "ent:b0"),)
    assert {central.id for central in found.central[:2]} == {"ent:a0", "ent:b0"}
    assert (found.size, found.relations, found.truncated, found.sampled) == (10, 21, False, False)


def test_a_component_over_the_budget_is_cut_and_said_to_be() -> None:
    view = made_view([], [holding(f"ent:{n}", f"ent:{n + 1}", 60) for n in range(50)])
    found = around(view, "ent:25", budget=10)
    assert (found.size, found.truncated, found.library) == (10, True, "networkx")
    assert any("ent:25" in group for group in found.communities)
    assert found.why_truncated is not None
    assert "node budget of 10" in found.why_truncated.en
    assert "FIRMGRAPH_NODE_BUDGET" in found.why_truncated.zh


def test_a_component_of_the_size_of_the_budget_is_whole() -> None:
    view = made_view([], [holding(f"ent:{n}", f"ent:{n + 1}", 60) for n in range(9)])
    found = around(view, "ent:4", budget=10)
    assert (found.size, found.truncated, found.why_truncated) == (10, False, None)


def test_a_large_component_is_answered_whole_with_igraph() -> None:
    found = around(made_view([], large()), "ent:middle")
    assert (found.size, found.relations, found.truncated, found.why_truncated) == (LARGE, LARGE - 1, False, None)
    assert (found.library, found.community_method, found.sampled) == ("igraph", "louvain", False)
    assert sum(len(group) for group in found.communities) == LARGE
    assert found.articulation_points == ("ent:middle", *(f"per:{n:02}" for n in range(60)))
    assert len(found.bridges) == LARGE - 1
    assert found.central[0].id == "ent:middle"
    assert found == around(renumbered([], large(), 7), "ent:middle")


def test_the_budget_bounds_igraph_too() -> None:
    found = around(made_view([], large()), "ent:middle", budget=2_500)
    assert (found.size, found.library, found.truncated) == (2_500, "igraph", True)
    assert found.why_truncated is not None
    assert "node budget of 2500" in found.why_truncated.en


@pytest.mark.usefixtures("_no_igraph")
def test_a_large_component_is_cut_without_igraph_and_the_answer_says_how_to_get_it() -> None:
    found = around(made_view([], large()), "ent:middle")
    assert (found.size, found.library, found.truncated, found.sampled) == (2_000, "networkx", True, True)
    assert found.why_truncated is not None
    for words in (found.why_truncated.zh, found.why_truncated.en):
        assert "pip install 'firmgraph[large]'" in words
    assert "igraph is not installed" in found.why_truncated.en


@pytest.mark.usefixtures("_no_igraph")
def test_a_small_component_needs_no_igraph() -> None:
    found = around(two_cliques(), "ent:a3")
    assert (found.library, found.truncated, found.why_truncated) == ("networkx", False, None)


def test_what_is_cut_does_not_depend_on_the_numbering() -> None:
    kept = []
    for view in (made_view([], large()), *(renumbered([], large(), seed) for seed in range(3))):
        graph = component_graph(view, number_of(view, "ent:middle"), most_nodes=200)
        kept.append([view.id(one) for one in graph.nodes])
    assert len(kept[0]) == 200
    assert {"ent:middle", *(f"per:{n:02}" for n in range(60))} < set(kept[0])
    assert all(one == kept[0] for one in kept)


@settings(max_examples=25, deadline=None)
@given(PAIRS, st.integers(0, 1000))
def test_the_component_is_the_one_of_networkx_whatever_the_numbering(pairs: set[tuple[int, int]], seed: int) -> None:
    nodes = [node(f"ent:{n}") for n in range(10)]
    told = [holding(f"ent:{one}", f"ent:{two}", 9) for one, two in sorted(pairs)]
    start = f"ent:{min(pairs)[0]}"
    oracle = nx.Graph((f"ent:{one}", f"ent:{two}") for one, two in pairs)
    view = made_view(nodes, told)
    graph = component_graph(view, number_of(view, start), most_nodes=10)
    ids = [view.id(one) for one in graph.nodes]
    assert set(ids) == nx.node_connected_component(oracle, start)
    edges = [(ids[one], ids[two]) for one, two in graph.ends]
    assert {frozenset(edge) for edge in edges} == {frozenset(e) for e in oracle.subgraph(ids).edges}
    assert len(edges) == oracle.subgraph(ids).number_of_edges()
    assert not graph.truncated
    assert around(view, start) == around(renumbered(nodes, told, seed), start)
