"""The planted risk questions of the invented economy."""

from collections.abc import Iterator
from typing import cast

import pytest
from tests.graph.views import TODAY, Case, number_of, planted_cases, world_view

from firmgraph.graph.elements import Moment
from firmgraph.graph.risk.changes import changes_between, counted
from firmgraph.graph.risk.events import risk_events
from firmgraph.graph.risk.findings import Finding
from firmgraph.graph.risk.grade import risk_grade
from firmgraph.graph.risk.past import has_begun
from firmgraph.graph.risk.picture import RiskPicture, risk_picture
from firmgraph.graph.risk.reading import read_overdue_months, read_statements, read_told, read_trades
from firmgraph.graph.risk.scan import scan
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.told import RiskEvent
from firmgraph.graph.risk.trade import Side, concentration
from firmgraph.graph.risk.warning_tests import RecordsTold
from firmgraph.graph.risk.warnings import early_warnings
from firmgraph.graph.store import GraphStore, open_store

_READ = ("stated_in", "supplies", "has_account")


def subject_of(case: Case) -> Subject:
    view = world_view(case["as_of"])
    return Subject(view, number_of(view, case["about"]["id"]))


def events_of(case: Case) -> tuple[RiskEvent, ...]:
    subject = subject_of(case)
    return risk_events(subject.view, subject.node)


@pytest.fixture(scope="module")
def store(world_store: str) -> Iterator[GraphStore]:
    with open_store(world_store) as opened:
        yield opened


@pytest.mark.parametrize("case", planted_cases("risk_grade"))
def test_grade(case: Case) -> None:
    found = risk_grade(subject_of(case))
    assert found.grade == case["expected"]
    assert found.pack == "risk-grades"
    assert found.verdict == ("PASS" if found.grade == "green" else "FAIL")
    assert found.respond_within_hours == {"red": 24}.get(found.grade)
    assert all(finding.evidence for finding in found.findings if finding.verdict == "FAIL")


@pytest.mark.parametrize("case", planted_cases("enforcement_open"))
def test_open_enforcement(case: Case) -> None:
    events = [event for event in events_of(case) if event.dimension == "enforcement"]
    assert sorted({event.name for event in events if event.counts}) == case["expected"]


@pytest.mark.parametrize("case", planted_cases("enforcement_open"))
def test_scan_counts_one_case_once(case: Case) -> None:
    found = {dimension.name: dimension for dimension in scan(subject_of(case)).dimensions}
    assert found["enforcement"].open == len(case["expected"])


@pytest.mark.parametrize("case", planted_cases("dishonest"))
def test_dishonest(case: Case) -> None:
    assert any(event.measure == "dishonest" and event.counts for event in events_of(case)) is case["expected"]


@pytest.mark.parametrize("case", planted_cases("litigation_as"))
def test_role_aware(case: Case) -> None:
    cases = [event for event in events_of(case) if event.dimension == "litigation"]
    told = {
        "plaintiff": sorted(event.name for event in cases if not event.against),
        "defendant": sorted(event.name for event in cases if event.against),
    }
    assert told == case["expected"]


@pytest.mark.parametrize("case", planted_cases("blacklist"))
def test_blacklist(case: Case) -> None:
    (listing,) = [event for event in events_of(case) if event.dimension == "blacklist"]
    assert listing.counts is case["expected"]
    assert listing.evidence


@pytest.mark.parametrize("case", planted_cases("approval_enquiries_half_year"))
def test_enquiries_raise_a_warning(case: Case) -> None:
    found = {finding.rule: finding for finding in early_warnings(subject_of(case)).findings}["approval_enquiries"]
    assert (found.value, found.unit, found.verdict) == (case["expected"], "count", "FAIL")
    assert len(found.evidence) == 7


@pytest.mark.parametrize("case", planted_cases("changes_between"))
def test_changes(case: Case) -> None:
    subject = subject_of(case)
    found = changes_between(subject.view, subject.node, case["since"], case["until"])
    assert counted(found) == {**case["expected"], "position": 1}
    (change,) = [change for change in found if change.item == "shareholder"]
    assert (change.day, len(change.before), len(change.after), len(change.evidence)) == ("2024-07-01", 1, 1, 3)
    assert changes_between(subject.view, subject.node, "2024-06-01", "2024-06-30") == ()


@pytest.mark.parametrize("case", planted_cases("overdue_six_months"))
def test_months_overdue(case: Case, store: GraphStore) -> None:
    subject = subject_of(case)
    months = read_overdue_months(store, subject.view, subject.node)
    assert months is not None
    assert sum(month >= "2025-01" for month in months) == case["expected"]["count"]


def test_a_firm_without_trade_statements_or_accounts_costs_no_reading() -> None:
    view = world_view()
    untold = [n for n in range(view.size) if not any(has_begun(view, kind, n) for kind in _READ)]
    assert any(view.kind(node) == "enterprise" for node in untold)
    closed = cast(GraphStore, None)
    for node in untold:
        assert read_told(closed, view, node) == RecordsTold()
        assert read_overdue_months(closed, view, node) is None


def test_sales_of_two_years_are_told_apart(store: GraphStore) -> None:
    view = world_view()
    told = [read_told(store, view, node) for node in range(view.size) if has_begun(view, "supplies", node)]
    assert any(one.sales for one in told)
    for one in told:
        sales, earlier = one.sales, one.earlier_sales
        assert sales is not None
        assert earlier is not None
        assert {trade.evidence for trade in sales}.isdisjoint(trade.evidence for trade in earlier)


def _findings(found: RiskPicture) -> list[Finding]:
    return [*found.vetoes.findings, *found.grade.findings, *found.warnings.findings]


def test_a_picture_of_every_firm_says_its_packs_and_never_reads_silence_as_clean() -> None:
    view, told = world_view(), 0
    for node in range(view.size):
        if view.kind(node) == "enterprise":
            found = risk_picture(Subject(view, node))
            told += 1
            assert found.packs == ("vetoes", "guarantee-circles", "risk-grades", "contagion", "early-warning")
            assert all((one.value is None) == (one.unit is None) for one in _findings(found))
            assert found.grade.verdict != "PASS" or not found.grade.silent
            overdue = {dimension.name: dimension.verdict for dimension in found.scan.dimensions}["overdue"]
            assert overdue != "PASS" or "credit" not in found.grade.silent
    assert told > 60


def test_trade_is_read_from_invoices_of_either_side(store: GraphStore) -> None:
    (case,) = planted_cases("guarantee_cascade")
    firm, at = case["about"]["id"], Moment(TODAY)
    both: tuple[Side, Side] = ("seller", "buyer")
    sides = {side: read_trades(store, firm, at, side) for side in both}
    rows = list(store.records(about=firm, kinds=["invoice"], at=at))
    assert len(sides["seller"]) + len(sides["buyer"]) == sum(row.payload["status"] != "void" for row in rows)
    for side, trades in sides.items():
        found = concentration(trades, side, TODAY)
        assert found.total == sum(trade.amount for trade in trades)
        assert found.single.evidence


def test_statements_of_records_tell_more_than_the_view(store: GraphStore) -> None:
    (case,) = planted_cases("guarantee_cascade")
    firm = case["about"]["id"]
    rows = read_statements(store, firm, Moment(TODAY))
    assert {"operating_cash_flow", "interest_expense"} <= rows[-1].figures.keys()
    view = world_view()
    found = early_warnings(Subject(view, number_of(view, firm)), RecordsTold(statements=rows))
    assert {one.rule: one.verdict for one in found.findings}["staff_drop"] == "PASS"
