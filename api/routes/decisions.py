"""Decisions as they were made."""

from fastapi import APIRouter

from firmgraph.api import decisions, wire_match
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import DecisionId, Store
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1/decisions", tags=["decisions"], route_class=CarefulRoute)


@router.get("/{id:path}", response_model=wire_match.KeptDecision, responses=problems(404), summary="A decision")
def decision(store: Store, id: DecisionId) -> Answer:
    """Show a decision with everything it said when it was made."""
    return Answer(decisions.decision_detail(store, id))
