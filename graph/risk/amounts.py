"""Amounts of nodes in fen, and fractions exact at the line."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from firmgraph.graph.normal.amounts import fraction_text, yuan


def fen(stated: Any) -> int | None:
    """Return an amount as a node has it (yuan as text) in fen; None when absent or in another currency."""
    amount = yuan(None if stated is None else str(stated))
    return None if amount is None else int(amount.scaleb(2))


def fraction(part: int, whole: int) -> Decimal:
    """Return part of a positive whole as it is told, never on a whole per cent that it is not on; to display it, never
    for a comparison.
    """
    return Decimal(fraction_text(Fraction(part, whole)))


def exceeds(part: int, limit: Decimal, whole: int) -> bool:
    """Tell whether a part is more than a limit (a fraction) of a whole, exactly; of nothing, any part is."""
    return Decimal(part) > limit * max(whole, 0)


def reaches(part: int, limit: Decimal, whole: int) -> bool:
    """Tell whether a part is at least a limit (a fraction) of a positive whole, exactly."""
    return Decimal(part) >= limit * whole
