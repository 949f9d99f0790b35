import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.relations.renumbered import renumbered
from tests.graph.views import holding, made_view, node

from firmgraph.graph.relations.communities import Component, component_graph, component_of
from firmgraph.graph.snapshot.view import View

PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]), min_size=1)


def around(view: View, node_id: str, most_nodes: int = 2_000) -> Component:
    found = view.index(node_id)
    assert found is not None
    return component_of(view, found, most_nodes=most_nodes)


def two_cliques() -> View:
    cliques = [[f"ent:{letter}{n}" for n in range(5)] for letter in "ab"]
    told = [holding(one, two, 9) for clique in cliques for i, one in enumerate(clique) for two in clique[i + 1 :]]
    return made_view([node("ent:far")], [*told, holding("ent:a0", "ent:b0", 9)])


def test_two_groups_joined_by_one_relation_are_two_communities() -> None:
    found = around(two_cliques(), "ent:a3")
    assert [{one[4] for one in group} for group in found.communities] == [{"a"}, {"b"}]
    assert found.articulation_points == ("ent:a0", "ent:b0")
    assert found.bridges == (("ent:a0", "ent:b0"),)
    assert {central.id for central in found.central[:2]} == {"ent:a0", "ent:b0"}
    assert (found.size, found.relations, found.truncated, found.sampled) == (10, 21, False, False)


def test_a_component_over_the_bound_is_cut_and_said_to_be() -> None:
    view = made_view([], [holding(f"ent:{n}", f"ent:{n + 1}", 60) for n in range(50)])
    found = around(view, "ent:25", most_nodes=10)
    assert (found.size, found.truncated) == (10, True)
    assert any("ent:25" in group for group in found.communities)


@settings(max_examples=25, deadline=None)
@given(PAIRS, st.integers(0, 1000))
def test_the_component_is_the_one_of_networkx_whatever_the_numbering(pairs: set[tuple[int, int]], seed: int) -> None:
    nodes = [node(f"ent:{n}") for n in range(10)]
    told = [holding(f"ent:{one}", f"ent:{two}", 9) for one, two in sorted(pairs)]
    start = f"ent:{min(pairs)[0]}"
    oracle = nx.Graph((f"ent:{one}", f"ent:{two}") for one, two in pairs)
    view = made_view(nodes, told)
    found = view.index(start)
    assert found is not None
    graph, truncated = component_graph(view, found)
    assert set(graph) == nx.node_connected_component(oracle, start)
    assert {frozenset(edge) for edge in graph.edges} == {frozenset(e) for e in oracle.subgraph(graph).edges}
    assert not truncated
    assert around(view, start) == around(renumbered(nodes, told, seed), start)
