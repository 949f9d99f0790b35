"""Amounts as exact decimals: cents, and words for a reader."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def to_cents(amount: Decimal) -> Decimal:
    """Return an amount rounded half up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def spoken(amount: Decimal) -> str:
    """Return an amount with thousands separated, as in 1,800,000."""
    return f"{amount:,f}" if amount != amount.to_integral_value() else f"{int(amount):,}"
