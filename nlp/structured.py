"""Tags from the fields of records: a list membership, a tax grade, a listed board, capital, age, industry code, role.

The same guards stand around a field as around a text: a record's role, its closing day, and the end of its validity.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firmgraph.nlp.field_rules import FieldRule, PlainFields
from firmgraph.nlp.guards import GuardName, guard_book
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.nlp.text import Dated, Source

LAST_DAY = "valid_to"
LONGEST_VALUE = 200
_ENDED: frozenset[GuardName] = frozenset({"expired", "resolved"})


@dataclass(frozen=True, slots=True)
class FieldRecord(Dated):
    """A record's fields by name."""

    record: str
    kind: str
    source: Source
    date: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class TagField:
    """A field of a record that says a tag, and what it says, at most 200 characters of it; `date` is the record's."""

    record: str
    source: Source
    field: str
    value: str
    date: str | None

    def to_wire(self) -> dict[str, Any]:
        """The body that the tags answer shows of a field."""
        return {name: getattr(self, name) for name in TagField.__slots__}


@dataclass(frozen=True, slots=True)
class Statement:
    """A record that says a tag by its fields; one whose validity reaches the day asked for does not age."""

    fields: tuple[TagField, ...]
    day: datetime.date | None


def read_fields(records: Sequence[FieldRecord], today: datetime.date | None = None) -> dict[str, list[Statement]]:
    """The tags that the fields of records say on a day, each with the statements that say it."""
    by_kind: defaultdict[str, list[_Read]] = defaultdict(list)
    for record in records:
        if record.kind in taxonomy().by_kind and (today is None or record.day is None or record.day <= today):
            by_kind[record.kind].append(_Read(record, PlainFields.of(record.values), _guards(record, today)))
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for kind, known in by_kind.items():
        for tag, statements in _read_kind(kind, known, today).items():
            found[tag] += statements
    return {tag: sorted(said, key=lambda one: [repr(field) for field in one.fields]) for tag, said in found.items()}


@dataclass(frozen=True, slots=True)
class _Read:
    """A record, its fields in plain form, and the guards on what they say."""

    record: FieldRecord
    said: PlainFields
    guards: frozenset[GuardName]


def _read_kind(kind: str, known: Sequence[_Read], today: datetime.date | None) -> dict[str, list[Statement]]:
    """The statements of records of one kind; a record says a tag once, by the columns of all rules it fulfils."""
    columns: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for tag, rule in taxonomy().by_kind[kind]:
        for number in _looked_at(rule, known, today):
            if tag.stands(known[number].guards) and rule.holds(known[number].said, today):
                columns[tag.id, number].update(rule.columns)
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for (tag_id, number), names in columns.items():
        found[tag_id].append(_statement(known[number].record, names, today))
    return found


def _looked_at(rule: FieldRule, known: Sequence[_Read], today: datetime.date | None) -> list[int]:
    """The numbers of the records that a rule is about."""
    found = [number for number, one in enumerate(known) if rule.looks_at(one.said, today)]
    if not rule.newest:
        return found
    days = [day for number in found if (day := known[number].record.day)]
    newest = max(days) if days else None
    return [number for number in found if known[number].record.day == newest]


def _statement(record: FieldRecord, columns: Iterable[str], today: datetime.date | None) -> Statement:
    last = _last_day(record)
    holds = last is not None and today is not None and today <= last
    fields = (
        TagField(record.record, record.source, name, str(record.values[name])[:LONGEST_VALUE], record.date)
        for name in sorted(columns)
    )
    return Statement(tuple(fields), None if holds else record.day)


def _guards(record: FieldRecord, today: datetime.date | None) -> frozenset[GuardName]:
    """The guards that a record's role, closing day and end of validity put on what its fields say."""
    book = guard_book()
    given = {
        guard
        for name, value in record.values.items()
        if value is not None and (guard := book.guard_of_field(name, str(value), today))
    }
    last = _last_day(record)
    ended = last is not None and today is not None and last < today
    return frozenset(given) | (_ENDED if ended else frozenset())


def _last_day(record: FieldRecord) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(str(record.values[LAST_DAY]))
    except (KeyError, ValueError):
        return None
