"""Codes of the invented economy: valid by check digit, in regions that are not assigned, so that they are nobody's."""

from datetime import date, timedelta

from stdnum.cn import ric, uscc

_CODE_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_FIRST_BIRTHDAY = date(1958, 1, 1)
_BIRTHDAYS = 15_000
_SCATTER = 514_229


def organisation_code(number: int) -> str:
    """Return the nine characters of an organisation code (GB 11714) for a running number below 31 to the sixth."""
    rest = number * _SCATTER % 31**6
    body = ""
    for _ in range(6):
        rest, digit = divmod(rest, 31)
        body = _CODE_DIGITS[digit] + body
    body = "MA" + body
    total = sum(int(character, 36) * weight for character, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return body + "0123456789X0"[(11 - total % 11) % 12]


def credit_code(number: int, region: str, *, sole_trader: bool = False) -> str:
    """Return the unified social credit code (GB 32100) of a running number in a region."""
    code = f"9{2 if sole_trader else 1}{region}{organisation_code(number)}"
    return code + uscc.calc_check_digit(code)


def person_number(number: int, region: str) -> str:
    """Return the resident identity number (GB 11643) of a running number below 14 million in a region."""
    sequence, day = divmod(number, _BIRTHDAYS)
    birthday = _FIRST_BIRTHDAY + timedelta(days=day * 7919 % _BIRTHDAYS)
    code = f"{region}{birthday:%Y%m%d}{sequence + 1:03d}"
    return code + ric.calc_check_digit(code + "0")


def phone(number: int) -> str:
    """Return eleven digits beginning 102, a range from which no telephone number is given out."""
    return f"102{number * 1_299_709 % 10**8:08d}"


def account_number(number: int, order: int) -> str:
    """Return the number of a firm's credit account."""
    return f"LN{number:09d}{order:02d}"


def customer_number(number: int) -> str:
    """Return the bank's client number of a firm."""
    return f"C{number:09d}"


def case_number(number: int, year: int, word: str = "民初") -> str:
    """Return a docket number of a court of the invented city."""
    return f"（{year}）云99{word}{number}号"
