"""Matches as decisions: made, kept in the graph, shown again, the same for HTTP and for the command line's --json."""

from collections.abc import Mapping
from typing import Any

from firmgraph.api.dressing import dress
from firmgraph.api.officer.desk import Desk
from firmgraph.errors import NotFound
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.decision import decision_nodes
from firmgraph.profiling.match import match
from firmgraph.profiling.request import MatchRequest


def match_offers(desk: Desk, request: MatchRequest, *, write: bool = True) -> dict[str, Any]:
    """Return the ranked offers for a request; with `write` the decision is kept in the graph, to be shown again."""
    answer = match(desk.store, request, desk.at, packs=desk.packs, keeper=desk.keeper)
    if write:
        desk.store.derive(*decision_nodes(answer))
    return answer.wire()


def decision_detail(store: GraphStore, decision_id: str) -> dict[str, Any]:
    """Return a decision as it was made, from its node in the graph; raise NotFound for any other id."""
    found = store.node(decision_id) if decision_id.startswith("dec:") else None
    if found is None or found.node.kind != "decision":
        raise NotFound("no decision of this id is kept in this store", field="id")
    kept = dress("decision", found.node.properties)
    body: Mapping[str, Any] = kept.pop("body", {})
    return {
        **body,
        "decision_id": decision_id,
        "made_at": found.node.known_from,
        "stale": bool(kept.get("stale")),
        "evidence": list(found.evidence),
    }
