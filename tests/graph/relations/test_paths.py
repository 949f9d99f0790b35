import random
from math import log

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.graph.relations.renumbered import renumbered
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Relation
from firmgraph.graph.ownership.control import controlled_set
from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.relations.parameters import strength_parameters
from firmgraph.graph.relations.paths import RelationPaths, find_relation_paths
from firmgraph.graph.relations.stakes import weight_of
from firmgraph.graph.relations.strength import SCALE, network
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_by_id

KINDS = ("legal_rep_of", "serves_as", "guarantees", "supplies", "kin_of", "branch_of")


def paths(view: View, one: str, two: str, k: int = 3) -> RelationPaths:
    ends = view.index(one), view.index(two)
    assert ends[0] is not None
    assert ends[1] is not None
    return find_relation_paths(view, ends[0], ends[1], k=k)


def random_relations(seed: int, parties: int, count: int) -> list[Relation]:
    drawn = random.Random(seed)
    told = {}
    for _ in range(count):
        one, two = drawn.sample(range(parties), 2)
        kind = drawn.choice(KINDS)
        told[kind, one, two] = relation(kind, f"ent:{one:02d}", f"ent:{two:02d}")
    return list(told.values())


def costs(view: View) -> nx.Graph:
    """Return the network as the oracle sees it: the strongest relation of each two, with its cost."""
    told, graph = strength_parameters()["kinds"], nx.Graph()
    for kind in KINDS:
        edges = view.edges(kind)
        for start, end in zip(edges.start.tolist(), edges.end.tolist(), strict=True):
            cost = round(-log(told[kind]["strength"]) * SCALE)
            known = graph.get_edge_data(start, end, {"cost": cost})["cost"]
            graph.add_edge(start, end, cost=min(cost, known))
    return graph


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(4, 10), st.integers(3, 24), st.integers(1, 6))
@example(12846, 8, 16, 3)
def test_the_k_strongest_paths_are_those_of_networkx(seed: int, parties: int, count: int, k: int) -> None:
    told = random_relations(seed, parties, count)
    view = made_view([node(f"ent:{n:02d}") for n in range(parties)], told)
    found = paths(view, "ent:00", "ent:01", k)
    oracle, start, end = costs(view), view.index("ent:00"), view.index("ent:01")
    every = []
    if start in oracle and end in oracle and nx.has_path(oracle, start, end):
        every = list(nx.shortest_simple_paths(oracle, start, end, weight="cost"))
    spent = [nx.path_weight(oracle, path, "cost") for path in every]
    told_nodes = [[view.index(node_id) for node_id, _ in path.nodes] for path in found.paths]
    assert [nx.path_weight(oracle, path, "cost") for path in told_nodes] == pytest.approx(spent[:k], abs=20)
    assert len({tuple(path) for path in told_nodes}) == len(told_nodes)
    assert found.truncated == (len(every) > k)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_neither_the_order_of_rows_nor_of_nodes_matters(seed: int, shuffle: int) -> None:
    told = random_relations(seed, 8, 20)
    nodes = [node(f"ent:{n:02d}") for n in range(8)]
    plain = paths(made_view(nodes, told), "ent:00", "ent:01", 4)
    assert plain == paths(renumbered(nodes, told[::-1], shuffle), "ent:00", "ent:01", 4)


def test_the_strongest_path_of_the_planted_spouses_leads_over_their_kinship() -> None:
    (case,) = planted_cases("group_members")
    view = world_view(case["as_of"])
    found = paths(view, case["about"]["id"], case["expected"]["member"])
    best = found.paths[0]
    assert [step.kind for step in best.relations] == ["holds", "kin_of", "holds"]
    assert best.certainty == "confirmed"
    assert "亲属（配偶）" in best.words
    assert "kin (spouses)" in best.words_en
    assert best.evidence
    assert [path.strength for path in found.paths] == sorted((p.strength for p in found.paths), reverse=True)


