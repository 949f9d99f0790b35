from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from firmgraph.profiling.schedule import Loan, schedule

loans = st.builds(
    Loan,
    amount=st.decimals(Decimal("0.01"), 10**12, places=2),
    months=st.integers(1, 600),
    rate=st.decimals(0, Decimal("0.36"), places=6),
    method=st.sampled_from(["equal_instalment", "equal_principal", "interest_first", "bullet", "revolving"]),
)


@given(loans)
@settings(max_examples=150, deadline=None)
def test_principal_sums_to_the_amount_to_the_cent(loan: Loan) -> None:
    found = schedule(loan)
    assert sum(i.principal for i in found) == loan.amount
    assert all(i.principal >= 0 and i.interest >= 0 for i in found)
    assert all(i.principal == round(i.principal, 2) and i.interest == round(i.interest, 2) for i in found)


def test_equal_instalments_are_level() -> None:
    found = schedule(Loan(Decimal(120000), 12, Decimal("0.048"), "equal_instalment"))
    assert {i.payment for i in found[:-1]} == {Decimal("10261.90")}
    assert abs(found[-1].payment - found[0].payment) < Decimal("0.10")


def test_interest_first_pays_the_amount_at_the_end() -> None:
    found = schedule(Loan(Decimal(120000), 3, Decimal("0.06"), "interest_first"))
    assert [int(i.principal) for i in found] == [0, 0, 120000]
    assert {i.interest for i in found} == {Decimal(600)}
