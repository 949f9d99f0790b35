"""What a feature measures: a value with its evidence, counted or summed from records of a source that has spoken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import yuan
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.records import KINDS
from firmgraph.profiling.facts import Facts


@dataclass(frozen=True, slots=True)
class Measured:
    """A feature's value, in the unit its description tells, and the ids of the records it was taken from."""

    value: Decimal | None
    evidence: tuple[str, ...] = ()


UNKNOWN = Measured(None)


def evidence_of(records: Iterable[StoredRecord]) -> tuple[str, ...]:
    """Return the record ids of some records, each once, in order."""
    return tuple(sorted({record.record_id for record in records}))


def amount_of(record: StoredRecord, column: str) -> Decimal | None:
    """Return an amount of a record in yuan; None when absent or in another currency."""
    return yuan(record.payload.get(column))


def count_rows(facts: Facts, source: str, records: Iterable[StoredRecord]) -> Measured:
    """Return the number of some records of a source; unknown where the source has not spoken."""
    rows = list(records)
    return Measured(Decimal(len(rows)), or_source(facts, source, rows)) if facts.knows(source) else UNKNOWN


def count_cases(facts: Facts, records: Iterable[StoredRecord]) -> Measured:
    """Return the number of cases; several measures or parties under one case number are one case."""
    rows = list(records)
    numbers = {name_key(row.payload.get("case_no", row.uid)) for row in rows}
    known = facts.knows("litigation")
    return Measured(Decimal(len(numbers)), or_source(facts, "litigation", rows)) if known else UNKNOWN


def or_source(facts: Facts, source: str, rows: Iterable[StoredRecord]) -> tuple[str, ...]:
    """Return the evidence of a count; that of none is every record by which the source is known to have spoken."""
    return evidence_of(rows) or evidence_of(
        r for kind, found in facts.records.items() if KINDS[kind].group == source for r in found
    )


def sum_of(facts: Facts, source: str, records: Iterable[StoredRecord], column: str) -> Measured:
    """Return the sum of a column in yuan; unknown without the source, or when an amount is in another currency."""
    rows = [row for row in records if row.payload.get(column) is not None]
    if not facts.knows(source):
        return UNKNOWN
    amounts = [amount_of(row, column) for row in rows]
    known = [amount for amount in amounts if amount is not None]
    return Measured(sum(known, Decimal(0)) if len(known) == len(amounts) else None, or_source(facts, source, rows))


def months_before(day: str, months: int) -> str:
    """Return the month (YYYY-MM) so many months before a day's own."""
    count = int(day[:4]) * 12 + int(day[5:7]) - 1 - months
    return f"{count // 12}-{count % 12 + 1:02d}"


def whole_years(since: str, day: str) -> Decimal:
    """Return the whole years between two days (ISO)."""
    start, end = date.fromisoformat(since), date.fromisoformat(day)
    return Decimal(end.year - start.year - ((end.month, end.day) < (start.month, start.day)))
