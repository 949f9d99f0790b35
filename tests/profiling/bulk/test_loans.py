"""Compiled loans against the exact ones: where they do not doubt, they are equal."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firmgraph.profiling.all_in import all_in_rate
from firmgraph.profiling.bulk.kernels.loans import DOUBT, all_in, bearable, lent_in_steps, pay
from firmgraph.profiling.bulk.kernels.rounding import half_even, half_up
from firmgraph.profiling.capacity import capacity
from firmgraph.profiling.schedule import Loan, schedule

METHODS = ["equal_instalment", "equal_principal", "bullet", "interest_first"]
ROOM = 600


def drawn(chance: Random) -> Loan:
    fen = chance.choice([chance.randint(1, 500), chance.randint(1, 10**7), chance.randint(1, 100) * 10**7])
    months = chance.choice([1, 2, 12, 36, chance.randint(1, 600)])
    rate = chance.choice([0, chance.randint(1, 36 * 10**6), chance.randint(1, 3600) * 10_000])
    return Loan(Decimal(fen) / 100, months, Decimal(rate) / 10**8, chance.choice(METHODS))


@pytest.mark.parametrize("seed", range(4))
def test_payments_and_all_in_rates_are_the_exact_ones(seed: int) -> None:
    chance, paid, doubts = Random(seed), np.empty(ROOM, np.int64), 0
    for _ in range(300):
        loan = drawn(chance)
        told = int(loan.amount * 100), loan.months, int(loan.rate * 10**8), METHODS.index(loan.method)
        found = schedule(loan)
        if not pay(*told, paid):
            doubts += 1
            continue
        own = {one.month: int(one.payment * 100) for one in found}
        assert list(paid[: loan.months]) == [own.get(month, 0) for month in range(1, loan.months + 1)], loan
        rate = all_in(*told, paid)
        doubts += rate == DOUBT
        assert rate in (DOUBT, int(all_in_rate(loan.amount, found) * 10**6)), loan
    assert doubts <= 3


@pytest.mark.parametrize("method", range(4))
def test_what_can_be_borne_lies_within_the_steps_told(method: int) -> None:
    chance, step = Random(method), 100_000
    for _ in range(300):
        free, months = chance.choice([0, chance.randint(0, 10**8)]), chance.randint(1, 600)
        rate, cover = chance.choice([0, 4_350_000, chance.randint(1, 10**8)]), chance.choice(["1.2", "1.3"])
        most = capacity(Decimal(free) / 100, Decimal(cover), Decimal(rate) / 10**8, months, METHODS[method])
        exact = int(max(most - months, Decimal(0)) // 1000) * step
        low, high = lent_in_steps(bearable(free, float(cover), rate, months, method), months, step)
        assert low <= exact <= high
        assert high - low in (0, step)


def test_at_a_step_itself_both_sides_are_told() -> None:
    assert lent_in_steps(100_000.0 + 1200.0, 12, 100_000) == (0, 100_000)
    assert lent_in_steps(100_001.0 + 1200.0, 12, 100_000) == (100_000, 100_000)


@given(st.integers(0, 10**15), st.integers(1, 10**6))
@settings(max_examples=200, deadline=None)
def test_division_is_rounded_as_decimals_are(number: int, unit: int) -> None:
    exact = Decimal(number) / unit
    assert half_up(number, unit) == exact.quantize(Decimal(1), ROUND_HALF_UP)
    assert half_even(number, unit) == exact.quantize(Decimal(1), ROUND_HALF_EVEN)
    assert half_even(unit * (2 * number % 10**6 + 1), 2 * unit) % 2 == 0
