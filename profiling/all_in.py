"""The all-in annual cost (综合融资成本): the yearly rate at which payments are worth exactly what was paid out."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TypeVar

from firmgraph.profiling.schedule import Instalment

_PLACES = Decimal("0.000001")
_SURE = Decimal("1e-20")
_PRECISION = 40
_ENOUGH = Decimal("1e-14")
_MOST_ROUNDS = 200
Number = TypeVar("Number", float, Decimal)


def all_in_rate(received: Decimal, instalments: Sequence[Instalment]) -> Decimal:
    """Return the effective yearly rate of a loan, a fraction to six places.

    `received` is the amount paid out less all fees, in yuan, above zero; instalments tell what is paid in which month.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        yearly = (1 + monthly_rate(received, instalments)) ** 12 - 1
        # A rate that is just half a place is so but for the last digits reckoned with.
        return yearly.quantize(_SURE).quantize(_PLACES, ROUND_HALF_UP)


def monthly_rate(received: Decimal, instalments: Sequence[Instalment]) -> Decimal:
    """Return the internal rate of return a month: the payments discounted by it give what was received.

    Newton's method in binary numbers comes close, in decimals it ends: the last step is so small that the next would
    change nothing in the first twenty places. Payments that come to no more than what was received cost nothing.
    """
    if received <= 0:
        raise ValueError("what is received must be above zero")
    paid = [(one.month, one.payment) for one in instalments if one.payment]
    if sum(payment for _, payment in paid) <= received:
        return Decimal(0)
    with localcontext() as context:
        context.prec = _PRECISION
        rate = Decimal(_near(float(received), [(month, float(payment)) for month, payment in paid]))
        for _ in range(_MOST_ROUNDS):
            step = _step(rate, received, paid, Decimal(1))
            rate += step
            if abs(step) < _ENOUGH:
                break
        return rate


def _near(received: float, paid: Sequence[tuple[int, float]]) -> float:
    """The rate a month as near as binary numbers come; from below the root of a convex curve every step stays below."""
    rate = 0.0
    for _ in range(_MOST_ROUNDS):
        step = _step(rate, received, paid, 1.0)
        rate += step
        if step < 1e-15:
            break
    return rate


def _step(rate: Number, received: Number, paid: Sequence[tuple[int, Number]], one: Number) -> Number:
    """Newton's step from a monthly rate: what the payments are worth too much, by how fast that falls with the rate."""
    worth = slope = one - one
    last = 0
    factor, discount = one, one / (one + rate)
    for month, payment in paid:
        factor *= discount if month == last + 1 else discount ** (month - last)
        last = month
        part = payment * factor
        worth += part
        slope += part * month
    return (worth - received) / (slope * discount)
