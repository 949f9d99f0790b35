"""Shares and money in answers: decimal text, never a float."""

import re
from decimal import Decimal
from fractions import Fraction
from typing import overload

from firmgraph.errors import InvalidInput
from firmgraph.graph.normal.amounts import fraction_text

AMOUNT = re.compile(r"[0-9]{1,20}(\.[0-9]{1,2})?")


@overload
def share_of(share: Fraction | Decimal) -> str: ...
@overload
def share_of(share: None) -> None: ...
def share_of(share: Fraction | Decimal | None) -> str | None:
    """Return a share as decimal text of a fraction."""
    return None if share is None else fraction_text(share)


@overload
def yuan_of(fen: int) -> str: ...
@overload
def yuan_of(fen: None) -> None: ...
def yuan_of(fen: int | None) -> str | None:
    """Return an amount of fen as decimal text in yuan."""
    if fen is None:
        return None
    return f"{Decimal(fen).scaleb(-2):f}".rstrip("0").rstrip(".") if fen % 100 else str(fen // 100)


def fen_of(yuan: str | None) -> int | None:
    """Return an amount of yuan, written as a plain decimal that is not negative, in fen."""
    if yuan is None:
        return None
    if not AMOUNT.fullmatch(yuan):
        raise InvalidInput("an amount is a plain number of yuan, not negative, to the fen", field="amount")
    return int(Decimal(yuan).scaleb(2))
