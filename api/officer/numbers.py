"""Shares and money in answers: decimal text, never a float."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import overload

from firmgraph.errors import InvalidInput

_PLACES = (6, 8, 12, 18)


@overload
def share_of(share: Fraction | Decimal) -> str: ...
@overload
def share_of(share: None) -> None: ...
def share_of(share: Fraction | Decimal | None) -> str | None:
    """Return a fraction as decimal text: in full where eight places tell it, else to six.

    More places are told where fewer would put it on a whole per cent that it is not on.
    """
    if share is None:
        return None
    exact = Fraction(share)
    if (exact * 10**8).denominator == 1:
        return _decimal(exact, 8)
    for places in _PLACES:
        near = Fraction(round(exact * 10**places), 10**places)
        if (near * 100).denominator != 1:
            return _decimal(near, places)
    return _decimal(exact, _PLACES[-1])


def _decimal(share: Fraction, places: int) -> str:
    text = f"{Decimal(round(share * 10**places)).scaleb(-places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


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
    """Return an amount of yuan, written as a plain decimal, in fen."""
    if yuan is None:
        return None
    try:
        return int(Decimal(yuan).scaleb(2))
    except InvalidOperation:
        raise InvalidInput("an amount is a plain number of yuan", field="amount") from None