def test_a_path_over_a_shared_contact_is_suspected_and_told_in_one_sentence() -> None:
    (case,) = planted_cases("hidden_relation")
    found = paths(world_view(case["as_of"]), *(firm["id"] for firm in case["about"]))
    assert {path.certainty for path in found.paths} == {"suspected"}
    assert all(len(path.nodes) == 3 and "；" not in path.words for path in found.paths)
    assert [path.relations[0].kind for path in found.paths] == ["reachable_at", "located_at"]


@pytest.mark.parametrize("case", planted_cases("hub"), ids=lambda case: case["case"])
def test_no_path_leads_over_the_bookkeeping_phone(case: dict[str, dict[str, str]]) -> None:
    view = world_view()
    agency = view.index(case["about"]["id"])
    phone = view.index(f"tel:{case['expected']['phone']}")
    assert phone is not None
    edges = view.edges("reachable_at")
    for place in edges.into_node(phone):
        client = int(edges.start[place])
        if client != agency and agency is not None:
            over = [path.nodes for path in find_relation_paths(view, agency, client, k=5).paths]
            assert not any(node_id == view.id(phone) for nodes in over for node_id, _ in nodes)


@pytest.mark.parametrize(
    ("per_cent", "words", "english"),
    [
        (60, "ent:a持有ent:b 60 %，控制", "ent:a holds 60 % of ent:b, control"),
        (50, "ent:a持有ent:b 50 %", "ent:a holds 50 % of ent:b"),
        (0.5, "ent:a持有ent:b 0.5 %", "ent:a holds 0.5 % of ent:b"),
    ],
)
def test_words_say_no_more_than_the_stake(per_cent: float, words: str, english: str) -> None:
    (path,) = paths(made_view([], [holding("ent:a", "ent:b", per_cent)]), "ent:b", "ent:a").paths
    assert (path.words, path.words_en, path.certainty) == (words, english, "confirmed")
    assert (path.relations[0].start, path.relations[0].end) == ("ent:a", "ent:b")


def test_a_stake_nobody_states_is_said_to_be_unknown() -> None:
    (path,) = paths(made_view([], [relation("holds", "ent:a", "ent:b", role="shareholder")]), "ent:a", "ent:b").paths
    assert path.words == "ent:a持有ent:b股权（比例未知）"


def test_of_several_relations_of_two_parties_the_strongest_is_told() -> None:
    told = [relation("supplies", "ent:a", "ent:b"), relation("legal_rep_of", "per:a", "ent:b")]
    told += [relation("serves_as", "per:a", "ent:b", role="监事"), relation("guarantees", "ent:b", "ent:a")]
    view = made_view([], told)
    assert [step.kind for step in paths(view, "ent:a", "per:a").paths[0].relations] == ["guarantees", "legal_rep_of"]


def test_a_party_everybody_is_related_to_is_an_end_but_no_way_through() -> None:
    crowd = strength_parameters()["most_relations"]
    told = [holding("ent:fund", f"ent:{n}", 30) for n in range(crowd + 1)]
    view = made_view([], told)
    fund = view.index("ent:fund")
    assert fund is not None
    assert network(view).crowded[fund]
    assert paths(view, "ent:0", "ent:1").paths == ()
    assert len(paths(view, "ent:0", "ent:fund").paths) == 1


def test_a_budget_that_ends_the_search_is_said() -> None:
    told = random_relations(7, 60, 180)
    view = made_view([node(f"ent:{n:02d}") for n in range(60)], told)
    one, two = view.index("ent:00"), view.index("ent:01")
    assert one is not None
    assert two is not None
    found = find_relation_paths(view, one, two, k=5, budget=3)
    assert found.truncated
    assert found.why_truncated is not None
    assert "raise FIRMGRAPH_NODE_BUDGET" in found.why_truncated.en


