"""The fields of a firm's records that say a tag: list memberships, grades, boards, capital, ages, codes, roles."""

from calendar import monthrange
from collections.abc import Iterator
from typing import Any, get_args

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.records import KINDS
from firmgraph.nlp.structured import LAST_DAY, FieldRecord
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.nlp.text import Source
from firmgraph.profiling.facts import Facts, fact_rules, says_by

SELF = "self"
_SOURCES: dict[str, Source] = {source: source for source in get_args(Source)}


def field_records(facts: Facts) -> list[FieldRecord]:
    """Return what the firm's records say in the fields that make tags, in the order of kinds, then of records.

    A column that names the firm itself says `self`. Of the registry's columns, only the value believed is given.
    """
    return [
        FieldRecord(record.record_id, kind, _SOURCES[KINDS[kind].group], _day(record), dict(_values(facts, record)))
        for kind in sorted(taxonomy().columns_by_kind)
        for record in facts.of(kind)
    ]


def _values(facts: Facts, record: StoredRecord) -> Iterator[tuple[str, Any]]:
    rule = fact_rules()["kinds"][record.kind]
    guards = {"role", LAST_DAY, rule.get("ends")}
    for column in sorted((taxonomy().columns_by_kind[record.kind] | guards) & record.payload.keys()):
        if not says_by(record, column, facts.day):
            continue
        value = record.payload[column]
        if column in rule["party"]:
            yield column, SELF if facts.identity.is_named_by(value) else None
        elif record.kind != "registration" or facts.property(column) in (None, value):
            yield column, value


def _day(record: StoredRecord) -> str | None:
    """The day a record speaks of; of a year or a month, its last one."""
    column = fact_rules()["kinds"][record.kind].get("day")
    stated = record.payload.get(column) if column else None
    if stated is None:
        return None
    day = str(stated)
    if len(day) == len("2024"):
        return f"{day}-12-31"
    if len(day) == len("2024-01"):
        return f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1]}"
    return day
