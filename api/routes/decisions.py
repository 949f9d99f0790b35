"""Decisions as they were made: shown, made again, compared, answered by the client; the ledger verified."""

from typing import Annotated

from fastapi import APIRouter, Query

from firmgraph.api import decisions, wire_match, wire_offers
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import Clean, DecisionId, Held
from firmgraph.api.feedback import Feedback, take_feedback
from firmgraph.api.held_store import HeldStore
from firmgraph.api.officer.desk import Desk
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1/decisions", tags=["decisions"], route_class=CarefulRoute)
Other = Annotated[str, Query(min_length=1, max_length=300, description="Another decision to compare with."), Clean]


def _desk(held: HeldStore) -> Desk:
    return Desk(held.get(), held.keeper())


@router.get(
    "", response_model=wire_match.Verified, responses=problems(), summary="Whether the ledger of decisions is whole"
)
def verify(held: Held) -> Answer:
    """Verify the hash chain of the whole ledger and tell the first entry where it breaks."""
    return Answer(decisions.verified(held.ledger()))


@router.get("/{id}", response_model=wire_match.KeptDecision, responses=problems(404), summary="A decision")
def decision(held: Held, id: DecisionId) -> Answer:
    """Show a decision with everything it said when it was made."""
    return Answer(decisions.decision_detail(_desk(held), held.ledger(), id))


@router.get(
    "/{id}/diff", response_model=wire_match.Difference, responses=problems(404), summary="Two decisions compared"
)
def diff(held: Held, id: DecisionId, other: Other) -> Answer:
    """Tell where two decisions say different things."""
    return Answer(decisions.decision_diff(held.ledger(), id, other))


@router.post(
    "/{id}/replay",
    response_model=wire_match.Replay,
    responses=problems(400, 404, 413, 415),
    summary="A decision made again",
)
def replay(held: Held, id: DecisionId) -> Answer:
    """Make a decision again from what was known then and compare every byte."""
    return Answer(decisions.replay(_desk(held), held.ledger(), id))


@router.post(
    "/{id}/feedback",
    response_model=wire_offers.Answered,
    responses=problems(400, 404, 413, 415),
    summary="What the client says of an offer",
)
def feedback(held: Held, id: DecisionId, said: Feedback) -> Answer:
    """Take an offer and be told what follows, or ask for the next: never one refused before, never beyond capacity."""
    return Answer(take_feedback(_desk(held), held.ledger(), id, said))
