from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.ownership.beneficial import OwnersAnswer, beneficial_owners
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_by_id, pack_for

PACKS = ("bo-2024-3", "bo-2017-235")
PER_CENT = 1_000_000


def asked(view: View, firm: str, pack: str = "bo-2024-3") -> OwnersAnswer:
    found = view.index(firm)
    assert found is not None
    return beneficial_owners(view, found, pack_by_id(pack))


def of(relations: Iterable[Relation], *nodes: Node, pack: str = "bo-2024-3") -> OwnersAnswer:
    return asked(made_view(nodes, relations), "ent:f", pack)


def owners(told: OwnersAnswer) -> list[tuple[str, Any]]:
    return [(found.owner.id, found.standard) for found in told.owners]


def total(told: OwnersAnswer) -> Fraction:
    return told.persons_share + told.state_share + told.public_share + told.unknown_share


def test_planted_beneficial_owners() -> None:
    cases = planted_cases("beneficial_owners")
    assert len(cases) >= 11
    for case in cases:
        told = asked(world_view(case["as_of"]), case["about"]["id"], pack_for("beneficial-owner", case["as_of"]).id)
        got = [{"name": o.owner.name, "standard": o.standard, "share": f"{float(o.share):.6f}"} for o in told.owners]
        expected = [{**o, "share": f"{float(o.get('share', 0)):.6f}"} for o in case["expected"]]
        assert sorted(got, key=str) == sorted(expected, key=str)
        assert all(found.evidence for found in told.owners)


@pytest.mark.parametrize("pack", PACKS)
def test_persons_states_and_the_unknown_sum_to_one_for_every_firm_of_the_world(pack: str) -> None:
    view = world_view()
    firms = [view.id(n) for n in range(view.size) if view.kind(n) in ("enterprise", "partnership", "sole_trader")]
    assert len(firms) > 50
    assert {total(asked(view, firm, pack)) for firm in firms} == {1}


HOLDERS = st.sampled_from(("ent:a", "ent:b", "per:p", "ent:s", "ent:pub", "ent:x"))
FIRMS = st.sampled_from(("ent:f", "ent:a", "ent:b"))


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.tuples(HOLDERS, FIRMS), st.integers(1, 70), max_size=12))
def test_all_shares_sum_to_one(stakes: dict[tuple[str, str], int]) -> None:
    rows = [holding(holder, firm, stake) for (holder, firm), stake in stakes.items() if holder != firm]
    nodes = [node("ent:f"), node("ent:s", "state"), node("ent:pub", "public"), node("ent:x", "unknown")]
    view = made_view(nodes, rows)
    told = asked(view, "ent:f")
    assert total(told) == 1
    assert told == asked(made_view(nodes, rows[::-1]), "ent:f")


def test_exactly_a_quarter_counts_under_the_rules_of_2024_only() -> None:
    rows = [holding(f"per:{n}", "ent:f", share) for n, share in enumerate((25, 25, 24.99, 25.01))]
    assert owners(of(rows)) == [("per:3", 1), ("per:0", 1), ("per:1", 1)]
    assert owners(of(rows, pack="bo-2017-235")) == [("per:3", 1)]


def test_a_quarter_through_a_chain_is_a_quarter() -> None:
    rows = [holding("per:a", "ent:1", 33), holding("ent:1", "ent:f", 70), holding("per:a", "ent:f", 1.9)]
    told = of([*rows, *(holding(f"per:{n}", "ent:f", 7.025) for n in range(4))])
    assert [(found.owner.id, found.share) for found in told.owners] == [("per:a", Fraction(1, 4))]
    assert len(told.owners[0].evidence) == 3


def test_votes_make_an_owner_where_no_shares_do() -> None:
    rows = [
        holding("per:a", "ent:f", 10, voting_ratio=40 * PER_CENT),
        *(holding(f"per:{n}", "ent:f", 18) for n in range(5)),
    ]
    told = of(rows)
    assert owners(told) == [("per:a", 2)]
    assert "40 %" in told.owners[0].why.en
    assert owners(of(rows, pack="bo-2017-235")) == [("per:a", 1)]


def test_incomes_make_an_owner_where_no_shares_do() -> None:
    rows = [
        holding("per:a", "ent:f", 10, income_ratio=30 * PER_CENT),
        *(holding(f"per:{n}", "ent:f", 18) for n in range(5)),
    ]
    assert owners(of(rows)) == [("per:a", 2)]


def test_control_makes_an_owner_where_neither_shares_nor_votes_do() -> None:
    rows = [holding(f"per:{n}", "ent:f", share) for n, share in enumerate((22, 11, 11, 11, 11, 11, 11, 6, 6))]
    told = of(rows)
    assert owners(told) == [("per:0", 3)]
    assert told.owners[0].certainty == "suspected"
    assert owners(of(rows, pack="bo-2017-235")) == [("per:0", 2)]


