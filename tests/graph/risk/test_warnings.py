"""Early-warning indicators at their lines, and UNKNOWN where the records do not tell."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from tests.graph.views import holding, made_view, node, number_of, relation

from firmgraph.graph.risk.findings import Finding
from firmgraph.graph.risk.statements import Statement
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.trade import Trade
from firmgraph.graph.risk.warning_tests import RecordsTold
from firmgraph.graph.risk.warnings import early_warnings
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Verdict


def found_of(view: View | None = None, **told: Any) -> dict[str, Finding]:
    view = view or made_view([], [holding("per:h", "ent:a", 60)])
    found = early_warnings(Subject(view, number_of(view, "ent:a")), RecordsTold(**told))
    assert found.raised == tuple(finding for finding in found.findings if finding.verdict == "FAIL")
    return {finding.rule: finding for finding in found.findings}


def years(**figures: Sequence[int]) -> list[Statement]:
    """Two full years' statements; each figure is given for both."""
    return [
        Statement(year, True, {name: values[place] for name, values in figures.items()}, (f"r{year}",))
        for place, year in enumerate(("2023", "2024"))
    ]


def quarters(**figures: Sequence[int]) -> list[Statement]:
    return [
        Statement(month, False, {name: values[place] for name, values in figures.items()}, (f"r{month}",))
        for place, month in enumerate(("2025-03", "2025-06"))
    ]


def test_without_records_nothing_is_clean() -> None:
    found = found_of()
    clean = {rule for rule, finding in found.items() if finding.verdict == "PASS"}
    assert clean == {"controller_changed", "legal_representative_changed"}
    assert all(finding.pack == "early-warning" and finding.colour for finding in found.values())


@pytest.mark.parametrize(("now", "verdict"), [(80, "FAIL"), (81, "PASS")])
def test_revenue_down_a_fifth(now: int, verdict: str) -> None:
    finding = found_of(statements=years(revenue=(100, now)))["revenue_drop"]
    assert (finding.verdict, finding.evidence) == (verdict, ("r2023", "r2024"))
    assert (finding.value, finding.unit) == (Decimal(100 - now) / 100, "share")


def test_years_that_do_not_follow_tell_no_fall() -> None:
    rows = [Statement("2021", True, {"revenue": 100}, ()), Statement("2024", True, {"revenue": 1}, ())]
    assert found_of(statements=rows)["revenue_drop"].verdict == "UNKNOWN"


@pytest.mark.parametrize(
    ("debts", "verdict"), [((70, 71), "FAIL"), ((69, 70), "PASS"), ((80, 80), "PASS"), ((90, 80), "PASS")]
)
def test_debt_ratio_above_its_line_and_rising(debts: tuple[int, int], verdict: str) -> None:
    found = found_of(statements=years(liabilities=debts, total_assets=(100, 100)))
    assert found["debt_ratio"].verdict == verdict


@pytest.mark.parametrize(("flows", "verdict"), [((-1, -1), "FAIL"), ((-1, 0), "PASS")])
def test_cash_flow_negative_for_two_quarters(flows: tuple[int, int], verdict: str) -> None:
    assert found_of(statements=quarters(operating_cash_flow=flows))["cash_flow_negative"].verdict == verdict
    one = quarters(operating_cash_flow=flows)[:1]
    assert found_of(statements=one)["cash_flow_negative"].verdict == "UNKNOWN"


@pytest.mark.parametrize(
    ("profit", "interest", "verdict"),
    [((-1, -1), (5, 5), "FAIL"), ((0, -1), (5, 5), "PASS"), ((-1, -1), (0, 0), "PASS")],
)
def test_interest_cover_below_one(profit: tuple[int, int], interest: tuple[int, int], verdict: str) -> None:
    found = found_of(statements=quarters(profit=profit, interest_expense=interest))
    assert found["interest_cover"].verdict == verdict


@pytest.mark.parametrize(("now", "verdict"), [(8, "FAIL"), (9, "PASS")])
def test_staff_down_a_fifth(now: int, verdict: str) -> None:
    rows = [Statement("2023", True, {}, (), 10), Statement("2024", True, {}, (), now)]
    assert found_of(statements=rows)["staff_drop"].verdict == verdict


@pytest.mark.parametrize(("now", "verdicts"), [(85, ("FAIL", "PASS")), (75, ("FAIL", "FAIL")), (86, ("PASS", "PASS"))])
def test_collateral_at_both_lines(now: int, verdicts: tuple[str, str]) -> None:
    found = found_of(collateral=(100, now))
    assert (found["collateral_down_15"].verdict, found["collateral_down_25"].verdict) == verdicts


@pytest.mark.parametrize(("kept", "verdict"), [(2, "FAIL"), (3, "PASS")])
def test_top_customers_changed(kept: int, verdict: str) -> None:
    before = [Trade(f"c{n}", 100 - n) for n in range(5)]
    now = [*before[:kept], *(Trade(f"n{n}", 50) for n in range(5 - kept))]
    assert found_of(sales=now, earlier_sales=before)["customers_changed"].verdict == verdict


def test_another_majority_holder_within_half_a_year() -> None:
    def changed_on(last: str, first: str) -> Verdict:
        rows = [holding("per:x", "ent:a", 60, valid_to=last), holding("per:y", "ent:a", 60, valid_from=first)]
        return found_of(made_view([], rows))["controller_changed"].verdict

    assert changed_on("2025-03-31", "2025-04-01") == "FAIL"
    assert changed_on("2024-11-30", "2024-12-01") == "PASS"


def test_a_new_legal_representative() -> None:
    told = node("chg:1", "change", name="法定代表人变更", date="2025-05-05")
    view = made_view([told], [relation("changed", "ent:a", "chg:1"), holding("per:h", "ent:a", 60)])
    assert found_of(view)["legal_representative_changed"].verdict == "FAIL"


def test_a_guarantor_in_trouble() -> None:
    told = [relation("guarantees", "ent:g", "ent:a", amount="1"), holding("per:h", "ent:a", 60)]
    view = made_view(
        [node("enf:1", "enforcement", measure="dishonest")], [*told, relation("subject_to", "ent:g", "enf:1")]
    )
    finding = found_of(view)["guarantor_worse"]
    assert (finding.verdict, finding.note, bool(finding.evidence)) == ("FAIL", "ent:g", True)
    assert found_of(made_view([], told))["guarantor_worse"].verdict == "UNKNOWN", "nothing is known of the guarantor"


@pytest.mark.parametrize(("count", "verdict"), [(7, "FAIL"), (6, "PASS")])
def test_enquiries_of_half_a_year(count: int, verdict: str) -> None:
    dates = [f"2025-0{n % 6 + 1}-1{n}" for n in range(count)]
    rows = [node(f"enq:{n}", "enquiry", date=date, reason="贷款审批") for n, date in enumerate(dates)]
    rows += [node("enq:old", "enquiry", date="2024-12-30", reason="贷款审批")]
    rows += [node("enq:self", "enquiry", date="2025-05-05", reason="本人查询")]
    view = made_view(rows, [relation("enquired", "ent:a", row.id, valid_from=row.properties["date"]) for row in rows])
    assert found_of(view)["approval_enquiries"].verdict == verdict
