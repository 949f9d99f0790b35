"""Money as exact decimal text and shares as integers of 1e-8."""

import re
from decimal import Decimal, InvalidOperation

from pydantic_core import PydanticCustomError

from firmgraph.graph.normal.text import without_spaces

SHARE_UNIT = 100_000_000
_NUMBER = re.compile(r"([+-]?(?:[0-9][0-9,]*)?\.?[0-9]+(?:[eE][+-]?[0-9]{1,2})?)(.*)")
_BARE = re.compile(r"[0-9]{1,16}(?:\.[0-9]{1,4})?")
_NOISE = re.compile(r"[()\s]|单位|整")
_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
_CURRENCIES = {
    "": "CNY", "元": "CNY", "人民币": "CNY", "元人民币": "CNY", "人民币元": "CNY", "圆": "CNY", "RMB": "CNY", "CNY": "CNY", "YUAN": "CNY",
    "美元": "USD", "美金": "USD", "元美元": "USD", "美": "USD", "美国元": "USD", "USD": "USD",
    "港元": "HKD", "港币": "HKD", "香港元": "HKD", "元港币": "HKD", "元港元": "HKD", "元香港元": "HKD", "港": "HKD", "HKD": "HKD",
    "日元": "JPY", "日圆": "JPY", "日币": "JPY", "元日元": "JPY", "元日圆": "JPY", "JPY": "JPY", "欧元": "EUR", "元欧元": "EUR", "EUR": "EUR",
    "英镑": "GBP", "元英镑": "GBP", "GBP": "GBP", "新台币": "TWD", "台币": "TWD", "台湾元": "TWD", "元新台币": "TWD", "TWD": "TWD",
    "韩元": "KRW", "韩国元": "KRW", "韩币": "KRW", "KRW": "KRW", "新加坡元": "SGD", "元新加坡元": "SGD", "新元": "SGD", "SGD": "SGD",
    "澳元": "AUD", "澳大利亚元": "AUD", "元澳大利亚元": "AUD", "AUD": "AUD", "加元": "CAD", "加拿大元": "CAD", "元加拿大元": "CAD", "CAD": "CAD",
    "澳门元": "MOP", "澳门币": "MOP", "葡币": "MOP", "MOP": "MOP", "瑞士法郎": "CHF", "CHF": "CHF", "德国马克": "DEM", "马克": "DEM",
    "法国法郎": "FRF", "意大利里拉": "ITL", "马来西亚林吉特": "MYR", "马来西亚元": "MYR", "泰国铢": "THB", "泰铢": "THB", "丹麦克朗": "DKK",
    "瑞典克朗": "SEK", "新西兰元": "NZD", "元新西兰元": "NZD", "卢布": "RUB", "奥地利先令": "ATS", "荷兰盾": "NLG", "比利时法郎": "BEF",
}  # fmt: skip
_SCALE_WORD = re.compile(r"(百万|千万|亿|万|千|百)?(.*)")


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
        raise PydanticCustomError("money_form", "not an amount of money: write yuan as a number, or a number with a unit such as 500万元")
    scale, currency = _unit(match[2])
    amount = shortest(Decimal(match[1].replace(",", "")) * scale)
    return amount if currency == "CNY" else f"{amount} {currency}"


def _unit(text: str) -> tuple[int, str]:
    if text and not _NOISE.sub("", text):
        raise PydanticCustomError("money_unit", "an amount with empty brackets says no unit: write 万元 or 元")
    match = _SCALE_WORD.fullmatch(_NOISE.sub("", text).upper())
    currency = _CURRENCIES.get(match[2]) if match else None
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
    """Return a share (25%, 25.00%, 0.25) in 1e-8 parts; 100 % is 100,000,000. A bare number above 1 is refused as ambiguous."""
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
        raise PydanticCustomError("share_ambiguous", "a bare number above 1 may be per cent: write 25% or 0.25, or say so in the mapping")
    if not 0 <= fraction <= 1:
        raise PydanticCustomError("share_range", "a share lies between 0 and 100 %")
    return int((fraction * SHARE_UNIT).to_integral_value())


def share_text(parts: int) -> str:
    """Return 1e-8 parts as a decimal fraction, such as 0.255556."""
    return shortest(Decimal(parts) / SHARE_UNIT)


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


_FLAGS = {"true": True, "false": False, "是": True, "否": False, "1": True, "0": False, "yes": True, "no": False, "y": True, "n": False}


def flag(value: object) -> bool:
    """Return a flag; takes true/false, 是/否, 1/0."""
    known = _FLAGS.get(str(value).strip().lower())
    if known is None:
        raise PydanticCustomError("flag_form", "not a flag: write 是 or 否, true or false, 1 or 0")
    return known
