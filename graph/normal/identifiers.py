"""Identifiers: unified social credit code, old registration number, person's id number.

Codes are checked as GB 32100-2015 (USCC) and GB 11643-1999 (resident identity number) say; an unknown region is
accepted.
"""

import hashlib
import hmac
import re
from functools import cache

from pydantic_core import PydanticCustomError
from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from firmgraph.graph.normal.text import without_spaces
from firmgraph.settings import get_settings

_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_REG_NO = re.compile(r"[0-9]{13}(?:[0-9]{2})?")
_PERSON_ID = re.compile(r"[0-9]{17}[0-9X]")
_PERSON_ID_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{6}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_PHONE_IN_TEXT = re.compile(r"(?<![0-9A-Za-z.])1[3-9][0-9]{9}(?![0-9A-Za-z])")
_SEPARATORS = str.maketrans("", "", "-.")


def uscc(value: object) -> str:
    """Return the 18-character unified social credit code (统一社会信用代码), upper case; refuse a wrong form or check
    digit.
    """
    text = without_spaces(str(value)).upper().translate(_SEPARATORS)
    if not _USCC.fullmatch(text):
        raise PydanticCustomError(
            "uscc_form", "not a unified social credit code: 18 characters of 0-9 and A-Z without I, O, S, V, Z"
        )
    try:
        return str(stdnum_uscc.validate(text))
    except InvalidChecksum:
        raise PydanticCustomError(
            "uscc_check_digit", "the check digit of the unified social credit code is wrong"
        ) from None
    except ValidationError:
        raise PydanticCustomError("uscc_form", "not a unified social credit code") from None


def looks_like_uscc(text: str) -> bool:
    """Tell whether a text has the form of a USCC (its check digit not yet looked at)."""
    return bool(_USCC.fullmatch(text)) and not _PERSON_ID_IN_TEXT.fullmatch(text)


def has_right_check_digit(code: str) -> bool:
    """Tell whether a text of the form of a USCC ends in its check digit."""
    return bool(stdnum_uscc.is_valid(code))


def near_codes(text: str) -> list[str]:
    """Return the right USCCs that are one slip away: a character wrong, missing or too many, or two swapped."""
    slips = {text[:at] + text[at + 1 :] for at in range(len(text))}
    slips |= {text[:at] + one + text[at + 1 :] for at in range(len(text)) for one in _USCC_CHARACTERS}
    slips |= {text[:at] + one + text[at:] for at in range(len(text) + 1) for one in _USCC_CHARACTERS}
    slips |= {text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1)}
    return sorted(slip for slip in slips - {text} if looks_like_uscc(slip) and has_right_check_digit(slip))


def registration_number(value: object) -> str:
    """Return the old registration number (注册号) of 13 or 15 digits."""
    text = without_spaces(str(value))
    if not _REG_NO.fullmatch(text):
        raise PydanticCustomError("registration_number_form", "not an old registration number: 13 or 15 digits")
    return text


def looks_like_registration_number(text: str) -> bool:
    """Tell whether a text has the form of an old registration number."""
    return bool(_REG_NO.fullmatch(text))


def person_number(value: object) -> str:
    """Return a resident identity number (18 characters), its date and check digit right; refuse any other."""
    text = without_spaces(str(value)).upper()
    if not _PERSON_ID.fullmatch(text):
        raise PydanticCustomError("person_id_form", "not a resident identity number: 17 digits and a digit or X")
    try:
        ric.get_birth_date(text)
    except ValidationError:
        raise PydanticCustomError(
            "person_id_date", "the birth date inside the identity number does not exist"
        ) from None
    if ric.calc_check_digit(text) != text[-1]:
        raise PydanticCustomError("person_id_check_digit", "the check digit of the identity number is wrong")
    return text


def looks_like_person_number(text: str) -> bool:
    """Tell whether a text has the form of a resident identity number."""
    return bool(_PERSON_ID_IN_TEXT.fullmatch(text))


@cache
def _key() -> bytes:
    return get_settings().id_key.get_secret_value().encode()


def hashed(number: str) -> str:
    """Return the keyed hash (HMAC-SHA-256, 20 hex digits) under which a person's number is stored."""
    return hmac.new(_key(), number.encode(), hashlib.sha256).hexdigest()[:20]


def masked(number: str) -> str:
    """Return a number with only its first three and last two characters readable; the length stays."""
    return number[:3] + "*" * (len(number) - 5) + number[-2:] if len(number) > 5 else "*" * len(number)


def _mask_match(match: re.Match[str]) -> str:
    text = match.group()
    return text if stdnum_uscc.is_valid(text) else masked(text)


def mask_persons(text: str) -> str:
    """Return a text of the same length with every resident identity number in it masked."""
    return _PERSON_ID_IN_TEXT.sub(_mask_match, text) if len(text) > 17 else text


def mask_private(text: str) -> str:
    """Return a text of the same length with identity numbers and mobile numbers masked, fit for logs and quarantine."""
    return _PHONE_IN_TEXT.sub(lambda m: masked(m.group()), mask_persons(text))