def test_who_meets_a_later_standard_is_named_beside() -> None:
    told = of([holding("per:gp", "ent:f", 1, role="GP"), holding("per:lp", "ent:f", 99, role="LP")])
    assert owners(told) == [("per:lp", 1)]
    assert [(found.owner.id, found.standard) for found in told.also] == [("per:gp", 2)]


def test_an_owner_through_a_nominee_is_suspected() -> None:
    nominee = relation("nominee_for", "per:front", "per:real", discriminator="ent:f")
    rows = [holding("per:front", "ent:f", 60), holding("per:b", "ent:f", 40), nominee]
    told = of(rows)
    assert [(found.owner.id, found.certainty) for found in told.owners] == [
        ("per:real", "suspected"),
        ("per:b", "confirmed"),
    ]
    more = of(
        [holding("per:front", "ent:f", 20), holding("per:real", "ent:f", 40), holding("per:b", "ent:f", 40), nominee]
    )
    assert [(found.owner.id, found.share, found.certainty) for found in more.owners] == [
        ("per:real", Fraction(3, 5), "confirmed"),
        ("per:b", Fraction(2, 5), "confirmed"),
    ]


DISPERSED = [holding(f"per:{n}", "ent:f", 10) for n in range(10)]


def test_the_manager_answers_where_nobody_owns() -> None:
    offices = [
        relation("serves_as", "per:deputy", "ent:f", role="副总经理", discriminator="1"),
        relation("serves_as", "per:boss", "ent:f", role="执行董事兼总经理", discriminator="2"),
        relation("serves_as", "per:money", "ent:f", role="财务负责人", discriminator="3"),
        relation("legal_rep_of", "per:legal", "ent:f"),
    ]
    assert owners(of([*DISPERSED, *offices])) == [("per:boss", "manager")]
    assert owners(of([*DISPERSED, *offices], pack="bo-2017-235")) == [
        ("per:boss", "manager"),
        ("per:deputy", "manager"),
        ("per:money", "manager"),
    ]
    assert owners(of([*DISPERSED, offices[3]])) == [("per:legal", "manager")]
    nobody = of(DISPERSED)
    assert (nobody.owners, nobody.notes[-1].en) == ((), "neither an owner nor a manager is known")


def test_a_firm_the_state_controls_names_its_legal_representative() -> None:
    rows = [
        holding("ent:s", "ent:f", 70),
        holding("per:a", "ent:f", 30),
        relation("legal_rep_of", "per:legal", "ent:f"),
    ]
    told = of(rows, node("ent:s", "state"))
    assert owners(told) == [("per:legal", "manager")]
    assert [found.owner.id for found in told.also] == ["per:a"]
    assert told.state_share == Fraction(7, 10)


def test_unknown_shares_are_said_and_never_given_to_anybody() -> None:
    told = of([holding("per:a", "ent:f", 40), holding("ent:1", "ent:f", 35)])
    assert (owners(told), told.unknown_share) == ([("per:a", 1)], Fraction(6, 10))
    assert "60 %" in told.notes[0].en


BOSS = relation("serves_as", "per:boss", "ent:f", role="总经理")


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [holding(f"per:{n}", "ent:f", 10) for n in range(7)],
        [holding(f"per:{n}", "ent:f", 10) for n in range(8)],
        [*(holding(f"per:{n}", "ent:f", 10) for n in range(8)), holding("ent:1", "ent:f", 20)],
    ],
)
def test_a_manager_is_suspected_where_unknown_hands_could_hold_an_owner(rows: list[Relation]) -> None:
    told = of([*rows, BOSS], node("ent:f"))
    assert [(found.owner.id, found.standard, found.certainty) for found in told.owners] == [
        ("per:boss", "manager", "suspected")
    ]
    why = told.owners[0].why
    assert "标准1至3不能完全验证" in why.zh
    assert "standards 1 to 3 cannot be fully tested; general manager" in why.en


def test_a_manager_is_confirmed_where_no_owner_can_be_hidden() -> None:
    nearly = [*(holding(f"per:{n}", "ent:f", 10) for n in range(9)), holding("per:9", "ent:f", 8), BOSS]
    told = of(nearly)
    assert [(found.certainty, found.why) for found in told.owners] == [
        ("confirmed", Words("没有符合标准的自然人，总经理", "nobody meets a standard; general manager"))
    ]


