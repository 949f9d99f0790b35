from fractions import Fraction

import pytest
from tests.graph.relations.renumbered import renumbered
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Relation
from firmgraph.graph.groups.bearing import RelatedParty
from firmgraph.graph.groups.dimensions import TradeShare
from firmgraph.graph.groups.related import RelatedAsk, RelatedParties, related_parties
from firmgraph.graph.snapshot.view import View

BANK = RelatedAsk(packs=("related-dimensions",))
STANDARD = RelatedAsk(packs=("related-cas-36",))


def related(view: View, firm: str, ask: RelatedAsk = BANK) -> RelatedParties:
    found = view.index(firm)
    assert found is not None
    return related_parties(view, found, ask)


def rules(told: RelatedParties) -> set[tuple[str, str]]:
    return {(party.id, party.rule) for party in told.parties}


def one(told: RelatedParties, party: str) -> RelatedParty:
    (found,) = [p for p in told.parties if p.id == party]
    return found


def test_a_fifth_of_the_shares_relates_and_less_does_not() -> None:
    told = [holding("per:x", "ent:a", 20), holding("per:y", "ent:a", 19.99999), holding("ent:a", "ent:b", 20)]
    assert rules(related(made_view([], told), "ent:a")) == {("per:x", "holder"), ("ent:b", "holding")}


def test_shares_add_up_over_chains_and_circles() -> None:
    (case,) = planted_cases("circular_holdings")
    view = world_view()
    told = {p.name: p.words.zh for p in related(view, case["about"]["id"]).parties if p.rule == "holder"}
    assert told["张溯超"].startswith("直接或间接持有其25.555556 %")


def test_a_stake_nobody_states_is_told_as_unknown_and_suspected() -> None:
    view = made_view([], [relation("holds", "per:x", "ent:a", role="shareholder")])
    found = one(related(view, "ent:a"), "per:x")
    assert (found.rule, found.certainty) == ("holder_unknown", "suspected")


def test_managers_and_the_firms_that_share_them_are_related() -> None:
    told = [
        relation("legal_rep_of", "per:boss", "ent:a"),
        relation("legal_rep_of", "per:boss", "ent:b"),
        relation("serves_as", "per:cash", "ent:a", role="财务负责人"),
        relation("serves_as", "per:cash", "ent:c", role="监事"),
    ]
    assert rules(related(made_view([], told), "ent:a")) == {
        ("per:boss", "legal_representative"),
        ("ent:b", "same_legal_representative"),
        ("per:cash", "finance_staff"),
        ("ent:c", "shared_finance_staff"),
    }


def test_relatives_and_what_they_control_are_related() -> None:
    (case,) = planted_cases("group_members")
    told = related(world_view(case["as_of"]), case["about"]["id"])
    dimensions = {(p.dimension, p.rule) for p in told.parties if p.id == case["expected"]["member"]}
    assert dimensions == {("family", "relative_controls")}
    assert {p.rule for p in told.parties if p.name == "何汀祥"} == {"close_relative"}


def test_guarantees_relate_and_mutual_ones_more() -> None:
    told = [relation("guarantees", "ent:a", "ent:b"), relation("guarantees", "ent:c", "ent:a")]
    assert rules(related(made_view([], told), "ent:a")) == {("ent:b", "guaranteed"), ("ent:c", "guarantor")}
    both = related(made_view([], [*told, relation("guarantees", "ent:b", "ent:a")]), "ent:a")
    assert one(both, "ent:b").rule == "mutual_guarantee"
    assert one(both, "ent:b").score > one(both, "ent:c").score


def share(party: str, per_cent: int) -> TradeShare:
    return TradeShare(party, "customer", Fraction(per_cent, 100), (f"invoice:{party}",))


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([30], {("ent:0", "large_counterparty")}),
        ([29], set()),
        ([20, 20, 10, 10, 10, 9], {(f"ent:{n}", "top_counterparty") for n in range(5)}),
        ([20, 20, 10, 10, 9, 9], set()),
    ],
)
def test_trade_relates_from_the_shares_that_are_told(shares: list[int], expected: set[tuple[str, str]]) -> None:
    view = made_view([node(f"ent:{n}") for n in range(6)] + [node("ent:a")], [])
    trade = [share(f"ent:{n}", per_cent) for n, per_cent in enumerate(shares)]
    found = related(view, "ent:a", RelatedAsk(("related-dimensions",), trade=trade))
    assert rules(found) == expected
    assert all(party.evidence == (f"invoice:{party.id}",) for party in found.parties)


def test_without_amounts_only_trade_both_ways_is_suspected() -> None:
    told = [relation("supplies", "ent:a", "ent:b"), relation("supplies", "ent:b", "ent:a")]
    found = related(made_view([], [*told, relation("supplies", "ent:a", "ent:c")]), "ent:a")
    assert rules(found) == {("ent:b", "trades_both_ways")}
    assert found.parties[0].certainty == "suspected"


def test_hidden_relations_are_suspected_with_their_own_score() -> None:
    (case,) = planted_cases("hidden_relation")
    subject, other = (firm["id"] for firm in case["about"])
    found = one(related(world_view(), subject), other)
    assert (found.dimension, found.certainty, found.score) == ("hidden", "suspected", 0.82)


