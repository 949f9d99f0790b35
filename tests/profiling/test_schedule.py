from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from benchmarks.loan_schedules import broken, random_loan, run
from hypothesis import given, settings
from hypothesis import strategies as st

from firmgraph.profiling.schedule import Instalment, Loan, schedule

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


def test_two_thousand_schedules_are_right_to_the_cent_in_fractions() -> None:
    found = run(2_000)
    assert (found["wrong"], found.get("first of them")) == (0, None)
    assert min(found[method] for method in ("equal_instalment", "equal_principal", "bullet", "revolving")) > 300


@pytest.mark.parametrize(
    ("method", "words"),
    [("equal_instalment", "level"), ("equal_principal", "equal part"), ("interest_first", "before the end")],
)
def test_a_cent_amiss_anywhere_is_found(method: str, words: str) -> None:
    loan = Loan(Decimal("123456.78"), 24, Decimal("0.0435"), method)
    found = schedule(loan)
    assert list(broken(loan, found)) == []
    assert "the principal parts do not sum to the amount" in set(broken(loan, moved(found, 3, principal="0.01")))
    assert any("interest" in one for one in broken(loan, moved(found, 3, interest="0.01")))
    shifted = moved(moved(found, 3, principal="0.01"), 4, principal="-0.01")
    assert any(words in one for one in broken(loan, shifted))
    assert "the months are not those of the loan" in set(broken(loan, found[:-1]))
    assert "a part is negative" in set(broken(loan, moved(found, 3, principal="-999999")))


def moved(found: Sequence[Instalment], place: int, principal: str = "0", interest: str = "0") -> list[Instalment]:
    """The instalments with parts of one of them moved by some amounts."""
    one = found[place]
    more = replace(one, principal=one.principal + Decimal(principal), interest=one.interest + Decimal(interest))
    return [*found[:place], more, *found[place + 1 :]]


def test_random_loans_reach_the_ends_of_their_ranges() -> None:
    chance = Random(1)
    drawn = [random_loan(chance) for _ in range(3_000)]
    assert {loan.rate for loan in drawn} >= {Decimal(0), Decimal("0.36")}
    assert {loan.months for loan in drawn} >= {1, 600}
    assert min(loan.amount for loan in drawn) < Decimal("0.1") < 10**11 < max(loan.amount for loan in drawn)
