from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.ownership.claims import Lens, ledger
from firmgraph.graph.ownership.exact import final_shares
from firmgraph.graph.ownership.lenses import NO_GENERAL_PARTNER, claims_in, claims_of, looking
from firmgraph.graph.ownership.rights import Rights, rights_in
from firmgraph.graph.snapshot.view import View

PER_CENT = 1_000_000


def at(view: View, node_id: str) -> int:
    found = view.index(node_id)
    assert found is not None
    return found


def looked(view: View, lens: Lens, firm: str) -> dict[str, float]:
    told = claims_in(view, lens, at(view, firm)).claims
    return {view.id(claim.holder): claim.stake / PER_CENT for claim in told}


def looked_at(
    lens: Lens, relations: Iterable[Relation], firm: str = "ent:f", nodes: Iterable[Node] = ()
) -> dict[str, float]:
    return looked(made_view(nodes, relations), lens, firm)


def nominee(front: str, actual: str, firm: str = "", **given: Any) -> Relation:
    return relation("nominee_for", front, actual, discriminator=firm, **given)


def named(rights: Rights) -> dict[str, str]:
    return {
        key: format(float(right.share), "g") for right in rights.rights for key in (right.holder.id, right.holder.name)
    }


def test_planted_votes_and_incomes() -> None:
    cases = planted_cases("voting", "income_share")
    assert {case["question"] for case in cases} == {"voting", "income_share"}
    for case in cases:
        view = world_view(case["as_of"])
        lens = Lens.VOTING if case["question"] == "voting" else Lens.INCOME
        got = named(rights_in(view, at(view, case["about"]["id"]), lens))
        assert {name: got.get(name) for name in case["expected"]} == case["expected"]


FUND = [
    holding("per:gp", "ent:fund", 1, role="GP"),
    holding("per:lp", "ent:fund", 99, role="LP"),
    holding("ent:fund", "ent:f", 15),
    holding("per:x", "ent:f", 85),
]


def test_a_general_partner_votes_and_the_limited_partner_earns() -> None:
    view = made_view([node("ent:fund", "partnership")], FUND)
    assert looked(view, Lens.VOTING, "ent:fund") == {"per:gp": 100}
    assert looked(view, Lens.INCOME, "ent:fund") == {"per:gp": 1, "per:lp": 99}
    assert looked(view, Lens.STAKE, "ent:fund") == {"per:gp": 1, "per:lp": 99}
    assert named(rights_in(view, at(view, "ent:f"), Lens.VOTING))["per:gp"] == "0.15"


def test_a_firm_with_partners_is_a_partnership_whatever_its_kind() -> None:
    assert looked_at(Lens.VOTING, FUND, "ent:fund") == {"per:gp": 100}


def test_general_partners_have_a_vote_each() -> None:
    more = [holding("per:gp2", "ent:fund", 30, role="GP"), *FUND]
    assert looked_at(Lens.VOTING, more, "ent:fund") == {"per:gp": 50, "per:gp2": 50}


def test_votes_of_a_partnership_without_a_known_general_partner_are_unknown() -> None:
    view = made_view(
        [node("ent:fund", "partnership")], [holding("per:a", "ent:fund", 60), holding("per:b", "ent:fund", 40)]
    )
    told = claims_in(view, Lens.VOTING, at(view, "ent:fund"))
    assert (told.claims, told.unknown, told.notes) == ((), told.total, (NO_GENERAL_PARTNER,))


def test_a_registered_executive_partner_is_suspected_to_be_general_partner() -> None:
    rows = [
        holding("per:a", "ent:fund", 60),
        holding("per:b", "ent:fund", 40),
        relation("legal_rep_of", "per:b", "ent:fund"),
    ]
    view = made_view([node("ent:fund", "partnership")], rows)
    (claim,) = claims_in(view, Lens.VOTING, at(view, "ent:fund")).claims
    assert (view.id(claim.holder), claim.stake, claim.suspected) == ("per:b", 100 * PER_CENT, True)


def test_stated_votes_replace_stakes_and_the_others_share_what_is_left() -> None:
    rows = [
        holding("per:a", "ent:f", 20, voting_ratio=60 * PER_CENT),
        holding("per:b", "ent:f", 50),
        holding("per:c", "ent:f", 30),
    ]
    assert looked_at(Lens.VOTING, rows) == {"per:a": 60, "per:b": 25, "per:c": 15}
    assert looked_at(Lens.INCOME, rows) == {"per:a": 20, "per:b": 50, "per:c": 30}


def test_stated_incomes_change_the_income_alone() -> None:
    rows = [
        holding("per:a", "ent:f", 20, income_ratio=50 * PER_CENT),
        holding("per:b", "ent:f", 80, income_ratio=50 * PER_CENT),
    ]
    assert looked_at(Lens.INCOME, rows) == {"per:a": 50, "per:b": 50}
    assert looked_at(Lens.VOTING, rows) == {"per:a": 20, "per:b": 80}


