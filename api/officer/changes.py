"""What changed about firms between two days, and alerts for an officer's watch list."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from firmgraph.api.moments import read_day
from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.risk import event_body
from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment
from firmgraph.graph.risk.alerts import alerts
from firmgraph.graph.risk.changes import FirmChange, changes_between, counted
from firmgraph.graph.risk.past import GRADES
from firmgraph.packs import pack_for

MOST_WATCHED = 1000


def changes(desk: Desk, text: str, since: str, until: str) -> dict[str, Any]:
    """Return what changed about a firm from one day to another, both included."""
    desk = _at_the_end(desk, since, until)
    view = desk.view()
    firm = desk.firm(view, text)
    found = changes_between(view, firm, since, until)
    told = {"subject": named(view, view.id(firm)), "since": since, "until": until}
    return desk.stamped(view, {**told, "changes": [_change(one) for one in found], "counts": counted(found)})


def watch(desk: Desk, texts: Sequence[str], since: str, until: str) -> dict[str, Any]:
    """Return an alert for each watched firm that changed, or against which something came up, in the time."""
    desk = _at_the_end(desk, since, until)
    if len(texts) > MOST_WATCHED:
        raise InvalidInput(f"a watch list names at most {MOST_WATCHED} firms; ask in parts", field="id")
    view = desk.view()
    found = alerts(view, [f"ent:{text}" if view.index(text) is None else text for text in texts], since, until)
    told = [
        {
            "id": one.id,
            "name": one.name,
            "changes": [_change(change) for change in one.changes],
            "events": [event_body(event) for event in one.events],
        }
        for one in found.alerts
    ]
    body = {"since": since, "until": until, "alerts": told, "unknown": list(found.unknown)}
    return desk.stamped(view, body, [pack_for(GRADES, view.day).id])


def _at_the_end(desk: Desk, since: str, until: str) -> Desk:
    """Return the desk at the last of the days, unless another is asked about; refuse days that are none."""
    check_window(since, until)
    return desk if desk.at.as_of else replace(desk, at=Moment(until, desk.at.known_at))


def check_window(since: str, until: str) -> None:
    """Raise InvalidInput for a day that is none, or a window that ends before it begins."""
    if read_day(until, "until") < read_day(since, "since"):
        raise InvalidInput("until lies before since", field="until")


def _change(one: FirmChange) -> dict[str, Any]:
    told = {"item": one.item, "day": one.day, "before": list(one.before), "after": list(one.after)}
    return {**told, "evidence": list(one.evidence)}