@pytest.mark.parametrize("k", [0, 51])
def test_an_unbounded_request_is_refused(k: int) -> None:
    with pytest.raises(InvalidInput, match="k must lie between 1 and 50"):
        paths(made_view([], [holding("ent:a", "ent:b", 60)]), "ent:a", "ent:b", k)


def test_a_party_is_not_related_to_itself() -> None:
    assert paths(made_view([], [holding("ent:a", "ent:b", 60)]), "ent:a", "ent:a").paths == ()


def test_what_is_held_for_somebody_else_is_suspected_and_no_control() -> None:
    told = [holding("per:a", "ent:b", 60), relation("nominee_for", "per:a", "per:c")]
    (path,) = paths(made_view([], told), "ent:b", "per:c").paths
    assert path.words == "per:a持有ent:b 60 %（代持）；per:a疑似为per:c代持股权"
    assert (
        path.words_en
        == "per:a holds 60 % of ent:b (as nominee); per:a is suspected to hold shares as nominee for per:c"
    )
    assert (path.certainty, [step.certainty for step in path.relations]) == ("suspected", ["suspected"] * 2)


@pytest.mark.parametrize(
    ("further", "words"),
    [
        ([relation("controls_by_agreement", "per:c", "ent:b")], "per:a持有ent:b 60 %"),
        ([holding("per:c", "ent:b", 60)], "per:a持有ent:b 60 %"),
        ([relation("controls_by_agreement", "per:a", "ent:b")], "per:a协议控制ent:b"),
        ([holding("per:c", "ent:b", 40)], "per:a持有ent:b 60 %，控制"),
    ],
)
def test_a_stake_is_control_where_its_holder_casts_more_than_half_of_all_votes(
    further: list[Relation], words: str
) -> None:
    (path, *_) = paths(made_view([], [holding("per:a", "ent:b", 60), *further]), "per:a", "ent:b").paths
    assert path.words.split("；")[0] in (words, f"{words}（另有持股）")
    assert path.certainty == "confirmed"


def test_words_of_direct_holders_agree_with_the_control_test() -> None:
    view, pack = world_view(), pack_by_id("company-law-2023")
    held, compared = holdings(view), 0
    for number in range(len(held)):
        firm, holder = int(held.end[number]), int(held.start[number])
        found = {one.firm.id: one.certainty for one in controlled_set(view, [holder], pack).firms}
        weight = weight_of(view, number)
        if weight == "control":
            (path, *_) = find_relation_paths(view, firm, holder, k=1).paths
            assert (found[view.id(firm)], "，控制" in path.words) == ("confirmed", True)
            compared += 1
        elif weight == "nominee":
            assert view.id(firm) not in found
    assert compared > 40


def test_every_relation_of_a_step_is_told_and_holdings_of_both_directions_in_words() -> None:
    told = [holding("ent:a", "ent:b", 20), holding("ent:b", "ent:a", 50)]
    told += [relation("guarantees", "ent:a", "ent:b"), relation("supplies", "ent:b", "ent:a")]
    view = made_view([], told)
    for ends in (("ent:a", "ent:b"), ("ent:b", "ent:a")):
        (path,) = paths(view, *ends).paths
        ((step),) = path.relations
        assert {(one.kind, one.start, one.end) for one in (step, *step.also)} == {
            (one.kind, one.start, one.end) for one in told
        }
        assert {"ent:a持有ent:b 20 %", "ent:b持有ent:a 50 %"} == {
            words.removesuffix("（另有担保、供货）") for words in path.words.split("；")
        }
        assert path.strength == pytest.approx(0.75)
        assert len(path.evidence) == 4


def test_the_planted_cross_holding_is_told_both_ways() -> None:
    (case,) = [one for one in planted_cases("circular_holdings") if len(one["expected"]) == 1]
    one, two = case["expected"][0][:2]
    (path, *_) = paths(world_view(case["as_of"]), one, two).paths
    assert path.words.count("持有") == 2
