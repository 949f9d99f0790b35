"""The proof that columns do not read past their cut-off: they stay the same whatever is observed after it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.records import KINDS, column_type
from firmgraph.profiling.models.frame_columns import COLUMNS
from firmgraph.profiling.models.frame_drawing import Column
from firmgraph.profiling.models.frame_past import Past
from firmgraph.profiling.models.frame_seen import Seen, Value

COUNTED = ("money", "int")


def leaking_columns(pasts: Iterable[Past], days: Iterable[str], columns: Mapping[str, Column] = COLUMNS) -> list[str]:
    """Return the columns that differ once later records are taken away, or invented, for clients at cut-offs."""
    cut_offs = tuple(days)
    found: set[str] = set()
    for past in pasts:
        for day in cut_offs:
            told = _told(past, day, columns)
            for other in (without_later(past, day), with_invented(past, day)):
                changed = _told(other, day, columns)
                found |= {name for name in columns if changed[name] != told[name]}
    return sorted(found)


def refuse_leaks(pasts: Iterable[Past], days: Iterable[str], columns: Mapping[str, Column] = COLUMNS) -> None:
    """Refuse with InvalidInput columns that read past their cut-off, naming them."""
    if found := leaking_columns(pasts, days, columns):
        raise InvalidInput(f"columns that read past their cut-off: {', '.join(found)}", field=found[0])


def without_later(past: Past, day: str) -> Past:
    """Return a past of which nothing was observed after a day."""
    return Past(past.subject, tuple(one for one in past.versions if one.observed_at <= day))


def with_invented(past: Past, day: str) -> Past:
    """Return a past to which, after a day, each record has a version more and a double, their numbers changed.

    So each kind of record that the firm has comes with news of the time after the day.
    """
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    news = [_changed(one, after) for one in past.versions]
    doubles = [replace(one, record_id=f"{one.record_id}~", uid=f"{one.uid}~") for one in news]
    return Past(past.subject, (*past.versions, *news, *doubles))


def _changed(record: StoredRecord, day: str) -> StoredRecord:
    fields = KINDS[record.kind].model_fields
    payload = {
        name: _raised(value) if name in fields and column_type(fields[name]).name in COUNTED else value
        for name, value in record.payload.items()
    }
    return replace(record, uid=f"{record.uid}~{day}", observed_at=day, payload=payload)


def _raised(value: Any) -> Any:
    """A number that is another one: whole, or an amount as text."""
    if isinstance(value, int):
        return value * 7 + 100
    return f"9{value}" if isinstance(value, str) else value


def _told(past: Past, day: str, columns: Mapping[str, Column]) -> dict[str, Value]:
    seen = Seen(past, day)
    return {name: column(seen) for name, column in columns.items()}
