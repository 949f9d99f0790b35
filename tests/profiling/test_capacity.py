from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.profiling.rows import AT, SUBJECT, MakeStore, account, registration, statement

from firmgraph.packs import pack_by_id
from firmgraph.profiling.capacity import FreeCash, capacity, debt_service, free_cash
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.schedule import Loan, schedule

RULES = pack_by_id("capacity").parameters
METHODS = ["equal_instalment", "equal_principal", "interest_first", "bullet", "revolving"]


def facts(make_store: MakeStore, *rows: object) -> Facts:
    return gather(make_store([registration(), *rows]), SUBJECT, AT)  # type: ignore[list-item]


def test_o8_present_value_of_what_is_left_for_debts() -> None:
    free = Decimal(10) / Decimal("1.3")
    assert capacity(Decimal(10), Decimal("1.3"), Decimal("0.0435"), 36, "equal_instalment") == Decimal("259.17")
    scaled = capacity(Decimal(10**6), Decimal("1.3"), Decimal("0.0435"), 36, "equal_instalment")
    assert round(scaled / 10**5, 3) == Decimal("259.175")
    monthly = Decimal("0.0435") / 12
    by_hand = sum((free / (1 + monthly) ** month for month in range(1, 37)), Decimal(0))
    assert round(by_hand, 3) == Decimal("259.175")


@given(
    st.decimals(1000, 10**7, places=2),
    st.decimals(0, Decimal("0.24"), places=4),
    st.integers(1, 240),
    st.sampled_from(METHODS),
)
@settings(max_examples=150, deadline=None)
def test_row_3_22_no_payment_of_the_largest_loan_is_beyond_capacity(
    free: Decimal, rate: Decimal, months: int, method: str
) -> None:
    most = capacity(free, Decimal("1.2"), rate, months, method) - months
    paid = Decimal(0)
    for one in schedule(Loan(max(most, Decimal(0)), months, rate, method)):
        paid += one.payment
        assert paid <= free / Decimal("1.2") * one.month + Decimal("0.01")


@given(st.decimals(0, Decimal("0.24"), places=4), st.integers(2, 240), st.sampled_from(METHODS))
@settings(max_examples=60, deadline=None)
def test_the_largest_loan_is_no_smaller_than_it_must_be(rate: Decimal, months: int, method: str) -> None:
    free = Decimal(10**6)
    more = capacity(free, Decimal("1.2"), rate, months, method) * Decimal("1.01")
    paid, beyond = Decimal(0), False
    for one in schedule(Loan(round(more, 2), months, rate, method)):
        paid += one.payment
        beyond = beyond or paid > free / Decimal("1.2") * one.month
    assert beyond


def test_free_cash_is_what_open_accounts_leave(make_store: MakeStore) -> None:
    found = free_cash(facts(make_store, statement(), account(rate="6%")), RULES)
    assert (found.cash, found.service, found.free) == (Decimal(250_000), Decimal(3_000), Decimal(247_000))
    assert found.evidence == ("test:credit_account-2", "test:statement-1")


def test_an_account_repaid_by_instalments_takes_its_balance_over_the_months_left(make_store: MakeStore) -> None:
    row = account(rate="6%", repayment="等额本息", due="2026-06-30")
    assert debt_service(facts(make_store, row), RULES).value == Decimal(53_000)
    assert debt_service(facts(make_store, account(repayment="等额本息")), RULES).value == Decimal(53_000)


def test_a_closed_account_takes_nothing(make_store: MakeStore) -> None:
    assert debt_service(facts(make_store, account(closed="2025-01-01")), RULES).value == 0


def test_profit_stands_in_for_cash_flow_and_silence_for_nothing(make_store: MakeStore) -> None:
    without = statement(operating_cash_flow=None)
    assert free_cash(facts(make_store, without, account()), RULES).cash == Decimal(100_000)
    assert free_cash(facts(make_store, account()), RULES).free is None
    assert free_cash(facts(make_store, statement()), RULES).free is None


def test_debts_above_the_cash_leave_nothing() -> None:
    assert FreeCash(Decimal(10), Decimal(11)).free == 0
