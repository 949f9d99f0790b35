"""What packs judge of a firm in its portrait: premium target, credit grade, risk value, documents, kind of client."""

from typing import Any

import pytest
from tests.profiling.rows import (
    AT,
    FIRM,
    NAME,
    SUBJECT,
    MakeStore,
    Row,
    account,
    closed_case,
    customer,
    good_firm,
    registration,
    statement,
)

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment
from firmgraph.packs import pack_by_id
from firmgraph.profiling.portrait import Judged, Portrait, draw_portrait
from firmgraph.profiling.portrait_figures import Figures
from firmgraph.profiling.verdict import Verdict


def repaid(overdue: int, months: int = 12) -> list[Row]:
    """So many months of repayment, the first of them overdue."""
    return [
        (
            "repayment",
            {"account_no": "A1", "month": f"2024-{n + 1:02d}", "due": 1, "paid": 1, "overdue_days": 9 * (n < overdue)},
        )
        for n in range(months)
    ]


def judged(make_store: MakeStore, rows: list[Row], day: str = AT.day) -> Judged:
    found = drawn(make_store, rows, day).judged
    assert found is not None
    return found


def drawn(make_store: MakeStore, rows: list[Row], day: str = AT.day) -> Portrait:
    return draw_portrait(make_store(rows), SUBJECT, Moment(day))


def settled(**stated: Any) -> list[Row]:
    """A firm just good enough for a premium target: steadiness 0.8, 20 staff, three years at its address."""
    return [
        registration(approved="2022-06-30"),
        statement(2024, **{"staff": 20, **stated}),
        statement(2023, 16_000_000),
    ]


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        (settled(), Verdict.PASS),
        (settled(staff=19), Verdict.FAIL),
        (settled(revenue=20_000_001), Verdict.FAIL),
        ([registration(approved="2022-07-01"), *settled()[1:]], Verdict.FAIL),
        ([registration(), *settled()[1:]], Verdict.UNKNOWN),
        ([registration(), statement(2024, staff=19)], Verdict.FAIL),
        ([registration(staff=None)], Verdict.UNKNOWN),
    ],
)
def test_row_0_12_premium_target_by_revenue_staff_and_premises(
    rows: list[Row], verdict: Verdict, make_store: MakeStore
) -> None:
    portrait = drawn(make_store, rows)
    assert portrait.judged is not None
    premium = portrait.judged.assessment.premium
    assert premium.judgement.verdict is verdict
    assert portrait.final["premium_target"].value == {"PASS": "yes", "FAIL": "no", "UNKNOWN": None}[verdict]
    assert bool(premium.judgement.unknown) is (verdict is Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("overdue", "grade", "tier"),
    [(0, "high", "premium"), (1, "medium", "standard"), (3, "medium", "standard"), (4, "low", "basic")],
)
def test_row_0_13_overdue_lines_give_the_credit_grade_and_the_tier(
    overdue: int, grade: str, tier: str, make_store: MakeStore
) -> None:
    final = drawn(make_store, [registration(), account(), *repaid(overdue)]).final
    assert (final["credit_grade"].value, final["product_tier"].value) == (grade, tier)
    assert final["credit_grade"].evidence


def test_row_0_13_overdue_today_is_not_high_and_no_history_is_not_known(make_store: MakeStore) -> None:
    today = account(overdue_days=3, overdue_amount=500)
    assert drawn(make_store, [registration(), today, *repaid(0)]).final["credit_grade"].value == "medium"
    found = judged(make_store, [registration(), account()]).assessment.credit
    assert (found.grade, found.tier, found.judgement.unknown) == (None, None, ("overdue_months_in_two_years",))


def test_row_3_11_the_risk_value_is_a_number_with_a_grade_and_reasons(make_store: MakeStore) -> None:
    seized = ("enforcement", {"party": FIRM, "enforcement": "被执行", "case_no": "执1", "filed": "2024-09-01"})
    rows = [*good_firm(), *repaid(4), account("A2", overdue_days=9, overdue_amount=1), seized]
    risk = judged(make_store, rows).assessment.risk
    held = {one.id: one.points for one in risk.points if one.verdict is Verdict.PASS}
    assert held == {"enforced": 30, "overdue_now": 25, "overdue_often": 15}
    assert (risk.value, risk.grade) == (70, "very_high")
    told = risk.wire()["reasons"]
    assert all(one["evidence"] and one["reason"]["zh"] and one["reason"]["en"] for one in told)


