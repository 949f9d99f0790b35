"""Decimals as whole numbers of a unit, which compiled loops compute with exactly."""

from decimal import Decimal

from firmgraph.profiling.money import CENT

MOST_FEN = 9 * 10**12
"""The largest amount the loops compute with: a millionth part of an amount still fits sixty-four bits."""
RATE = Decimal("1e-8")
PART = Decimal("1e-6")
NONE = -1


class NotWholeError(ValueError):
    """A number is no whole number of a unit, or too large: only the exact path can reckon with it."""


def whole(value: Decimal, unit: Decimal) -> int:
    """Return how many units a number is; raise NotWholeError where that is no whole number or too many."""
    count = value / unit
    if count != count.to_integral_value() or abs(count) > MOST_FEN:
        raise NotWholeError(f"{value} is no whole number of {unit}, or too large")
    return int(count)


def whole_or_none(value: Decimal | None, unit: Decimal) -> int:
    """Return how many units a number is, `NONE` for none; raise NotWholeError as `whole` does."""
    return NONE if value is None else whole(value, unit)


def bound_in_fen(amount: Decimal) -> int:
    """Return a bound in fen; one above all amounts is told as a fen above them, for it binds none."""
    return whole(min(amount, (MOST_FEN + 1) * CENT), CENT) if amount <= MOST_FEN * CENT else MOST_FEN + 1
