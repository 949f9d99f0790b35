import random
from collections.abc import Iterable
from fractions import Fraction

import pytest
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.ownership.above import Above
from firmgraph.graph.ownership.control import control_line
from firmgraph.graph.ownership.controller import ControlAnswer, controller, controlling_shareholders
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_by_id, pack_for

PER_CENT = 1_000_000


def asked(view: View, firm: str, pack: str = "company-law-2023") -> ControlAnswer:
    found = view.index(firm)
    assert found is not None
    return controller(view, found, pack_by_id(pack))


def of(relations: Iterable[Relation], nodes: Iterable[Node] = (), pack: str = "company-law-2023") -> ControlAnswer:
    return asked(made_view(nodes, relations), "ent:f", pack)


def names(told: ControlAnswer) -> list[str]:
    return [party.id for party in told.controllers]


def test_planted_controllers() -> None:
    cases = planted_cases("controller")
    assert len(cases) >= 11
    for case in cases:
        chosen = case.get("pack") or pack_for("company-law", case["as_of"]).id
        told, expected = asked(world_view(case["as_of"]), case["about"]["id"], chosen), case["expected"]
        wanted = expected["controller"] if isinstance(expected["controller"], list) else [expected["controller"]]
        assert {party.name for party in told.controllers} == set(wanted)
        assert told.type == expected.get("type", told.type)
        assert told.certainty == expected.get("certainty", told.certainty)
        assert told.voting == Fraction(expected.get("voting", told.voting))
        assert told.share == Fraction(expected.get("share", told.share))
        assert {party.kind for party in told.controllers} == {expected.get("kind", "person")}
        through = {counted.holder.id for step in told.proof for counted in step.counted}
        assert through >= {expected[key] for key in ("through",) if key in expected}
        assert told.proof
        assert all(step.evidence for step in told.proof)


def test_planted_controlling_shareholders() -> None:
    cases = planted_cases("controlling_shareholder")
    assert len(cases) >= 2
    for case in cases:
        view = world_view(case["as_of"])
        firm = view.index(case["about"]["id"])
        assert firm is not None
        told = controlling_shareholders(view, firm, pack_for("company-law", case["as_of"], [case["pack"]]))
        assert [found.holder.name for found in told] == ([case["expected"]] if case["expected"] else [])


HALVES = [holding("per:a", "ent:f", 50), holding("per:b", "ent:f", 50)]


@pytest.mark.parametrize("pack", ["company-law-2018", "company-law-2023"])
def test_two_halves_control_jointly_under_both_laws(pack: str) -> None:
    told = of(HALVES, pack=pack)
    assert (names(told), told.type, told.voting, told.certainty) == (
        ["per:a", "per:b"],
        "joint",
        Fraction(1),
        "confirmed",
    )
    by_capital = ["per:a", "per:b"] if pack == "company-law-2018" else []
    assert [found.holder.id for found in told.controlling_shareholders] == by_capital


def test_two_halves_above_are_joint_too() -> None:
    rows = [
        holding("ent:1", "ent:f", 50),
        holding("per:b", "ent:f", 20),
        holding("ent:2", "ent:f", 30),
        holding("per:a", "ent:1", 80),
        holding("per:b", "ent:2", 70),
    ]
    told = of(rows)
    assert (names(told), told.type, told.share) == (["per:a", "per:b"], "joint", Fraction(81, 100))
    assert {step.firm.id for step in told.proof} == {"ent:1", "ent:2", "ent:f"}


def test_the_law_of_2018_calls_a_shareholder_a_controlling_shareholder() -> None:
    direct, behind = [holding("per:a", "ent:f", 70)], [holding("per:a", "ent:1", 70), holding("ent:1", "ent:f", 70)]
    assert of(direct, pack="company-law-2018").stands_as == "controlling_shareholder"
    assert of(direct).stands_as == "actual_controller"
    told = of(behind, pack="company-law-2018")
    assert (names(told), told.stands_as) == (["per:a"], "actual_controller")
    assert [found.holder.id for found in told.controlling_shareholders] == ["ent:1"]


def test_votes_decide_where_capital_does_not() -> None:
    rows = [holding("per:a", "ent:f", 20, voting_ratio=60 * PER_CENT), holding("per:b", "ent:f", 80)]
    told = of(rows)
    assert (names(told), told.type, told.share, told.voting) == (["per:a"], "absolute", Fraction(1, 5), Fraction(3, 5))
    assert [(found.holder.id, found.by) for found in told.controlling_shareholders] == [
        ("per:a", "votes"),
        ("per:b", "capital"),
    ]


def test_an_agreement_controls_against_the_shareholder() -> None:
    rows = [
        holding("per:a", "ent:f", 100),
        relation("controls_by_agreement", "ent:w", "ent:f"),
        holding("per:b", "ent:w", 100),
    ]
    told = of(rows)
    assert (names(told), told.type, told.share, told.voting) == (["per:b"], "agreement", Fraction(0), Fraction(1))
    assert [step.counted[0].basis for step in told.proof] == ["holding", "agreement"]


