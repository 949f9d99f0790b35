from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmgraph.profiling.all_in import all_in_rate, monthly_rate
from firmgraph.profiling.schedule import Loan, schedule

loans = st.builds(
    Loan,
    amount=st.decimals(1000, 10**9, places=2),
    months=st.integers(1, 360),
    rate=st.decimals(0, Decimal("0.36"), places=4),
    method=st.sampled_from(["equal_instalment", "equal_principal", "interest_first", "bullet", "revolving"]),
)


@given(loans, st.decimals(0, Decimal("0.05"), places=4))
@settings(max_examples=60, deadline=None)
def test_the_payments_at_that_rate_are_worth_what_was_received_to_the_cent(loan: Loan, fee: Decimal) -> None:
    found, received = schedule(loan), round(loan.amount * (1 - fee), 2)
    rate = monthly_rate(received, found)
    worth = sum((one.payment / (1 + rate) ** one.month for one in found), Decimal(0))
    assert abs(worth - received) < Decimal("1e-12")
    assert rate >= 0


def test_the_rate_of_a_small_loan_is_the_root_itself_and_not_only_near_it() -> None:
    loan = Loan(Decimal("0.72"), 10, Decimal("0.1426"), "revolving")
    assert all_in_rate(loan.amount, schedule(loan)) == round((1 + Decimal("0.01") / loan.amount) ** 12 - 1, 6)


def test_a_rate_does_not_hang_on_the_first_guess() -> None:
    found = schedule(Loan(Decimal("1234567.89"), 120, Decimal("0.0435"), "equal_instalment"))
    assert all_in_rate(Decimal("1234567.89"), found) == Decimal("0.044378")
    assert all_in_rate(Decimal(1_000_000), found) > Decimal("0.04")


def test_monthly_interest_compounds() -> None:
    loan = Loan(Decimal(100000), 12, Decimal("0.12"), "interest_first")
    assert all_in_rate(loan.amount, schedule(loan)) == Decimal("0.126825")
    once = Loan(Decimal(100000), 12, Decimal("0.12"), "bullet")
    assert all_in_rate(once.amount, schedule(once)) == Decimal("0.120000")


def test_a_rate_on_the_very_half_is_rounded_up() -> None:
    loan = Loan(Decimal(20000), 12, Decimal("0.0433505"), "bullet")
    assert all_in_rate(loan.amount, schedule(loan)) == Decimal("0.043351")


def test_a_fee_makes_a_loan_dearer() -> None:
    loan = Loan(Decimal(100000), 12, Decimal("0.05"), "equal_instalment")
    assert all_in_rate(loan.amount - 1000, schedule(loan)) > all_in_rate(loan.amount, schedule(loan))
    free = Loan(Decimal(100000), 12, Decimal(0), "equal_instalment")
    assert all_in_rate(free.amount, schedule(free)) == 0
    assert all_in_rate(free.amount + 1, schedule(free)) == 0


def test_nothing_received_has_no_rate() -> None:
    with pytest.raises(ValueError, match="above zero"):
        monthly_rate(Decimal(0), schedule(Loan(Decimal(1000), 3, Decimal("0.05"), "bullet")))
