"""What a record's fields must say to make a tag: words, codes, bounds, ages; rules are data (`data/taxonomy.yaml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from string import ascii_lowercase
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from firmgraph.nlp.text import normal_form

LONGEST_NUMBER = 40


class FieldTest(BaseModel):
    """What one field must say; all that is given must hold, and a field that says nothing passes no test.

    `equals` and `contains` want any of their words, `lacks` none of its; `codes` are beginnings of the code's digits,
    letters before them left out. Bounds are of numbers (money in yuan), years are full ones up to the day asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    present: bool = False
    equals: frozenset[str] = frozenset()
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    at_least: Decimal | None = None
    below: Decimal | None = None
    years_at_least: int | None = None
    years_below: int | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a field test must say what is wanted")
        return self

    def holds(self, said: str, today: date | None) -> bool:
        """Whether a field, in its plain form, says what is wanted on a day."""
        return bool(said) and self._has_words(said) and self._is_within(said) and self._has_age(said, today)

    def _has_words(self, said: str) -> bool:
        return (
            (not self.equals or said in self.equals)
            and (not self.contains or any(word in said for word in self.contains))
            and not any(word in said for word in self.lacks)
            and (not self.codes or said.lstrip(ascii_lowercase).startswith(self.codes))
        )

    def _is_within(self, said: str) -> bool:
        if self.at_least is None and self.below is None:
            return True
        number = _number(said)
        return (
            number is not None
            and (self.at_least is None or self.at_least <= number)
            and (self.below is None or number < self.below)
        )

    def _has_age(self, said: str, today: date | None) -> bool:
        if self.years_at_least is None and self.years_below is None:
            return True
        years = _full_years(said, today)
        return (
            years is not None
            and (self.years_at_least is None or self.years_at_least <= years)
            and (self.years_below is None or years < self.years_below)
        )


class FieldRule(BaseModel):
    """A record of `kind` makes the tag when each named field passes its test.

    A field named `a/b` is the quotient of two. Only records that pass the tests of `among` are looked at, and with
    `newest` only the newest of these.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    fields: Mapping[str, FieldTest] = Field(min_length=1)
    among: Mapping[str, FieldTest] = {}
    newest: bool = False

    def holds(self, said: "PlainFields", today: date | None) -> bool:
        """Whether a record's fields pass all tests on a day."""
        return _pass(self.fields, said, today)

    def looks_at(self, said: "PlainFields", today: date | None) -> bool:
        """Whether a record is one of those that this rule is about."""
        return _pass(self.among, said, today)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The fields of the record that say the tag."""
        return tuple(column for name in self.fields for column in name.split("/"))

    @cached_property
    def read(self) -> frozenset[str]:
        """The fields of the record that are looked at at all."""
        return frozenset(self.columns) | frozenset(self.among)


@dataclass(frozen=True, slots=True)
class PlainFields:
    """A record's fields in plain form: normal form, lower case, no blanks around; what is not given is empty."""

    fields: Mapping[str, str]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The plain form of a record's values."""
        return cls({name: _plain(value) for name, value in values.items() if value is not None})

    def value(self, name: str) -> str:
        """What a field says, or the quotient that `a/b` names; empty where that is not known."""
        above, slash, below = name.partition("/")
        if not slash:
            return self.fields.get(name, "")
        part, whole = _number(self.fields.get(above, "")), _number(self.fields.get(below, ""))
        return "" if part is None or whole is None or whole <= 0 else _quotient(part, whole)


def _pass(tests: Mapping[str, FieldTest], said: PlainFields, today: date | None) -> bool:
    return all(test.holds(said.value(name), today) for name, test in tests.items())


def _plain(value: Any) -> str:
    return normal_form(str(value)).strip().lower()


def _quotient(part: Decimal, whole: Decimal) -> str:
    try:
        return str(part / whole)
    except ArithmeticError:
        return ""


def _number(said: str) -> Decimal | None:
    try:
        number = Decimal(said) if len(said) <= LONGEST_NUMBER else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _full_years(said: str, today: date | None) -> int | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    if today is None or day > today:
        return None
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))
