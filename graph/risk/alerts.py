"""Alerts for an officer's watch list: what changed about each firm between two days, and what came up against it."""

from collections.abc import Iterable
from dataclasses import dataclass

from firmgraph.graph.risk.changes import FirmChange, changes_between
from firmgraph.graph.risk.events import risk_events
from firmgraph.graph.risk.told import RiskEvent
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class Alert:
    """What an officer is told of one watched firm: its changes, and the risk events that began in the time."""

    id: str
    name: str
    changes: tuple[FirmChange, ...]
    events: tuple[RiskEvent, ...]


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts of a watch list, ordered by id; `unknown` are watched ids of which nothing is known."""

    alerts: tuple[Alert, ...]
    unknown: tuple[str, ...]


def alerts(view: View, watched: Iterable[str], since: str, until: str) -> Alerts:
    """Return an alert for each watched firm of which there is something to tell, from one day to another (included)."""
    found, unknown = [], []
    for identifier in sorted(set(watched)):
        node = view.index(identifier)
        if node is None:
            unknown.append(identifier)
            continue
        changes = changes_between(view, node, since, until)
        events = tuple(e for e in risk_events(view, node) if e.against and e.began and since <= e.began <= until)
        if changes or events:
            found.append(Alert(identifier, view.name(node), changes, events))
    return Alerts(tuple(found), tuple(unknown))
