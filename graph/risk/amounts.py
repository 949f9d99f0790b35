"""Amounts of nodes in fen, and fractions exact at the line."""

from decimal import Decimal
from typing import Any

from firmgraph.graph.normal.amounts import yuan

_SIX_PLACES = Decimal("0.000001")


def fen(stated: Any) -> int | None:
    """Return an amount as a node has it (yuan as text) in fen; None when absent or in another currency."""
    amount = yuan(None if stated is None else str(stated))
    return None if amount is None else int(amount.scaleb(2))


def fraction(part: int, whole: int) -> Decimal:
    """Return part of a positive whole, rounded to six places; for display, never for a comparison."""
    return (Decimal(part) / Decimal(whole)).quantize(_SIX_PLACES).normalize()


def exceeds(part: int, limit: Decimal, whole: int) -> bool:
    """Tell whether a part is more than a limit (a fraction) of a whole, exactly; of nothing, any part is."""
    return Decimal(part) > limit * max(whole, 0)


def reaches(part: int, limit: Decimal, whole: int) -> bool:
    """Tell whether a part is at least a limit (a fraction) of a positive whole, exactly."""
    return Decimal(part) >= limit * whole
