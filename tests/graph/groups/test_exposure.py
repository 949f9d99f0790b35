from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from tests.graph.views import holding, made_view, node, relation

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.groups.exposure import ExposureAsk, GroupExposure, LimitUse, group_exposure
from firmgraph.graph.snapshot.view import View

YUAN = 100
ASK = ExposureAsk("Our Bank", net_capital=1_000 * YUAN, tier1_net_capital=1_000 * YUAN)


def account(name: str, firm: str, **given: Any) -> tuple[Node, Relation]:
    stated = {"lender": "Our Bank", "business": "loan", **given}
    return node(f"acc:{name}", "account", **stated), relation("has_account", firm, f"acc:{name}")


def view_of(*accounts: tuple[Node, Relation], more: tuple[Relation, ...] = ()) -> View:
    group = [holding("ent:a", "ent:b", 60)]
    return made_view([one for one, _ in accounts], [*group, *more, *(owed for _, owed in accounts)])


def exposure(view: View, ask: ExposureAsk = ASK) -> GroupExposure:
    found = view.index("ent:a")
    assert found is not None
    return group_exposure(view, found, ask)


def limits(told: GroupExposure) -> dict[str, LimitUse]:
    return {use.name: use for use in told.limits}


def owing(a: str, b: str) -> View:
    return view_of(account("1", "ent:a", balance=a), account("2", "ent:b", balance=b))


@pytest.mark.parametrize(
    ("a", "b", "failing"),
    [
        ("100", "100", set()),
        ("100.01", "99.99", {"single_client_loan"}),
        ("100", "100.01", {"group_exposure"}),
        ("150.01", "0", {"single_client_loan", "single_client_exposure"}),
        ("0", "200.01", {"group_exposure"}),
    ],
)
def test_exactly_at_a_limit_passes_and_one_cent_more_fails(a: str, b: str, failing: set[str]) -> None:
    told = limits(exposure(owing(a, b)))
    assert {name for name, use in told.items() if use.verdict == "FAIL"} == failing
    assert {use.verdict for name, use in told.items() if name not in failing} == {"PASS"}


def test_a_new_amount_is_simulated_before_approval() -> None:
    view = owing("60", "80")
    before, after = exposure(view), exposure(view, replace(ASK, proposed=60 * YUAN))
    assert (before.total, after.total) == (140 * YUAN, 140 * YUAN)
    assert limits(before)["single_client_loan"].headroom == 40 * YUAN
    assert limits(after)["single_client_loan"].verdict == "FAIL"
    assert limits(after)["group_exposure"].used == 200 * YUAN
    assert limits(after)["group_exposure"].verdict == "PASS"
    assert (before.headroom, after.headroom) == (40 * YUAN, -20 * YUAN)


def test_without_the_banks_capital_the_legal_limits_are_unknown() -> None:
    told = limits(exposure(owing("1", "1"), ExposureAsk("Our Bank", net_capital=1_000 * YUAN)))
    assert {name: use.verdict for name, use in told.items()} == {
        "single_client_loan": "PASS",
        "single_client_exposure": "UNKNOWN",
        "group_exposure": "UNKNOWN",
    }
    assert exposure(owing("1", "1"), ExposureAsk("Our Bank")).headroom is None


def test_without_the_banks_name_all_lenders_are_told_and_no_limit_is_judged() -> None:
    told = exposure(owing("1", "1"), replace(ASK, bank=None))
    assert (told.lender, told.total) == (None, 2 * YUAN)
    assert [member.exposure for member in told.members if member.accounts] == [YUAN, YUAN]
    assert {(use.used, use.verdict) for use in told.limits} == {(None, "UNKNOWN")}


def test_a_group_of_which_the_bureau_never_spoke_has_no_total() -> None:
    told = exposure(made_view([], [holding("ent:a", "ent:b", 60)]), replace(ASK, bank=None))
    assert told.total is None
    assert set(told.incomplete) == {member.id for member in told.members}


def test_accounts_of_other_banks_and_settled_ones_do_not_count() -> None:
    other = account("3", "ent:a", balance="500", lender="Other Bank")
    settled, _ = account("4", "ent:a", balance="500")
    ended = relation("has_account", "ent:a", "acc:4", valid_to="2025-06-29")
    view = view_of(account("1", "ent:a", balance="50"), other, (settled, ended))
    assert exposure(view).total == 50 * YUAN


def test_an_amount_nobody_states_is_unknown_unless_the_rest_already_fails() -> None:
    silent = account("3", "ent:b")
    told = exposure(view_of(account("1", "ent:a", balance="50"), silent))
    assert told.incomplete == ("ent:b",)
    assert limits(told)["group_exposure"].verdict == "UNKNOWN"
    assert limits(told)["single_client_loan"].verdict == "PASS"
    told = exposure(view_of(account("1", "ent:a", balance="201"), silent))
    assert limits(told)["group_exposure"].verdict == "FAIL"


def test_a_member_of_whom_no_credit_record_speaks_leaves_the_group_unknown() -> None:
    told = exposure(view_of(account("1", "ent:a", balance="50")))
    assert told.incomplete == ("ent:b",)
    assert limits(told)["group_exposure"].verdict == "UNKNOWN"


@pytest.mark.parametrize(("kind", "used"), [("loan", 50), ("line", 90), ("letter_of_credit", 90)])
def test_what_is_not_drawn_of_a_line_counts_as_exposure(kind: str, used: int) -> None:
    view = view_of(account("1", "ent:a", balance="50", line="90", business=kind))
    told = limits(exposure(view))
    assert told["single_client_exposure"].used == used * YUAN
    assert told["single_client_loan"].used == (0 if kind == "letter_of_credit" else 50 * YUAN)


def test_suspected_members_make_a_limit_unknown_not_failed() -> None:
    hidden = tuple(relation("legal_rep_of", "per:x", firm) for firm in ("ent:a", "ent:c"))
    owed = [
        account("1", "ent:a", balance="50"),
        account("2", "ent:b", balance="50"),
        account("3", "ent:c", balance="150"),
    ]
    told = exposure(view_of(*owed, more=hidden))
    assert told.suspected == ("ent:c",)
    group = limits(told)["group_exposure"]
    assert (group.used, group.suspected, group.verdict) == (100 * YUAN, 150 * YUAN, "UNKNOWN")
    assert told.total == 100 * YUAN


@pytest.mark.parametrize(
    ("b", "step"), [("39.99", None), ("40", "0.7"), ("49.99", "0.7"), ("50", "0.8"), ("70", "1"), ("70.01", "1")]
)
def test_the_internal_line_warns_in_steps(b: str, step: str | None) -> None:
    told = limits(exposure(owing("30", b), replace(ASK, internal_line=100 * YUAN)))
    use = told["internal_line"]
    assert use.step == (None if step is None else Fraction(step))
    assert use.verdict == ("FAIL" if b == "70.01" else "PASS")


def test_the_legal_line_warns_from_nine_tenths() -> None:
    assert limits(exposure(owing("89.99", "0")))["single_client_loan"].step is None
    assert limits(exposure(owing("90", "0")))["single_client_loan"].step == Fraction(9, 10)
