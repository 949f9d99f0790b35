"""Sums of money in a text, in Arabic or Chinese numerals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import cn2an  # type: ignore[import-untyped]

_CURRENCIES = {
    "元": "CNY", "圆": "CNY", "块钱": "CNY", "人民币": "CNY", "¥": "CNY", "RMB": "CNY", "CNY": "CNY",
    "美元": "USD", "美金": "USD", "USD": "USD", "US$": "USD", "$": "USD",
    "港元": "HKD", "港币": "HKD", "HK$": "HKD", "HKD": "HKD",
    "欧元": "EUR", "EUR": "EUR", "€": "EUR",
    "日元": "JPY", "日圆": "JPY", "JPY": "JPY",
    "英镑": "GBP", "GBP": "GBP", "£": "GBP",
}  # fmt: skip
_MULTIPLIERS = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_BEFORE = "人民币|RMB|CNY|¥|USD|US\\$|HK\\$|HKD|EUR|JPY|GBP|€|£|\\$|美元|港币|欧元"
_AFTER = "美元|美金|港元|港币|欧元|日元|日圆|英镑|块钱|元|圆"
_DIGITS = r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,6})?(?![\d.])"
_DIGIT_WORDS = "零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_HANZI = _DIGIT_WORDS + "十百千万亿两拾佰仟萬億"
_AMOUNT = re.compile(
    rf"(?:(?P<before>{_BEFORE})\s?:?\s?)?"
    rf"(?:(?P<digits>{_DIGITS})\s?(?P<multiplier>[百千]?万亿?|[百千]?亿|[百千])?|(?<![{_HANZI}])(?P<hanzi>[{_HANZI}]{{1,30}}))"
    rf"[余多]?\s?(?P<after>{_AFTER})?"
    rf"(?P<small>(?:零?[\d{_DIGIT_WORDS}]角)?(?:零?[\d{_DIGIT_WORDS}]分(?!之))?)整?"
)
_PLAIN = str.maketrans("萬億〇圆", "万亿零元")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum in hundredths of a currency (fen for CNY), at [start, end)."""

    fen: int
    currency: str
    start: int
    end: int


def find_sums(normal: str) -> Iterator[Sum]:
    """Yield every sum with a currency, by place; 三百万元, 1,200万元, 叁佰万元整 and ¥3.50 are sums."""
    for found in _AMOUNT.finditer(normal):
        before, after = found["before"], found["after"]
        if not (before or after):
            continue
        whole = _whole(found["digits"], found["multiplier"], found["hanzi"])
        if whole is None:
            continue
        fen = whole * 100 + (_small(found["small"]) if after else 0)
        currency = _CURRENCIES[after if after and after not in "元圆" else before or after]
        yield Sum(int(fen.to_integral_value()), currency, *found.span())


def _whole(digits: str | None, multiplier: str | None, hanzi: str | None) -> Decimal | None:
    if digits is not None:
        value = Decimal(digits.replace(",", ""))
        for letter in multiplier or "":
            value *= _MULTIPLIERS[letter]
        return value
    return numeral(hanzi or "")


def numeral(hanzi: str) -> Decimal | None:
    """The number that Chinese numerals say, in either writing; None where they say none."""
    plain = hanzi.translate(_PLAIN)
    try:
        return Decimal(str(cn2an.cn2an(plain, "smart")))
    except (ValueError, ArithmeticError, KeyError, IndexError):
        return None


def _small(text: str) -> Decimal:
    """The hundredths that 五角三分 says."""
    total = Decimal(0)
    for letter, unit in pairwise(text):
        if unit in "角分":
            value = Decimal(letter) if letter.isascii() else numeral(letter) or Decimal(0)
            total += value * (10 if unit == "角" else 1)
    return total