def test_row_3_11_what_is_not_known_adds_nothing_and_is_told_apart(make_store: MakeStore) -> None:
    risk = judged(make_store, [registration()]).assessment.risk
    unknown = sum(one.points for one in risk.points if one.verdict is Verdict.UNKNOWN)
    assert (risk.value, risk.grade, risk.worst, risk.worst_grade) == (0, "low", min(unknown, 100), "very_high")
    known, silent = (drawn(make_store, rows).final["risk_value"] for rows in (good_firm(), [registration()]))
    assert silent.confidence < known.confidence < 0.85
    nobody = draw_portrait(make_store([registration()]), "ent:91990100000000999X", AT).judged
    assert nobody is not None
    assert (nobody.assessment.risk.value, nobody.assessment.risk.grade) == (None, None)


def test_row_3_11_the_value_never_passes_the_whole_and_grades_cover_it() -> None:
    parameters = pack_by_id("risk-assessment").parameters
    bounds = [step["at_most"] for step in parameters["grades"]]
    assert bounds == sorted(bounds)
    assert bounds[-1] == parameters["whole"] == 100
    assert sum(one["points"] for one in parameters["points"]) > parameters["whole"]


def test_a_rule_that_names_no_feature_is_refused(make_store: MakeStore) -> None:
    facts = drawn(make_store, [registration()]).facts
    with pytest.raises(InvalidInput):
        Figures(facts, None).judged("shoe_size > 3", {})


def documents(make_store: MakeStore, rows: list[Row], day: str = AT.day) -> dict[str, str]:
    return {one.id: one.state for one in judged(make_store, rows, day).documents.documents}


def flow() -> Row:
    row = {"enterprise": FIRM, "account": "9900000000000001", "date": "2025-03-26", "direction": "in", "amount": 1}
    return "bank_flow", row


def report(day: str = "2025-06-16") -> Row:
    return "credit_report", {"enterprise": FIRM, "report_date": day, "text": "未结清贷款1笔"}


def monthly(period: str) -> Row:
    return "statement", {"enterprise": FIRM, "period": period, "audited": "否", "revenue": 1}


def test_row_3_03_each_document_is_present_missing_or_superseded(make_store: MakeStore) -> None:
    whole = [registration(), flow(), report(), statement(2024), statement(2023), monthly("2025-05")]
    assert documents(make_store, whole) == {
        "business_licence": "present",
        "account_permit": "superseded",
        "basic_account": "present",
        "loan_card": "superseded",
        "bureau_code": "present",
        "audited_statements": "present",
        "latest_month": "present",
    }
    assert set(documents(make_store, [registration(status="吊销")]).values()) == {"missing", "superseded"}


@pytest.mark.parametrize(
    ("years", "state"),
    [
        ([2024, 2023], "present"),
        ([2024], "missing"),
        ([2024, 2022], "missing"),
        ([2023, 2022], "superseded"),
        ([], "missing"),
    ],
)
def test_row_3_03_two_audited_years_in_a_row(years: list[int], state: str, make_store: MakeStore) -> None:
    rows = [registration(), *(statement(year) for year in years)]
    assert documents(make_store, rows)["audited_statements"] == state


def test_row_3_03_an_unaudited_year_does_not_count_and_the_last_one_is_due_in_may(make_store: MakeStore) -> None:
    rows = [registration(), statement(2024, audited="否"), statement(2023), statement(2022)]
    assert documents(make_store, rows, "2025-04-30")["audited_statements"] == "present"
    assert documents(make_store, rows, "2025-05-01")["audited_statements"] == "superseded"


@pytest.mark.parametrize(
    ("month", "state"), [("2025-05", "present"), ("2025-03", "present"), ("2025-02", "superseded")]
)
def test_row_3_03_the_latest_month(month: str, state: str, make_store: MakeStore) -> None:
    assert documents(make_store, [registration(), monthly(month)])["latest_month"] == state


def test_row_3_03_a_document_is_superseded_from_its_day_on(make_store: MakeStore) -> None:
    old = registration(established="2010-01-01", observed_at="2014-01-01")
    assert documents(make_store, [old], "2019-12-31")["account_permit"] == "missing"
    assert documents(make_store, [old], "2020-01-01")["account_permit"] == "superseded"
    found = judged(make_store, [old], "2020-01-01").documents.documents
    assert [one.superseded_by for one in found if one.id == "account_permit"] == ["basic_account"]