def test_what_a_nominee_holds_is_the_actual_contributors_in_that_firm() -> None:
    rows = [
        holding("per:front", "ent:f", 60),
        holding("per:front", "ent:g", 60),
        nominee("per:front", "per:real", "ent:f"),
    ]
    view = made_view([], rows)
    for lens in Lens:
        assert looked(view, lens, "ent:f") == {"per:real": 60}
        assert looked(view, lens, "ent:g") == {"per:front": 60}
    (claim,) = claims_in(view, Lens.VOTING, at(view, "ent:f")).claims
    assert claim.suspected
    assert [view.id(c.firm) for c in claims_of(view, Lens.VOTING, at(view, "per:real"))] == ["ent:f"]
    assert [view.id(c.firm) for c in claims_of(view, Lens.VOTING, at(view, "per:front"))] == ["ent:g"]


def test_a_nominee_relation_of_the_same_record_concerns_the_holding() -> None:
    held = holding("per:front", "ent:f", 60)
    moved = Relation(**{**_fields(nominee("per:front", "per:real", "ent:old")), "evidence": held.evidence})
    assert looked_at(Lens.VOTING, [held, moved]) == {"per:real": 60}
    assert looked_at(Lens.VOTING, [held, nominee("per:front", "per:real", "ent:old")]) == {"per:front": 60}


def _fields(told: Relation) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Relation.__dataclass_fields__}


def test_who_holds_for_several_keeps_the_claim_and_is_suspected() -> None:
    rows = [
        holding("per:front", "ent:f", 60),
        nominee("per:front", "per:r1", "ent:f"),
        nominee("per:front", "per:r2", "ent:f"),
    ]
    view = made_view([], rows)
    (claim,) = claims_in(view, Lens.STAKE, at(view, "ent:f")).claims
    assert (view.id(claim.holder), claim.suspected) == ("per:front", True)


def test_an_agreement_takes_all_votes_and_no_income() -> None:
    rows = [holding("per:a", "ent:f", 100), relation("controls_by_agreement", "ent:c", "ent:f")]
    assert looked_at(Lens.VOTING, rows) == {"ent:c": 100}
    assert looked_at(Lens.INCOME, rows) == {"per:a": 100}


def test_an_agreement_on_a_share_leaves_the_rest_to_the_holders() -> None:
    rows = [
        holding("per:a", "ent:f", 50),
        holding("per:b", "ent:f", 50),
        relation("controls_by_agreement", "ent:c", "ent:f", share=40 * PER_CENT),
    ]
    assert looked_at(Lens.VOTING, rows) == {"ent:c": 40, "per:a": 30, "per:b": 30}


def test_a_sole_trader_is_its_operators() -> None:
    rows = [relation("legal_rep_of", "per:a", "ent:shop"), holding("ent:shop", "ent:f", 100)]
    view = made_view([node("ent:shop", "sole_trader")], rows)
    assert looked(view, Lens.STAKE, "ent:shop") == {"per:a": 100}
    final = final_shares(ledger(looking(view, Lens.STAKE), at(view, "ent:f")), at(view, "ent:f"))
    assert final.of([at(view, "per:a")]) == 1


def test_oracle_o4() -> None:
    chain = made_view([], [holding("per:p", "ent:1", 60), holding("ent:1", "ent:2", 50), holding("ent:2", "ent:3", 40)])
    assert _final(chain, Lens.INCOME, "ent:3", "per:p") == Fraction(12, 100)
    rows = [
        holding("per:p", "ent:h", 60),
        holding("per:p", "ent:fund", 99, role="LP"),
        holding("per:m", "ent:fund", 1, role="GP"),
        holding("ent:h", "ent:f", 45),
        holding("ent:fund", "ent:f", 15),
    ]
    view = made_view([], rows)
    assert _final(view, Lens.INCOME, "ent:f", "per:p") == Fraction(4185, 10000)
    assert _final(view, Lens.VOTING, "ent:f", "per:m") == Fraction(15, 100)


def _final(view: View, lens: Lens, firm: str, holder: str) -> Fraction:
    return final_shares(ledger(looking(view, lens), at(view, firm)), at(view, firm)).of([at(view, holder)])


def test_looking_up_ends_at_states_and_the_public() -> None:
    view = made_view(
        [node("ent:state", "state")], [holding("per:a", "ent:state", 100), holding("ent:state", "ent:f", 100)]
    )
    assert claims_in(view, Lens.STAKE, at(view, "ent:state")).claims == ()
    assert _final(view, Lens.STAKE, "ent:f", "ent:state") == 1
