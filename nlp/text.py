"""A text to be read, and its normal form, in which every character keeps its place."""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from firmgraph.errors import InvalidInput

Source = Literal["registration", "litigation", "credit", "customer", "diligence"]
SOURCES: tuple[Source, ...] = get_args(Source)

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|&(?:[a-zA-Z]{2,8}|#\d{1,7});")


class Dated:
    """What a source says of a day: `date` (ISO) is that day, or None where it is not known.

    InvalidInput refuses another source than the five, and a date that is not one.
    """

    __slots__ = ()

    source: Source
    date: str | None

    def __post_init__(self) -> None:
        if self.source not in SOURCES:
            raise InvalidInput(f"source must be one of {', '.join(SOURCES)}", field="source")
        try:
            _ = self.day
        except ValueError as error:
            raise InvalidInput("date must be an ISO date such as 2024-01-31", field="date") from error

    @property
    def day(self) -> datetime.date | None:
        """The day this speaks of."""
        return None if self.date is None else _day(self.date)


@dataclass(frozen=True, slots=True)
class Text(Dated):
    """One text field of one record."""

    record: str
    source: Source
    field: str
    date: str | None
    text: str


@lru_cache(maxsize=10_000)
def _day(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


class _CharacterForms(dict[int, str]):
    """The normal form of each character, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = unicodedata.normalize("NFKC", character)
        if len(form) != 1 or form == character:
            form = " " if unicodedata.category(character) in {"Cc", "Cs"} and character != "\n" else character
        self[code] = form
        return form


_FORMS = _CharacterForms()
_OFTEN = [(wide, _FORMS[ord(wide)]) for wide in "，；：（）"]
_PLAIN = re.compile(r"[\n -%'-;=-~、。…—“”《》【】〓·×※℃≤≥★\u4E00-\u9FFF]*+")
"""Texts of characters that are their own normal form and cannot be markup."""


def normal_form(text: str) -> str:
    """The text with full-width and compatibility characters, controls, lone surrogates and markup made plain.

    It has the length of `text`: position i of one is position i of the other; what is not text becomes blanks.
    """
    for wide, plain in _OFTEN:
        text = text.replace(wide, plain)
    if _PLAIN.fullmatch(text):
        return text
    return _MARKUP.sub(lambda found: " " * len(found[0]), text.translate(_FORMS))
