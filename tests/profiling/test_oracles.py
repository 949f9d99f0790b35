"""The worked examples of the specification, exact, in the answer that a client gets: O5, O7, O8, O13, O14."""

from decimal import Decimal
from typing import Any

import pytest
from tests.profiling.asking import answered, request
from tests.profiling.rows import (
    AT,
    FIRM,
    MakeStore,
    Row,
    account,
    consent,
    customer,
    deals,
    good_firm,
    product_row,
    registration,
    statement,
)

from firmgraph.profiling.match import match

LITERAL = ["expectation-000-literal"]
Body = dict[str, Any]


def without(*kinds: str) -> list[Row]:
    return [row for row in good_firm() if row[0] not in kinds]


def offered(body: Body) -> Body:
    [offer] = body["offers"]
    return dict(offer)


def test_o5_the_need_of_the_worked_example_bounds_the_offer(make_store: MakeStore) -> None:
    """The example's sales of 1000, 360,000 times, with balances of its days, so that a new line of 170 is left."""
    own = {"cost": 324_000_000, "profit": 36_000_000, "own_funds": 28_800_000, "short_loans": 7_200_000}
    balances = {"inventory": 54_000_000, "receivables": 60_000_000, "payables": 27_000_000}
    others = {"prepaid": 9_000_000, "advances": 10_000_000, "operating_cash_flow": 10**10}
    years = [statement(day, sales * 10**6, **own, **balances, **others) for day, sales in ((2024, 360), (2023, 300))]
    rows = [*without("statement"), *years, product_row("P1", amount_max=10**9)]
    offer = offered(answered(make_store(rows), amount=10**9).wire())
    assert (offer["bound_by"], offer["amount"]) == ("need", str(170 * 360_000))


@pytest.mark.parametrize(
    ("approved", "of", "events", "score", "verdict"),
    [(9, 10, ["click"], "0.81", "PASS"), (3, 5, ["search", "return"], "0.8", "FAIL")],
)
def test_o7_the_expectation_of_the_worked_example_decides_the_gate(
    make_store: MakeStore, approved: int, of: int, events: list[str], score: str, verdict: str
) -> None:
    [(kind, deal)] = deals("P1", 1)
    rows: list[Row] = [*good_firm(), product_row("P1"), (kind, {**deal, "enterprise": FIRM})]
    rows.append(consent(purpose="behaviour"))
    rows += [("behaviour", {"customer_no": "C1", "at": "2025-06-18 09:30:00", "event": event}) for event in events]
    for number in range(of):
        result = "approved" if number < approved else "refused"
        told = {"application_no": f"A{number}", "enterprise": FIRM, "applied_at": "2024-06-01", "result": result}
        rows.append(("application", told))
    body = match(make_store(rows), request(), AT, packs=LITERAL).wire()
    [gate] = [gate for gate in body["gates"] if gate["name"] == "expectation"]
    assert (gate["found"], gate["verdict"], bool(body["offers"])) == (score, verdict, verdict == "PASS")
    assert Decimal(score) == Decimal("0.81" if verdict == "PASS" else "0.80")


def test_o8_the_capacity_of_the_worked_example_bounds_the_offer(make_store: MakeStore) -> None:
    """Ten million yuan a month at a cover of 1.3 and 4.35 % over 36 months: 259.175 millions, to thousands below."""
    own = {"rate_min": "4.35%", "rate_max": "4.35%", "repayment_methods": ["equal_instalment"], "amount_max": 10**9}
    rows = [
        *without("statement", "credit_account"),
        statement(revenue=10**10, operating_cash_flow=12 * 10**7),
        account(balance="0"),
        product_row("P1", term_max=36, purposes=["equipment"], **own),
    ]
    body = answered(make_store(rows), amount=10**9, term_months=36, purpose="equipment").wire()
    offer = offered(body)
    assert (offer["bound_by"], offer["rate"]) == ("capacity", "0.0435")
    assert offer["amount"] == "259175000"
    free, monthly = Decimal(10**7) / Decimal("1.3"), Decimal("0.0435") / 12
    exact = sum((free / (1 + monthly) ** month for month in range(1, 37)), Decimal(0))
    assert (round(exact / 10**6, 3), exact - int(offer["amount"]) < 2000) == (Decimal("259.175"), True)


@pytest.mark.parametrize(
    ("staff", "revenue", "size"),
    [(300, 20_000_000, "medium"), (300, 19_990_000, "small"), (19, 50_000_000, "micro"), (1000, 400_000_000, "large")],
)
def test_o13_the_size_of_the_worked_example_decides_eligibility(
    make_store: MakeStore, staff: int, revenue: int, size: str
) -> None:
    sized = [product_row(f"P{number}", size_classes=[one]) for number, one in enumerate(SIZES)]
    rows = [*without("statement", "registration"), registration(staff=staff), statement(revenue=revenue, staff=staff)]
    body = answered(make_store([*rows, *sized])).wire()
    told = {
        one["product_id"]: (rule["actual"], rule["verdict"])
        for one in body["eligibility"]
        for rule in one["rules"]
        if rule["rule"] == "size_class"
    }
    assert told == {f"P{n}": (size, "PASS" if one == size else "FAIL") for n, one in enumerate(SIZES)}


SIZES = ("micro", "small", "medium", "large")


@pytest.mark.parametrize(
    ("days", "tier", "verdict"),
    [
        (0, "正常", "PASS"),
        (1, "关注", "PASS"),
        (90, "关注", "PASS"),
        (91, "次级", "FAIL"),
        (270, "次级", "FAIL"),
        (271, "可疑", "FAIL"),
        (360, "可疑", "FAIL"),
        (361, "损失", "FAIL"),
    ],
)
def test_o14_the_tier_by_days_overdue_decides_the_gate(
    make_store: MakeStore, days: int, tier: str, verdict: str
) -> None:
    late = account(five_tier=None, overdue_days=days, overdue_amount=1 if days else 0)
    rows = [registration(), customer(), consent(), statement(), late, product_row("P1")]
    body = match(make_store(rows), request(), AT, packs=["five-tier-2023-1"]).wire()
    [gate] = [gate for gate in body["gates"] if gate["name"] == "five_tier"]
    assert gate["verdict"] == verdict
    assert f"最差未结清账户为{tier}" in gate["reason"]["zh"]
    assert gate["evidence"] == ["test:credit_account-4"]