def test_concert_parties_count_with_what_they_control() -> None:
    rows = [
        holding("per:a", "ent:1", 90),
        holding("ent:1", "ent:f", 28),
        holding("per:b", "ent:f", 25),
        holding("per:c", "ent:f", 47),
        relation("acts_in_concert_with", "per:b", "per:a"),
    ]
    told = of(rows)
    assert (names(told), told.type, told.voting) == (["per:a", "per:b"], "joint", Fraction(53, 100))
    assert told.certainty == "confirmed"
    assert len(told.ties) == 1


def test_kin_together_are_only_suspected() -> None:
    couple = [holding("per:a", "ent:f", 30), holding("per:b", "ent:f", 25), holding("per:c", "ent:f", 45)]
    married = of([*couple, relation("kin_of", "per:a", "per:b", relation="spouse")])
    assert (names(married), married.type, married.certainty) == (["per:a", "per:b"], "joint", "suspected")
    assert married.ties
    siblings = of([*couple, relation("kin_of", "per:a", "per:b", relation="sibling")])
    assert (names(siblings), siblings.type) == ([], "none")


def test_who_controls_alone_is_not_named_with_the_spouse() -> None:
    rows = [
        holding("per:a", "ent:f", 60),
        holding("per:b", "ent:f", 40),
        relation("kin_of", "per:a", "per:b", relation="spouse"),
    ]
    told = of(rows)
    assert (names(told), told.type, told.certainty) == (["per:a"], "absolute", "confirmed")


@pytest.mark.parametrize(
    ("stakes", "expected"),
    [
        ((40, 20, 20, 20), "relative"),
        ((40, 21, 20, 19), "none"),
        ((20, 10, 10, 10, 10, 10, 10, 10, 10), "relative"),
        ((19, 9, 9, 9, 9, 9, 9, 9, 9, 9), "none"),
    ],
)
def test_the_largest_far_above_the_second_is_suspected_of_relative_control(
    stakes: tuple[int, ...], expected: str
) -> None:
    told = of([holding(f"per:{number}", "ent:f", stake) for number, stake in enumerate(stakes)])
    assert told.type == expected
    assert names(told) == (["per:0"] if expected == "relative" else [])
    if expected == "relative":
        assert told.certainty == "suspected"
    else:
        assert told.notes[-1].en.startswith(f"per:0 has most votes, {stakes[0]} %")


UNKNOWN = node("ent:who", "unknown")
ENOUGH_TO_TELL = [holding(f"per:{n}", "ent:f", 18) for n in range(5)]


@pytest.mark.parametrize(
    ("rows", "share"),
    [
        ([], 100),
        ([holding("per:a", "ent:f", 40)], 60),
        ([holding("per:a", "ent:f", 40), holding("per:b", "ent:f", 10)], 50),
        ([holding("per:a", "ent:f", 49), holding("per:b", "ent:f", 49)], 2),
        ([holding("per:a", "ent:f", 39), *(holding(f"per:{n}", "ent:f", 20) for n in range(3))], 1),
        ([holding("per:a", "ent:f", 30), holding("per:b", "ent:f", 30), holding("ent:1", "ent:f", 40)], 40),
        ([holding("per:a", "ent:f", 25), holding("per:b", "ent:f", 25), holding("ent:who", "ent:f", 50)], 50),
        (
            [
                holding("per:a", "ent:1", 30),
                holding("per:b", "ent:1", 30),
                holding("ent:1", "ent:f", 45),
                holding("per:a", "ent:f", 10),
                holding("per:b", "ent:f", 45),
            ],
            0,
        ),
        (
            [
                holding("per:a", "ent:f", 30),
                holding("per:b", "ent:f", 19),
                holding("per:c", "ent:f", 49),
                relation("kin_of", "per:a", "per:b", relation="spouse"),
            ],
            2,
        ),
    ],
)
def test_votes_in_unknown_hands_that_could_decide_leave_control_unknown(rows: list[Relation], share: int) -> None:
    told = of(rows, [node("ent:f"), UNKNOWN])
    assert (names(told), told.type, told.certainty) == ([], "unknown", "suspected")
    assert told.open_votes == Fraction(share, 100)


@pytest.mark.parametrize(
    "rows",
    [
        [*ENOUGH_TO_TELL, holding("per:b", "ent:f", 8)],
        [*ENOUGH_TO_TELL, holding("per:0", "ent:1", 60), holding("ent:1", "ent:f", 8)],
        [holding("per:a", "ent:f", 39), holding("per:b", "ent:f", 39), holding("per:c", "ent:f", 12)],
    ],
)
def test_votes_in_unknown_hands_that_cannot_decide_leave_control_with_nobody(rows: list[Relation]) -> None:
    told = of(rows)
    assert (told.type, told.certainty) == ("none", "confirmed")
    assert told.open_votes == 0


