"""Money as exact decimal text and shares as integers of 1e-8."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml
from pydantic_core import PydanticCustomError

from firmgraph.graph.normal.text import without_spaces

SHARE_UNIT = 100_000_000
_PLACES = (6, 8, 12, 18)
_NUMBER = re.compile(r"([+-]?(?:[0-9][0-9,]*)?\.?[0-9]+(?:[eE][+-]?[0-9]{1,2})?)(.*)")
_BARE = re.compile(r"[0-9]{1,16}(?:\.[0-9]{1,4})?")
_NOISE = re.compile(r"[()\s]|单位|整")
_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_SCALE_WORD = re.compile(r"(百万|千万|亿|万|千|百)?(.*)")


@cache
def _currencies() -> Mapping[str, str]:
    table = yaml.safe_load((Path(__file__).parent / "currencies.yaml").read_text(encoding="utf-8"))
    return {word: code for code, words in table["words"].items() for word in words}


def money(value: object) -> str:
    """Return an amount as exact decimal text in whole units of its currency.

    Yuan stand bare (`"5000000"`); another currency is kept beside the number (`"8000000 USD"`), never converted.
    Takes 500万元, 1,000(万元人民币), 800万美元, and plain numbers in yuan.
    """
    text = str(value)
    if _BARE.fullmatch(text):
        return shortest(Decimal(text))
    match = _NUMBER.fullmatch(without_spaces(text).replace("￥", "").replace("¥", ""))
    if match is None:
        raise PydanticCustomError(
            "money_form", "not an amount of money: write yuan as a number, or a number with a unit such as 500万元"
        )
    scale, currency = _unit(match[2])
    amount = shortest(Decimal(match[1].replace(",", "")) * scale)
    return amount if currency == "CNY" else f"{amount} {currency}"


def _unit(text: str) -> tuple[int, str]:
    if text and not _NOISE.sub("", text):
        raise PydanticCustomError("money_unit", "an amount with empty brackets says no unit: write 万元 or 元")
    match = _SCALE_WORD.fullmatch(_NOISE.sub("", text).upper())
    currency = _currencies().get(match[2]) if match else None
    if match is None or currency is None:
        raise PydanticCustomError("money_unit", "the unit or currency of this amount is not known")
    return _SCALES[match[1] or ""], currency


def shortest(amount: Decimal) -> str:
    """Return a decimal without exponent and without trailing zeros."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def yuan(text: str | None) -> Decimal | None:
    """Return a normal-form amount as yuan; None when it is absent or in another currency (never converted)."""
    return None if text is None or " " in text else Decimal(text)


def share(value: object) -> int:
    """Return a share (25%, 25.00%, 0.25) in 1e-8 parts; 100 % is 100,000,000. A bare number above 1 is refused as
    ambiguous.
    """
    text = without_spaces(str(value))
    per_cent = text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        raise PydanticCustomError("share_form", "not a share: write 25% or 0.25") from None
    if not number.is_finite():
        raise PydanticCustomError("share_form", "not a share: write 25% or 0.25")
    fraction = number / 100 if per_cent else number
    if not per_cent and fraction > 1:
        raise PydanticCustomError(
            "share_ambiguous", "a bare number above 1 may be per cent: write 25% or 0.25, or say so in the mapping"
        )
    if not 0 <= fraction <= 1:
        raise PydanticCustomError("share_range", "a share lies between 0 and 100 %")
    return int((fraction * SHARE_UNIT).to_integral_value())


def share_text(parts: int) -> str:
    """Return 1e-8 parts as a decimal fraction, such as 0.255556."""
    return shortest(Decimal(parts) / SHARE_UNIT)


def fraction_text(share: Fraction | Decimal) -> str:
    """Return a share told as a fraction as decimal text: in full where eight places tell it, else to six.

    More places are told where fewer would put it on a whole per cent that it is not on.
    """
    exact = Fraction(share)
    if (exact * SHARE_UNIT).denominator == 1:
        return share_text(int(exact * SHARE_UNIT))
    for places in _PLACES:
        rounded = round(exact * 10**places)
        if Fraction(rounded * 100, 10**places).denominator != 1:
            break
    return shortest(Decimal(rounded).scaleb(-places))


def whole_number(value: object) -> int:
    """Return a whole number; takes 1,200 and 1200人."""
    text = without_spaces(str(value)).replace(",", "").removesuffix("人").removesuffix("天")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise PydanticCustomError("integer_form", "not a whole number") from None
    if not number.is_finite() or number != number.to_integral_value() or abs(number) > 10**15:
        raise PydanticCustomError("integer_form", "not a whole number")
    return int(number)


_FLAGS = {
    "true": True,
    "false": False,
    "是": True,
    "否": False,
    "1": True,
    "0": False,
    "yes": True,
    "no": False,
    "y": True,
    "n": False,
}


def flag(value: object) -> bool:
    """Return a flag; takes true/false, 是/否, 1/0."""
    known = _FLAGS.get(str(value).strip().lower())
    if known is None:
        raise PydanticCustomError("flag_form", "not a flag: write 是 or 否, true or false, 1 or 0")
    return known
