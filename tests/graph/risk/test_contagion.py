"""What travels to a party: the golden value, attribution, bounds, and that order does not matter."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from math import prod
from random import Random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.views import TODAY, holding, made_view, node, number_of, relation

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.risk.contagion import Contagion, Step, contagion, noisy_or, shares
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_for

Trouble = tuple[Node, Relation]
Told = list[tuple[list[str], tuple[Step, ...], Decimal, Decimal]]
BOUNDS = pack_for("contagion", TODAY).parameters["bounds"]


def dishonest(party: str) -> Trouble:
    return node(f"enf:{party}", "enforcement", measure="dishonest"), relation("subject_to", party, f"enf:{party}")


def abnormal(party: str) -> Trouble:
    event = node(f"pen:{party}", "penalty", measure="serious")
    return event, relation("subject_to", party, event.id)


def view_of(trouble: Sequence[Trouble], relations: Iterable[Relation]) -> View:
    return made_view([event for event, _ in trouble], [*(told for _, told in trouble), *relations])


def of(view: View, party: str = "ent:a") -> Contagion:
    return contagion(view, number_of(view, party))


def told_by_ids(view: View, found: Contagion) -> Told:
    return [([view.id(n) for n in path.nodes], path.steps, path.strength, path.share) for path in found.paths]


def test_oracle_o10() -> None:
    assert noisy_or([Decimal("0.8") * Decimal("0.5"), Decimal("0.6") * Decimal("0.3")]) == Decimal("0.508")


def test_oracle_o10_in_a_graph() -> None:
    """A dishonest legal representative (0.8 x 0.5) and a guarantor with an orange event (0.6 x 0.3)."""
    told = [relation("legal_rep_of", "per:l", "ent:a"), relation("guarantees", "ent:g", "ent:a", amount="1")]
    found = of(view_of([dishonest("per:l"), abnormal("ent:g")], told))
    assert found.score == Decimal("0.508")
    assert [path.strength for path in found.paths] == [Decimal("0.4"), Decimal("0.18")]
    assert sum(path.share for path in found.paths) == 1
    assert not found.truncated
    assert all(len(path.evidence) == 2 for path in found.paths)


def test_own_trouble_does_not_count_and_clean_parties_send_none() -> None:
    view = view_of([dishonest("ent:a")], [relation("legal_rep_of", "per:l", "ent:a")])
    assert of(view).score == 0
    assert of(view).paths == ()
    assert of(view, "per:l").score == Decimal("0.24")


def test_directions_weigh_differently() -> None:
    given_ = [relation("guarantees", "ent:a", "ent:b", amount="1")]
    assert of(view_of([dishonest("ent:b")], given_)).score == Decimal("0.56"), "the debtor's trouble is the guarantor's"
    assert of(view_of([dishonest("ent:a")], given_), "ent:b").score == Decimal("0.24")


def test_a_stake_weighs_by_its_size_and_an_unstated_one_in_full() -> None:
    assert of(view_of([dishonest("ent:h")], [holding("ent:h", "ent:a", 50)])).score == Decimal("0.24")
    assert of(view_of([dishonest("ent:h")], [relation("holds", "ent:h", "ent:a")])).score == Decimal("0.48")


def test_two_relations_of_one_pair_are_one_step_the_stronger() -> None:
    told = [relation("legal_rep_of", "per:l", "ent:a"), relation("serves_as", "per:l", "ent:a", role="x")]
    (path,) = of(view_of([dishonest("per:l")], told)).paths
    assert [step.relation for step in path.steps] == ["legal_rep_of"]


def test_risk_travels_no_further_than_the_hops_of_the_pack() -> None:
    names = ["ent:a", "ent:b", "ent:c", "ent:d", "ent:e"]
    told = [relation("guarantees", one, other, amount="1") for one, other in pairwise(names)]
    view = view_of([dishonest("ent:d")], told)
    assert [[view.id(n) for n in path.nodes] for path in of(view).paths] == [names[3::-1]]
    assert of(view_of([dishonest("ent:e")], told)).score == 0


def test_a_hub_is_passed_over_and_that_is_said() -> None:
    told = [relation("guarantees", "ent:a", f"ent:{n}", amount="1") for n in range(BOUNDS["fan"] + 1)]
    assert of(view_of([dishonest("ent:5")], told)).truncated


def test_shares_are_parts_of_one() -> None:
    assert shares([]) == []
    assert shares([Decimal("0.3")]) == [1]
    assert shares([Decimal("0.5"), Decimal("0.5")]) == [Decimal("0.5"), Decimal("0.5")]
    assert shares([Decimal(1), Decimal("0.1")])[0] > Decimal("0.9")


EDGES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.sampled_from(["guarantees", "legal_rep_of"])),
    min_size=1,
    max_size=12,
    unique=True,
)


@settings(max_examples=60, deadline=None)
@given(EDGES, st.sets(st.sampled_from("bcdef"), min_size=1), st.randoms(use_true_random=False))
def test_paths_are_all_simple_paths_whatever_the_order(
    edges: list[tuple[str, str, str]], troubled: set[str], random: Random
) -> None:
    edges = [(a, b, kind) for a, b, kind in edges if a != b] + [("a", "b", "guarantees")]
    told = [relation(kind, f"ent:{a}", f"ent:{b}") for a, b, kind in dict.fromkeys(edges)]
    trouble = [dishonest(f"ent:{n}") for n in sorted(troubled)]
    view = view_of(trouble, told)
    again = view_of(trouble, random.sample(told, len(told)))
    found = of(view)
    assert found.score == of(again).score
    assert told_by_ids(view, found) == told_by_ids(again, of(again))
    weight: dict[tuple[str, str], float] = {}
    for a, b, kind in edges:
        along, against = {"guarantees": (0.3, 0.7), "legal_rep_of": (0.5, 0.3)}[kind]
        weight[a, b] = max(weight.get((a, b), 0), against)
        weight[b, a] = max(weight.get((b, a), 0), along)
    score, graph = 1.0, nx.DiGraph(list(weight))
    for source in troubled & set(graph):
        for path in nx.all_simple_paths(graph, "a", source, cutoff=3):
            product = prod(weight[step] for step in pairwise(path))
            score *= 1 - (0.8 * product if product >= 0.05 - 1e-12 else 0)
    assert abs(float(found.score) - (1 - score)) < 2e-6
