"""Risk events of one party: what courts, authorities, the bureau, lists and the press say, open or closed on a day."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firmgraph.graph.risk.past import GRADES, begun, ended
from firmgraph.graph.risk.reading_events import READERS
from firmgraph.graph.risk.told import RiskEvent, Told
from firmgraph.graph.snapshot.clock import day_text
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack, pack_for


def risk_events(view: View, node: int, pack: RulePack | None = None) -> tuple[RiskEvent, ...]:
    """Return the risk events of a party that had begun by the day, ordered by dimension, day and id.

    A pack of the family risk-grades says which roles are sued, what ends a case and how long news counts.
    """
    rules = (pack or pack_for(GRADES, view.day)).parameters["events"]
    found: dict[tuple[str, str], RiskEvent] = {}
    for kind, read in READERS:
        for told in _told(view, node, kind, rules):
            if (event := read(told)) is not None:
                found[event.id, event.role] = event
    return tuple(sorted(found.values(), key=lambda event: (event.dimension, event.began or "", event.id, event.role)))


def _told(view: View, node: int, kind: str, rules: Mapping[str, Any]) -> Iterator[Told]:
    numbers = list(begun(view, kind, node))
    if not numbers:
        return
    table = view.snapshot.table(kind)
    for number in sorted(numbers, key=table.id_of):
        event = int(table.end[number])
        yield Told(
            view.id(event),
            view.kind(event),
            view.properties(event),
            table.properties_of(number),
            "target" if kind == "encumbered" else "owner" if kind == "encumbers" else "party",
            day_text(int(table.valid_from[number])),
            ended(view, table, number),
            view.day,
            table.evidence_of(number),
            rules,
        )


def open_against(events: Iterable[RiskEvent], measures: Iterable[str]) -> tuple[RiskEvent, ...]:
    """Return the events of some measures that weigh on the party today."""
    wanted = frozenset(measures)
    return tuple(event for event in events if event.counts and event.measure in wanted)


def cases_of(events: Iterable[RiskEvent]) -> Mapping[str, tuple[RiskEvent, ...]]:
    """Return events by case: those that bear one docket number are one case, an event without number is its own."""
    found: dict[str, tuple[RiskEvent, ...]] = {}
    for event in events:
        key = event.case or event.id
        found[key] = (*found.get(key, ()), event)
    return found


def total_amount(events: Iterable[RiskEvent]) -> tuple[int, bool]:
    """Return the amount of some events in fen, each case once with its largest, and whether every case states one."""
    amounts = [[event.amount for event in case if event.amount is not None] for case in cases_of(events).values()]
    return sum(max(stated) for stated in amounts if stated), all(amounts)
