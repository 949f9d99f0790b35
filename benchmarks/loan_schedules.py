"""Instalment schedules of 100,000 random loans against exact arithmetic of fractions, to the cent."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from firmgraph.profiling.schedule import Instalment, Loan, schedule

LOANS = 100_000
METHODS = ("equal_instalment", "equal_principal", "interest_first", "bullet", "revolving")
MOST_CENTS, MOST_MONTHS, MOST_RATE = 10**14, 600, 360_000
MOST_TOLD = 20


def random_loan(chance: Random) -> Loan:
    """Return a loan of a cent to 10^12 yuan over 1 to 600 months at 0 to 36 % a year, repaid by any method.

    Long loans are drawn less often than short ones, as they are asked for; odd cents and odd rates are the rule.
    """
    cents = min(max(round(10 ** chance.uniform(0, 14)), 1), MOST_CENTS)
    months = chance.choice([1, 2, chance.randint(1, 36), chance.randint(1, 36), chance.randint(1, 60), 120])
    if chance.random() < 0.03:
        months = chance.choice([MOST_MONTHS, chance.randint(1, MOST_MONTHS)])
    rate = chance.choice([0, MOST_RATE, 1, chance.randint(0, MOST_RATE), chance.randint(30_000, 60_000)])
    return Loan(Decimal(cents) / 100, months, Decimal(rate) / 10**6, chance.choice(METHODS))


def half_up(amount: Fraction) -> int:
    """Return an exact amount of cents, not below nothing, rounded half up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def broken(loan: Loan, found: Sequence[Instalment]) -> Iterator[str]:
    """Yield what is wrong with the schedule of a loan: sums, signs, months, interest, level parts."""
    amount, rate = _cents(loan.amount), Fraction(loan.rate)
    parts = [(_cents(one.principal), _cents(one.interest)) for one in found]
    if sum(principal for principal, _ in parts) != amount:
        yield "the principal parts do not sum to the amount"
    if any(principal < 0 or interest < 0 for principal, interest in parts):
        yield "a part is negative"
    if [one.month for one in found] != ([loan.months] if loan.method == "bullet" else list(range(1, loan.months + 1))):
        yield "the months are not those of the loan"
    months = loan.months if loan.method == "bullet" else 1
    owed = amount
    for one, (principal, interest) in zip(found, parts, strict=True):
        if interest != half_up(owed * rate * months / 12):
            yield f"month {one.month}: interest of {interest} cents is not that on {owed}"
        owed -= principal
    yield from _PARTS[loan.method](loan, parts)


def _cents(amount: Decimal) -> int:
    """An amount in cents; one of less than whole cents is refused."""
    cents = Fraction(amount) * 100
    if cents.denominator != 1:
        raise ValueError(f"{amount} is no amount of whole cents")
    return int(cents)


Parts = Sequence[tuple[int, int]]


def level_cents(loan: Loan) -> int:
    """Return the level payment of a loan in cents, by the annuity in fractions."""
    amount, monthly = _cents(loan.amount), Fraction(loan.rate) / 12
    if not monthly:
        return half_up(Fraction(amount, loan.months))
    growth = (1 + monthly) ** loan.months
    return half_up(amount * monthly * growth / (growth - 1))


def _level_payments(loan: Loan, parts: Parts) -> Iterator[str]:
    """All payments but the last are the level one; rounded cents may have repaid a small loan before its end, or the
    interest of a month may be more than the level payment by a cent.
    """
    level, owed = level_cents(loan), _cents(loan.amount)
    for month, (principal, interest) in enumerate(parts[:-1], 1):
        if principal != min(owed, max(level - interest, 0)):
            yield f"month {month}: {principal + interest} cents are not the level payment {level}"
        owed -= principal


def _equal_parts(loan: Loan, parts: Parts) -> Iterator[str]:
    part, owed = half_up(Fraction(_cents(loan.amount), loan.months)), _cents(loan.amount)
    for month, (principal, _) in enumerate(parts[:-1], 1):
        if principal != min(owed, part):
            yield f"month {month}: {principal} cents are not the equal part {part}"
        owed -= principal


def _at_the_end(_loan: Loan, parts: Parts) -> Iterator[str]:
    if any(principal for principal, _ in parts[:-1]):
        yield "something is repaid before the end"


_PARTS = {
    "equal_instalment": _level_payments,
    "equal_principal": _equal_parts,
    "interest_first": _at_the_end,
    "bullet": _at_the_end,
    "revolving": _at_the_end,
}


def run(loans: int = LOANS, seed: int = 20250630) -> Mapping[str, Any]:
    """Return how many schedules of random loans are right to the cent, and what is wrong with the others."""
    chance, counted, wrong = Random(seed), Counter[str](), list[str]()
    begun = time.perf_counter()
    for _ in range(loans):
        loan = random_loan(chance)
        found = schedule(loan)
        counted.update({loan.method: 1, "instalments": len(found)})
        wrong += [f"{loan}: {words}" for words in broken(loan, found)]
    return {
        "loans": loans,
        **dict(sorted(counted.items())),
        "wrong": len(wrong),
        **({"first of them": wrong[:MOST_TOLD]} if wrong else {}),
        "seconds": round(time.perf_counter() - begun),
        "goal": "100,000 loans, every schedule sums to the cent",
    }
