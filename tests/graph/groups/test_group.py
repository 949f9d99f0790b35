from fractions import Fraction

import pytest
from tests.graph.relations.renumbered import renumbered
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.elements import Relation
from firmgraph.graph.groups.group import GroupCustomer, Member, group_customer
from firmgraph.graph.snapshot.view import View


def group(view: View, firm: str) -> GroupCustomer:
    found = view.index(firm)
    assert found is not None
    return group_customer(view, found)


def met_by(told: GroupCustomer) -> dict[str, tuple[int, ...]]:
    return {member.id: member.tests for member in told.members}


def member(told: GroupCustomer, firm: str) -> Member:
    return next(one for one in told.members if one.id == firm)


CONCERN = [
    holding("ent:holding", "ent:one", 60),
    holding("ent:holding", "ent:two", 51),
    holding("ent:one", "ent:below", 70),
    holding("ent:holding", "ent:half", 50),
    holding("ent:stranger", "ent:half", 50),
]


def test_the_planted_spouses_make_one_group_by_the_third_test() -> None:
    (case,) = planted_cases("group_members")
    told = group(world_view(case["as_of"]), case["about"]["id"])
    found = member(told, case["expected"]["member"])
    assert found.tests == (case["expected"]["test"],)
    assert case["expected"]["relation"] in {link.kind for link in found.path}
    assert found.certainty == "confirmed"
    assert (found.nodes[0], found.nodes[-1], len(found.nodes)) == (case["about"]["id"], found.id, 4)
    assert len(found.evidence) >= 3
    assert len(told.members) == 2
    back = group(world_view(case["as_of"]), case["expected"]["member"])
    assert met_by(back).keys() == met_by(told).keys()
    assert back.core == told.core


def test_the_first_two_tests_follow_control_and_not_half() -> None:
    view = made_view([], CONCERN)
    assert met_by(group(view, "ent:one")) == {
        "ent:one": (),
        "ent:holding": (1,),
        "ent:below": (1, 2),
        "ent:two": (2,),
    }
    assert "ent:half" not in met_by(group(view, "ent:holding"))


def test_paths_lead_over_the_votes_that_count() -> None:
    told = group(made_view([], CONCERN), "ent:two")
    path = member(told, "ent:below").path
    assert [(link.start.id, link.end.id) for link in path] == [
        ("ent:holding", "ent:two"),
        ("ent:holding", "ent:one"),
        ("ent:one", "ent:below"),
    ]
    assert member(told, "ent:below").nodes == ("ent:two", "ent:holding", "ent:one", "ent:below")
    assert path[0].words.zh == "ent:holding持有ent:two 51 %表决权"


@pytest.mark.parametrize("firm", ["ent:holding", "ent:one", "ent:two", "ent:below"])
def test_whoever_is_asked_about_the_core_is_the_top(firm: str) -> None:
    told = group(made_view([], CONCERN), firm)
    assert told.core.id == "ent:holding"
    assert {(edge.holder.id, edge.firm.id) for edge in told.tree} == {
        ("ent:holding", "ent:one"),
        ("ent:holding", "ent:two"),
        ("ent:one", "ent:below"),
    }


def test_where_none_controls_another_the_core_is_the_largest() -> None:
    firms = [node("ent:a", registered_capital="1000000"), node("ent:b", registered_capital="5000000")]
    view = made_view(firms, [holding("per:x", "ent:a", 100), holding("per:x", "ent:b", 100)])
    told = group(view, "ent:a")
    assert told.core.id == "ent:b"
    assert met_by(told)["ent:b"] == (3,)
    equal = made_view([], [holding("per:x", "ent:b", 100), holding("per:x", "ent:a", 100)])
    assert group(equal, "ent:b").core.id == "ent:a"


def test_the_state_makes_no_group_of_the_firms_it_controls() -> None:
    told = [holding("ent:state", "ent:a", 100), holding("ent:state", "ent:b", 100)]
    view = made_view([node("ent:state", "state")], told)
    assert met_by(group(view, "ent:a")) == {"ent:a": ()}


def test_votes_in_unknown_hands_are_told() -> None:
    told = group(made_view([], [holding("per:x", "ent:a", 90)]), "ent:a")
    assert told.unknown_votes == Fraction(1, 10)


def family_firm(manager: str, role: str) -> list[Relation]:
    return [
        holding("per:stranger", "ent:a", 100),
        relation("serves_as", manager, "ent:a", role=role),
        relation("kin_of", manager, "per:brother", relation="sibling"),
        holding("per:brother", "ent:b", 70),
    ]


@pytest.mark.parametrize(
    ("role", "tests"), [("财务总监", (3,)), ("董事长", (3,)), ("监事", None), ("监事会主席", None), ("司机", None)]
)
def test_relatives_of_key_managers_count_and_of_supervisors_do_not(role: str, tests: tuple[int, ...] | None) -> None:
    told = group(made_view([], family_firm("per:manager", role)), "ent:a")
    assert met_by(told).get("ent:b") == tests


def test_relatives_may_control_together() -> None:
    told = [
        holding("per:wife", "ent:a", 100),
        relation("kin_of", "per:wife", "per:husband", relation="spouse"),
        holding("per:wife", "ent:b", 30),
        holding("per:husband", "ent:b", 30),
        holding("per:other", "ent:b", 40),
    ]
    found = group(made_view([], told), "ent:a")
    assert member(found, "ent:b").tests == (3,)
    assert member(found, "ent:b").certainty == "confirmed"


def test_insiders_without_stated_ties_control_together_only_by_suspicion() -> None:
    told = [holding("per:x", "ent:a", 50), holding("per:y", "ent:a", 50)]
    told += [holding("per:x", "ent:b", 30), holding("per:y", "ent:b", 30), holding("per:z", "ent:b", 40)]
    found = group(made_view([], told), "ent:a")
    assert (member(found, "ent:b").tests, member(found, "ent:b").certainty) == ((3,), "suspected")


def test_the_fourth_test_is_always_suspected_and_never_makes_the_core() -> None:
    view = made_view(
        [node("ent:b", registered_capital="9000000")],
        [relation("legal_rep_of", "per:x", "ent:a"), relation("legal_rep_of", "per:x", "ent:b")],
    )
    found = group(view, "ent:a")
    assert (member(found, "ent:b").tests, member(found, "ent:b").certainty) == ((4,), "suspected")
    assert found.core.id == "ent:a"
    (case,) = planted_cases("hidden_relation")
    one, two = (firm["id"] for firm in case["about"])
    assert met_by(group(world_view(), one)) == {one: (), two: (4,)}


def test_a_nominees_firm_is_the_groups_by_suspicion() -> None:
    told = [holding("per:x", "ent:a", 100), holding("per:front", "ent:b", 100)]
    told.append(relation("nominee_for", "per:front", "per:x", discriminator="ent:b"))
    found = group(made_view([], told), "ent:a")
    assert member(found, "ent:b").certainty == "suspected"


def test_members_are_the_same_whatever_the_numbering() -> None:
    nodes = [node(f"ent:{name}") for name in ("holding", "one")]
    for seed in range(4):
        assert group(renumbered(nodes, CONCERN, seed), "ent:one") == group(made_view(nodes, CONCERN), "ent:one")


def test_a_group_over_the_bound_keeps_its_top_and_says_that_it_is_cut() -> None:
    view = made_view([], [holding("ent:top", f"ent:{n:04d}", 100) for n in range(600)])
    told = group(view, "ent:0300")
    assert (told.core.id, len(told.members), told.truncated) == ("ent:top", 501, True)
    assert not group(made_view([], CONCERN), "ent:one").truncated
