"""Loans in fen and rates of 1e-8: what free cash bears, what is paid month by month, and the all-in rate of it.

Money is whole numbers throughout. Where a binary number is rounded to one, it is only where no error of it could change
the outcome; else the answer is `DOUBT`.
"""

import math

from firmgraph.graph.kernels.arrays import Longs, compiled
from firmgraph.profiling.bulk.kernels.rounding import half_up

DOUBT = -2
LEVEL, PRINCIPAL, BULLET, AT_END = 0, 1, 2, 3
_YEAR = 12 * 100_000_000
_LARGEST = 4e18
_SLACK = 1e-12
_MOST_ROUNDS = 60
_NEAR = 1e-11


@compiled
def bearable(free: int, cover: float, rate: int, months: int, method: int) -> float:
    """Return the largest loan in fen that free cash of a month covers, a binary number."""
    monthly = rate / _YEAR
    if method == LEVEL:
        a_yuan = -math.expm1(-months * math.log1p(monthly)) / monthly if rate > 0 else float(months)
    elif method == PRINCIPAL:
        a_yuan = 1.0 / (1.0 / months + monthly)
    else:
        a_yuan = months / (1.0 + monthly * months)
    return free / cover * a_yuan


@compiled
def lent_in_steps(most: float, months: int, step: int) -> tuple[int, int]:
    """Return the least and the most that what can be borne may come to, less a yuan a month and in whole steps."""
    slack = most * _SLACK + 1e-6
    left = most - 100.0 * months
    low = math.floor(max(left - slack, 0.0) / step) * step
    high = math.floor(max(left + slack, 0.0) / step) * step
    return low, high


@compiled
def _level(amount: int, months: int, rate: int) -> int:
    """Return the level payment of a month, or `DOUBT`."""
    if rate == 0:
        return half_up(amount, months)
    monthly = rate / _YEAR
    payment = amount * monthly / -math.expm1(-months * math.log1p(monthly))
    slack = payment * _SLACK + 1e-9
    low, high = math.floor(payment - slack + 0.5), math.floor(payment + slack + 0.5)
    return low if low == high else DOUBT


@compiled
def pay(amount: int, months: int, rate: int, method: int, paid: Longs) -> bool:
    """Write what is paid in each month; return whether that is sure."""
    if float(amount) * rate * (months if method == BULLET else 1) > _LARGEST:
        return False
    if method == BULLET:
        paid[:months] = 0
        paid[months - 1] = amount + half_up(amount * rate * months, _YEAR)
        return True
    part = 0
    if method == PRINCIPAL:
        part = half_up(amount, months)
    elif method == LEVEL:
        part = _level(amount, months, rate)
        if part == DOUBT:
            return False
    owed = amount
    for month in range(months):
        interest = half_up(owed * rate, _YEAR)
        repaid = max(part - interest, 0) if method == LEVEL else part
        principal = owed if month == months - 1 else min(owed, repaid)
        paid[month] = principal + interest
        owed -= principal
    return True


@compiled
def _monthly(amount: int, months: int, paid: Longs, near: float) -> float:
    """Return the internal rate of return a month, sought from a rate near it; below nought where it is not found.

    Newton's steps from nought, which lies below it, stay below; those from a rate too high may leap beyond nought.
    """
    rate = near
    for _ in range(_MOST_ROUNDS):
        discount = 1.0 / (1.0 + rate)
        worth = slope = 0.0
        for month in range(months - 1, -1, -1):
            due = worth + paid[month]
            slope = slope * discount + due
            worth = due * discount
        falling = slope * discount * discount
        step = (worth - amount) / falling if falling > 0.0 else -1.0
        rate = max(rate + step, 0.0)
        if abs(step) < _NEAR:
            return rate
    return -1.0


@compiled
def all_in(amount: int, months: int, rate: int, method: int, paid: Longs) -> int:
    """Return the all-in yearly rate of a loan in millionths, or `DOUBT`; `paid` is room for its payments."""
    if not pay(amount, months, rate, method, paid):
        return DOUBT
    if paid[:months].sum() <= amount:
        return 0
    monthly = _monthly(amount, months, paid, rate / _YEAR)
    if monthly < 0.0:
        return DOUBT
    yearly = math.expm1(12.0 * math.log1p(monthly)) * 1e6
    slack = (yearly + 1e6) * _SLACK
    low, high = math.floor(yearly - slack + 0.5), math.floor(yearly + slack + 0.5)
    return low if low == high else DOUBT