def test_shares_scaled_from_more_than_the_whole_are_suspected_and_said() -> None:
    rows = [holding("per:a", "ent:1", 60), holding("per:b", "ent:1", 55), holding("ent:1", "ent:f", 100)]
    for firm in ("ent:1", "ent:f"):
        told = asked(made_view([node("ent:1", **CAPITAL)], rows), firm)
        assert [(found.owner.id, found.certainty) for found in told.owners] == [
            ("per:a", "suspected"),
            ("per:b", "suspected"),
        ]
        assert told.notes[0].en == "ent:1: the parts sum to 115 % and are told as shares of their sum"
        assert told.exempt.verdict != "PASS"
    rounded = of([holding("per:a", "ent:f", 60.01), holding("per:b", "ent:f", 40)])
    assert [found.certainty for found in rounded.owners] == ["confirmed", "confirmed"]
    assert rounded.notes


def test_a_foreign_state_is_not_the_chinese_state() -> None:
    rows = [holding("ent:s", "ent:f", 100), relation("legal_rep_of", "per:legal", "ent:f")]
    told = of(rows, node("ent:s", "foreign_state"))
    assert owners(told) == [("per:legal", "manager")]
    assert told.owners[0].why == Words(
        "外国政府控制的企业，没有符合标准的自然人，法定代表人",
        "a firm a foreign state controls, in which nobody meets a standard; legal representative",
    )
    assert told.notes == (Words("外国政府最终持有100 %", "foreign states finally hold 100 %"),)
    chinese = of(rows, node("ent:s", "state"))
    assert chinese.owners[0].why.en == "legal representative of a firm the state controls"


def test_words_tell_the_same_figure_as_the_value() -> None:
    told = of([holding("per:a", "ent:f", 50.000001), holding("per:b", "ent:f", 49.999999)])
    assert [found.why.en for found in told.owners] == [
        "finally holds 50.000001 % of the shares",
        "finally holds 49.999999 % of the shares",
    ]
    thirds = of([holding("per:a", "ent:1", 25.55555), holding("ent:1", "ent:f", 100)])
    assert "25.55555 %" in thirds.owners[0].why.zh


CAPITAL = {"registered_capital": "10000000"}


THREE = [holding("per:a", "ent:f", 30), holding("per:b", "ent:f", 24), holding("per:c", "ent:f", 46)]


@pytest.mark.parametrize(
    ("properties", "rows", "expected"),
    [
        (CAPITAL, [holding("per:a", "ent:f", 100)], "PASS"),
        ({"registered_capital": "10000001"}, [holding("per:a", "ent:f", 100)], "FAIL"),
        ({"registered_capital": "1000000 USD"}, [holding("per:a", "ent:f", 100)], "UNKNOWN"),
        ({}, [holding("per:a", "ent:f", 100)], "UNKNOWN"),
        (CAPITAL, [holding("per:a", "ent:f", 50), holding("ent:1", "ent:f", 50)], "FAIL"),
        ({}, [holding("ent:1", "ent:f", 50)], "FAIL"),
        (CAPITAL, [holding("per:a", "ent:f", 99)], "UNKNOWN"),
        (CAPITAL, [], "UNKNOWN"),
        (
            CAPITAL,
            [holding("per:a", "ent:f", 100), relation("nominee_for", "per:a", "per:b", discriminator="ent:f")],
            "FAIL",
        ),
        (CAPITAL, [holding("per:a", "ent:f", 100), relation("controls_by_agreement", "per:b", "ent:f")], "FAIL"),
        (CAPITAL, [*THREE, relation("acts_in_concert_with", "per:a", "per:b")], "FAIL"),
        (CAPITAL, [*THREE, relation("kin_of", "per:a", "per:b", relation="spouse")], "UNKNOWN"),
        (CAPITAL, THREE, "PASS"),
        (CAPITAL, [holding("per:a", "ent:f", 60), holding("per:b", "ent:f", 55)], "UNKNOWN"),
        (CAPITAL, [holding("per:a", "ent:f", 22), *(holding(f"per:{n}", "ent:f", 7.8) for n in range(10))], "UNKNOWN"),
    ],
)
def test_who_is_exempt(properties: dict[str, str], rows: list[Relation], expected: str) -> None:
    told = of(rows, node("ent:f", **properties))
    assert told.exempt.verdict == expected
    assert told.exempt.why


def test_sole_traders_need_not_file_and_the_rules_of_2017_exempt_nobody() -> None:
    trader = [relation("legal_rep_of", "per:a", "ent:f")]
    told = of(trader, node("ent:f", "sole_trader"))
    assert (told.exempt.verdict, owners(told)) == ("PASS", [("per:a", 1)])
    assert of([holding("per:a", "ent:f", 100)], node("ent:f", **CAPITAL), pack="bo-2017-235").exempt.verdict == "FAIL"
