"""When the holders of an enterprise changed: the days on which one came, left or took another stake."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from firmgraph.graph.snapshot.clock import day_text, known_until
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united


@dataclass(frozen=True, slots=True)
class HolderChange:
    """One day on which the holders of an enterprise were others than the day before, and the records that tell it."""

    day: str
    evidence: tuple[str, ...]


class _Span(NamedTuple):
    """One stated holding; None is an open end, or a stake that is not stated."""

    holder: int
    ratio: int | None
    begin: str | None
    end: str | None
    evidence: tuple[str, ...]

    def holds_on(self, day: str) -> bool:
        return (self.begin is None or self.begin <= day) and (self.end is None or day <= self.end)


def holder_changes(view: View, firm: int, window_days: int) -> tuple[HolderChange, ...]:
    """Return the days of change in the window of so many days that ends on the day of the view, oldest first.

    The day on which the first holders came is the founding, not a change; two sources that state one holding with
    different dates do not make a change.
    """
    first = shifted(view.day, -window_days)
    spans = _spans(view, firm)
    days = {span.begin for span in spans if span.begin} | {shifted(span.end, 1) for span in spans if span.end}
    changes = []
    for day in sorted(day for day in days if first < day <= view.day):
        before, after = _stakes(spans, shifted(day, -1)), _stakes(spans, day)
        if before and before != after:
            told = [span.evidence for span in spans if span.begin == day or span.end == shifted(day, -1)]
            changes.append(HolderChange(day, united(told)))
    return tuple(changes)


def shifted(day: str, days: int) -> str:
    """Return the ISO date so many days after a day."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _spans(view: View, firm: int) -> list[_Span]:
    """Return all holdings of a firm ever known at the moment."""
    table = view.snapshot.table("holds")
    limit = known_until(view.at)
    return [
        _Span(
            int(table.start[number]),
            table.properties_of(number).get("ratio"),
            day_text(int(table.valid_from[number])),
            day_text(int(table.valid_to[number])),
            table.evidence_of(number),
        )
        for number in map(int, table.into_node(firm))
        if table.known_from[number] <= limit
    ]


def _stakes(spans: list[_Span], day: str) -> set[tuple[int, int | None]]:
    return {(span.holder, span.ratio) for span in spans if span.holds_on(day)}
