from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.rows import AT, SUBJECT, MakeStore, Row, customer, good_firm, registration

from firmgraph.graph.risk.days import months_later
from firmgraph.packs import pack_by_id
from firmgraph.profiling.capacity import bearable, free_cash
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.instalments import InstalmentOffer, Taken, instalment_offer, plans_of
from firmgraph.profiling.verdict import Verdict

PACK = pack_by_id("instalment-000")


def taken(amount: str = "100000", rate: str | None = "0.06", **stated: Any) -> Taken:
    own = {"longest": 24, "monthly": Decimal(50_000), **stated}
    return Taken("r1", Decimal(amount), None if rate is None else Decimal(rate), **own)


def facts(make_store: MakeStore, *rows: Row) -> Facts:
    return gather(make_store([registration(), *rows]), SUBJECT, AT)


def offered(make_store: MakeStore, one: Taken) -> InstalmentOffer:
    return instalment_offer(one, facts(make_store, customer()), PACK)


@pytest.mark.parametrize(
    ("amount", "verdict"),
    [("9999.99", "FAIL"), ("10000", "PASS"), ("5000000", "PASS"), ("5000000.01", "FAIL")],
)
def test_row_0_14_the_limit_decides_both_ends_included(make_store: MakeStore, amount: str, verdict: str) -> None:
    found = offered(make_store, taken(amount, monthly=Decimal(10_000_000)))
    assert found.verdict == verdict
    assert all("instalments want" in one.en and one.evidence for one in found.reasons[:1])
    assert bool(found.plans) == (verdict == "PASS")


def test_row_0_14_the_borrower_itself_must_be_the_main_holder(make_store: MakeStore) -> None:
    person = instalment_offer(taken(), facts(make_store, customer(customer="个人")), PACK)
    assert (person.verdict, person.reasons[0].evidence) == (Verdict.FAIL, ("test:customer-1",))
    assert "client record" in person.reasons[0].en
    own = instalment_offer(taken(), facts(make_store, customer(customer="企业")), PACK)
    assert own.verdict is Verdict.PASS


def test_row_0_14_without_a_client_record_of_its_code_the_holder_is_not_known(make_store: MakeStore) -> None:
    found = instalment_offer(taken(), facts(make_store), PACK)
    assert (found.verdict, found.plans, found.wire()["eligible"]) == (Verdict.UNKNOWN, (), False)


def test_row_0_14_without_price_or_capacity_nothing_is_promised(make_store: MakeStore) -> None:
    for one in (taken(rate=None), taken(monthly=None)):
        found = offered(make_store, one)
        assert (found.verdict, found.plans) == (Verdict.UNKNOWN, ())
        assert "not known" in found.reasons[0].en


def test_row_0_15_amount_periods_interest_time_and_cash(make_store: MakeStore) -> None:
    body = offered(make_store, taken()).wire()
    assert [plan["periods"] for plan in body["plans"]] == [3, 6, 12, 24]
    assert (body["amount"], body["rate"], body["cash_instalment"]) == ("100000", "0.06", "50000")
    first = body["plans"][0]
    assert (first["first_due"], first["last_due"]) == ("2025-07-30", "2025-09-30")
    assert len(first["schedule"]) == 3
    assert Decimal(first["interest"]) > 0


@given(st.integers(1_000_000, 500_000_000), st.integers(0, 2400))
def test_row_0_15_every_schedule_sums_to_principal_and_interest_to_the_cent(cents: int, basis_points: int) -> None:
    amount = Decimal(cents) / 100
    one = taken(f"{amount:f}", f"{Decimal(basis_points) / 10000:f}", longest=None, monthly=Decimal(10**9))
    plans = list(plans_of(one, "2025-06-30", PACK))
    assert [plan.periods for plan in plans] == PACK.parameters["periods"]
    for plan in plans:
        assert sum(row.principal for row in plan.instalments) == amount
        assert plan.total == amount + plan.interest


def test_row_0_15_3_22_no_plan_asks_for_more_than_can_be_borne(make_store: MakeStore) -> None:
    found = offered(make_store, taken(monthly=Decimal("9000")))
    assert [plan.periods for plan in found.plans] == [12, 24]
    assert all(row.payment <= 9000 for plan in found.plans for row in plan.instalments)
    none = offered(make_store, taken(monthly=Decimal("100")))
    assert (none.verdict, none.plans) == (Verdict.FAIL, ())
    assert "100 a month" in none.reasons[0].en


def test_row_0_15_what_can_be_borne_is_free_cash_over_the_cover_wanted(make_store: MakeStore) -> None:
    known, rules = gather(make_store(good_firm()), SUBJECT, AT), pack_by_id("capacity").parameters
    free = free_cash(known, rules).free
    assert free is not None
    assert bearable(known, ("mortgage",), rules) == free / Decimal("1.2")
    assert bearable(known, (), rules) == free / Decimal("1.3")
    assert bearable(Facts(SUBJECT, AT), (), rules) is None


def test_row_0_15_a_month_too_short_is_due_on_its_last_day() -> None:
    assert months_later("2025-01-31", 1) == "2025-02-28"
    assert months_later("2025-12-31", 2) == "2026-02-28"
