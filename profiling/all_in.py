"""The all-in annual cost (综合融资成本): the yearly rate at which payments are worth what was paid out, to the cent."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from firmgraph.profiling.schedule import Instalment

_STEP = Decimal("0.000001")
_PRECISION = 40
_ENOUGH = Decimal("0.0005")
_MOST_ROUNDS = 200


def all_in_rate(received: Decimal, instalments: Sequence[Instalment]) -> Decimal:
    """Return the effective yearly rate of a loan, a fraction to six places.

    `received` is the amount paid out less all fees, in yuan, above zero; instalments tell what is paid in which month.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        yearly = (1 + monthly_rate(received, instalments)) ** 12 - 1
        return yearly.quantize(_STEP, ROUND_HALF_UP)


def monthly_rate(received: Decimal, instalments: Sequence[Instalment]) -> Decimal:
    """Return the internal rate of return a month: the payments discounted by it give what was received to the cent.

    Newton's method on a convex falling function from below its root, so that every step stays below it.
    """
    if received <= 0:
        raise ValueError("what is received must be above zero")
    with localcontext() as context:
        context.prec = _PRECISION
        rate = Decimal(0)
        for _ in range(_MOST_ROUNDS):
            worth, slope = _worth(rate, instalments)
            if worth - received <= _ENOUGH:
                return rate
            rate += (worth - received) / slope
        return rate


def _worth(rate: Decimal, instalments: Sequence[Instalment]) -> tuple[Decimal, Decimal]:
    """What the payments are worth today at a monthly rate, and how fast that falls with the rate."""
    worth, slope, month, factor = Decimal(0), Decimal(0), 0, Decimal(1)
    step = 1 / (1 + rate)
    for instalment in instalments:
        factor *= step ** (instalment.month - month)
        month = instalment.month
        worth += instalment.payment * factor
        slope += instalment.payment * factor * month
    return worth, slope * step