def test_row_3_01_a_registered_firm_is_an_enterprise_whatever_the_bank_noted(make_store: MakeStore) -> None:
    told = drawn(make_store, [registration(), customer(customer="个人")]).final["subject_type"]
    assert told.value == "enterprise"
    assert [(loser.value, loser.source) for loser in told.losers] == [("individual", "bank")]


def test_row_3_01_a_person_is_an_individual(make_store: MakeStore) -> None:
    stake = {"enterprise": FIRM, "holder": "李栖洋", "holder_kind": "person"}
    store = make_store([registration(), ("shareholding", {**stake, "ratio": "60%"})])
    person = next(n.node.id for n in store.neighbours(SUBJECT, kinds=["holds"]).items)
    assert draw_portrait(store, person, AT).final["subject_type"].value == "individual"


def test_row_0_09_a_portrait_tells_new_clients_from_old_by_code(make_store: MakeStore) -> None:
    assert drawn(make_store, [registration(), customer()]).final["client_kind"].value == "old_client"
    assert drawn(make_store, [registration()]).final["client_kind"].value == "new_client"
    by_name = customer(enterprise=NAME)
    assert drawn(make_store, [registration(), by_name]).final["client_kind"].value is None


def test_row_3_09_industry_size_scope_and_cooperation_stand_in_the_internal_portrait(make_store: MakeStore) -> None:
    sale = {"invoice_no": "I1", "seller": FIRM, "buyer": "外部买方有限公司", "date": "2025-03-01", "amount": 100}
    internal = drawn(make_store, [*good_firm(), ("invoice", sale)]).internal
    stated = {one.attribute: one for one in internal.statements}
    assert {"industry", "size", "scope", "cooperation"} <= stated.keys()
    assert (stated["cooperation"].basis, stated["cooperation"].value) == ("graph", ("外部买方有限公司",))


def test_row_4_06_the_graph_speaks_in_the_external_portrait(make_store: MakeStore) -> None:
    stake = (
        "shareholding",
        {"enterprise": FIRM, "holder": "甲控股有限公司", "ratio": "60%", "observed_at": "2025-06-20"},
    )
    portrait = drawn(make_store, [*good_firm(), stake])
    placed = {one.attribute for one in portrait.external.statements if one.basis == "graph"}
    assert {"control_depth", "controller", "group_size"} <= placed
    assert {"control_depth", "controller"}.isdisjoint(one.attribute for one in portrait.internal.statements)
    assert portrait.final["controller"].value == ("甲控股有限公司",)
    assert portrait.final["controller"].evidence == ("test:shareholding-8",)


def test_row_4_07_the_internal_portrait_tells_accounts_repayment_statements_and_trade(make_store: MakeStore) -> None:
    rows = [*good_firm(), *repaid(1), flow()]
    body = drawn(make_store, rows).internal.wire()
    assert {"open_accounts", "repayment_on_time", "overdue_in_two_years", "revenue", "flow_in"} <= body[
        "attributes"
    ].keys()
    assert body["sources"] == ["credit", "customer", "diligence", "registration"]


def test_row_4_08_each_attribute_has_confidence_completeness_and_sources(make_store: MakeStore) -> None:
    final = drawn(make_store, [*good_firm(), closed_case(case_no="（2025）测2号")]).wire()["final"]
    known = [one for one in final.values() if one["value"] is not None]
    assert all(0 < one["confidence"] <= 1 and 0 < one["completeness"] <= 1 for one in known)
    assert all(one["sources"] and one["evidence"] for one in known)
    silent = [one for one in final.values() if one["value"] is None]
    assert silent
    assert all(one["confidence"] == one["completeness"] == 0 and not one["evidence"] for one in silent)


@pytest.mark.parametrize(
    ("overdue", "words"),
    [
        (0, ("近两年逾期次数 0（> 0）", "overdue months in two years 0 (> 0)")),
        (1, ("近两年逾期次数 1（> 0，<= 3）", "overdue months in two years 1 (> 0, <= 3)")),
    ],
)
def test_a_value_between_two_bounds_is_told_once_with_its_name(
    make_store: MakeStore, overdue: int, words: tuple[str, str]
) -> None:
    points = {
        one.id: one for one in judged(make_store, [registration(), account(), *repaid(overdue)]).assessment.risk.points
    }
    told = points["overdue_seldom"].reason
    assert (told.zh.partition("：")[2], told.en.partition(": ")[2]) == words
