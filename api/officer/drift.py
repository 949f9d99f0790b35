"""Whether the graph still looks as it did: drift between two days."""

from dataclasses import replace
from typing import Any

from firmgraph.api.officer.changes import check_window
from firmgraph.api.officer.desk import Desk
from firmgraph.graph.elements import Moment
from firmgraph.graph.monitoring.drift import Drift, drift
from firmgraph.packs import pack_for


def graph_drift(desk: Desk, since: str, until: str) -> dict[str, Any]:
    """Return the drift of the graph from one day to another."""
    check_window(since, until)
    known_at = desk.at.known_at
    at_end = replace(desk, at=Moment(until, known_at))
    before, after = replace(desk, at=Moment(since, known_at)).view(), at_end.view()
    pack = pack_for("graph-drift", until, desk.packs)
    body = {"since": since, "until": until, "measures": [_measure(one) for one in drift(before, after, pack)]}
    return at_end.stamped(after, body, [pack.id])


def _measure(one: Drift) -> dict[str, Any]:
    told = {"name": one.name, "words": {"zh": one.zh, "en": one.en}, "bins": list(one.bins)}
    return {**told, "before": list(one.before), "after": list(one.after), "psi": one.index, "state": one.state}