@pytest.mark.parametrize("case", planted_cases("same_person"), ids=lambda case: case["case"])
def test_two_people_of_one_name_stay_apart(case: dict[str, list[dict[str, str]]]) -> None:
    subject, other = (firm["id"] for firm in case["about"])
    found = [party for party in related(world_view(), subject, RelatedAsk()).parties if party.id == other]
    assert all(party.dimension == "hidden" for party in found)


CHAIN = [holding(f"ent:{n + 1}", f"ent:{n}", 100) for n in range(5)]


@pytest.mark.parametrize(
    ("amount", "holders", "unlooked"),
    [(999_999_999, 3, ("hidden",)), (1_000_000_000, 5, ("hidden",)), (5_000_000_000, 5, ("hidden",)),
     (5_000_000_001, 5, ()), (None, 5, ())],
)  # fmt: skip
def test_how_far_is_looked_depends_on_the_amount(amount: int | None, holders: int, unlooked: tuple[str, ...]) -> None:
    found = related(made_view([], CHAIN), "ent:0", RelatedAsk(("related-dimensions",), amount))
    assert len([party for party in found.parties if party.rule == "holder"]) == holders
    assert found.unlooked == unlooked


CONCERN = [
    holding("ent:parent", "ent:a", 60),
    holding("ent:parent", "ent:sister", 60),
    holding("ent:minor", "ent:a", 20),
    holding("per:x", "ent:a", 20),
    holding("ent:a", "ent:sub", 80),
    holding("ent:sub", "ent:associate", 20),
    holding("ent:a", "ent:venture", 50),
    holding("ent:partner", "ent:venture", 50),
    holding("ent:a", "ent:little", 19),
    relation("serves_as", "per:boss", "ent:a", role="总经理"),
    relation("kin_of", "per:boss", "per:wife", relation="spouse"),
    holding("per:wife", "ent:hers", 51),
]


def test_the_accounting_standard_names_each_item() -> None:
    assert rules(related(made_view([], CONCERN), "ent:a", STANDARD)) == {
        ("ent:parent", "parent"),
        ("ent:sister", "fellow_subsidiary"),
        ("ent:minor", "significant_investor"),
        ("per:x", "main_individual_investor"),
        ("ent:sub", "subsidiary"),
        ("ent:associate", "associate"),
        ("ent:venture", "joint_venture"),
        ("per:boss", "key_manager"),
        ("per:wife", "family_member"),
        ("ent:hers", "controlled_by_insider"),
    }
    of_venture = rules(related(made_view([], CONCERN), "ent:venture", STANDARD))
    assert {("ent:a", "joint_controller"), ("ent:partner", "joint_controller")} <= of_venture


@pytest.mark.parametrize(("ask", "rule"), [(BANK, "close_relative"), (STANDARD, "family_member")])
def test_kin_of_whom_a_nominee_is_said_to_hold_for_is_suspected(ask: RelatedAsk, rule: str) -> None:
    fronted = [
        holding("per:front", "ent:a", 60),
        relation("nominee_for", "per:front", "per:real", discriminator="ent:a"),
        relation("kin_of", "per:real", "per:wife", relation="spouse"),
        relation("legal_rep_of", "per:wife", "ent:hers"),
    ]
    found = related(made_view([], fronted), "ent:a", ask)
    assert (one(found, "per:wife").rule, one(found, "per:wife").certainty) == (rule, "suspected")
    assert all(party.certainty == "suspected" for party in found.parties if party.id == "ent:hers")


def test_a_group_pack_tells_the_members_of_the_group() -> None:
    (case,) = planted_cases("group_members")
    told = related(world_view(), case["about"]["id"], RelatedAsk(("group-2010-4",)))
    assert told.packs == ("group-2010-4",)
    assert rules(told) == {(case["expected"]["member"], "test_3")}


def test_by_default_both_packs_answer_each_party_once_in_a_dimension() -> None:
    told = related(made_view([], CONCERN), "ent:a", RelatedAsk())
    assert told.packs == ("related-cas-36", "related-dimensions")
    keys = [(party.id, party.dimension, party.pack) for party in told.parties]
    assert len(keys) == len(set(keys))
    assert [party.score for party in told.parties] == sorted((p.score for p in told.parties), reverse=True)


def test_a_pack_not_in_force_is_refused() -> None:
    view = made_view([], CONCERN, day="2010-06-03")
    with pytest.raises(InvalidInput, match="group-2010-4 is in force from 2010-06-04"):
        related(view, "ent:a", RelatedAsk(("group-2010-4",)))


def test_the_order_of_rows_does_not_matter() -> None:
    told: list[Relation] = CONCERN
    nodes = [node("ent:a"), node("ent:parent")]
    for seed in range(4):
        assert related(renumbered(nodes, told[::-1], seed), "ent:a") == related(made_view(nodes, told), "ent:a")


def test_a_rule_that_finds_very_many_is_cut_and_says_so() -> None:
    view = made_view([], [relation("guarantees", "ent:a", f"ent:{n:04d}") for n in range(600)])
    found = related(view, "ent:a")
    assert (len(found.parties), found.truncated) == (500, True)
    assert not related(made_view([], CONCERN), "ent:a").truncated