def test_a_controller_whose_own_holders_are_unknown_is_told_with_a_note() -> None:
    told = of([holding("ent:1", "ent:f", 100)])
    assert (names(told), told.type, told.certainty) == (["ent:1"], "absolute", "confirmed")
    assert told.notes[-1].en == "who controls ent:1 cannot be told: 100 % of its votes are in unknown hands"
    known = of([holding("ent:1", "ent:f", 100), *(holding(f"per:{n}", "ent:1", 20) for n in range(5))])
    assert known.notes == ()


def test_the_listed_public_does_not_act_as_one() -> None:
    public = node("ent:public", "public")
    told = of([holding("ent:public", "ent:f", 60), holding("per:a", "ent:f", 40)], [public])
    assert (names(told), told.type) == (["per:a"], "relative")
    assert told.controlling_shareholders == ()


def test_control_by_shares_scaled_from_more_than_the_whole_is_suspected_and_said() -> None:
    told = of([holding("per:a", "ent:f", 60), holding("per:b", "ent:f", 55)])
    assert (names(told), told.type, told.certainty) == (["per:a"], "absolute", "suspected")
    assert [found.certainty for found in told.controlling_shareholders] == ["suspected"]
    assert [note.en for note in told.notes] == ["ent:f: the parts sum to 115 % and are told as shares of their sum"]
    rounded = of([holding("per:a", "ent:f", 60.01), holding("per:b", "ent:f", 40)])
    assert (rounded.certainty, len(rounded.notes)) == ("confirmed", 1)


def test_a_controller_that_is_a_firm_is_followed_upwards() -> None:
    rows = [holding("ent:1", "ent:f", 100), holding("per:a", "ent:1", 40)]
    rows += [holding(f"per:{n}", "ent:1", 12) for n in range(5)]
    told = of(rows)
    assert (names(told), told.type, told.certainty, told.voting) == (["per:a"], "relative", "suspected", Fraction(1))
    assert [party.id for party in told.path] == ["ent:1"]
    assert [step.firm.id for step in told.proof] == ["ent:1", "ent:f"]


def test_a_firm_nobody_controls_is_itself_the_controller_of_those_below() -> None:
    told = of([holding("ent:1", "ent:f", 100), *(holding(f"per:{n}", "ent:1", 20) for n in range(5))])
    assert (names(told), told.type) == (["ent:1"], "absolute")


def test_firms_that_hold_each_other_and_nobody_outside() -> None:
    rows = [holding("ent:1", "ent:2", 100), holding("ent:2", "ent:1", 100), holding("ent:1", "ent:f", 100)]
    told = of(rows)
    assert (names(told), told.type) == (["ent:1", "ent:2"], "joint")
    assert asked(made_view([], rows), "ent:1").type == "none"


def test_shares_a_firm_holds_of_itself_through_others_are_in_nobodys_hands() -> None:
    rows = [
        holding("ent:sub", "ent:f", 45),
        holding("ent:f", "ent:sub", 90),
        holding("per:a", "ent:f", 35),
        holding("per:b", "ent:f", 20),
    ]
    told = of(rows)
    assert told.type == "none"
    assert names(of([*rows[:2], holding("per:a", "ent:f", 55)])) == ["per:a"]


def test_a_partnership_has_no_controlling_shareholder() -> None:
    rows = [holding("per:gp", "ent:f", 1, role="GP"), holding("per:lp", "ent:f", 99, role="LP")]
    told = of(rows)
    assert (names(told), told.controlling_shareholders) == (["per:gp"], ())


def test_masters_are_controlled_by_nobody_else() -> None:
    chance, met, circular = random.Random(11), 0, 0
    for number in range(150):
        pairs = [(h, f) for f in range(7) for h in chance.sample(range(9), 2) if h != f]
        rows = [holding(f"ent:{h}", f"ent:{f}", chance.choice((30, 45, 50, 55))) for h, f in dict.fromkeys(pairs)]
        view = made_view([node(f"ent:{n}") for n in range(9)], rows)
        firm = view.index("ent:0")
        assert firm is not None
        above = Above(view, firm, control_line(pack_by_id(("company-law-2018", "company-law-2023")[number % 2])))
        able = [n for n in range(view.size) if n != firm and above.falls([n]) and not above.controls([firm], n)]
        expected = [n for n in able if not any(above.controls([other], n) for other in able if other != n)]
        assert above.masters == sorted(expected, key=view.id)
        met += bool(expected)
        circular += any(above.controls([n], other) and above.controls([other], n) for n in able for other in able)
    assert met > 50
    assert circular > 5


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [
        *HALVES[:1],
        holding("ent:1", "ent:f", 50),
        holding("per:c", "ent:1", 60),
        holding("per:d", "ent:1", 40),
        relation("kin_of", "per:c", "per:d", relation="parent"),
    ]
    assert of(rows) == of(rows[::-1])
