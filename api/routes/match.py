"""Matching loan products to a request."""

from fastapi import APIRouter

from firmgraph.api import decisions, wire_match
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import ChosenPacks, Held
from firmgraph.api.moments import read_moment
from firmgraph.api.officer.desk import Desk
from firmgraph.api.openapi import problems
from firmgraph.profiling.request import MatchRequest

router = APIRouter(prefix="/v1/match", tags=["match"], route_class=CarefulRoute)


@router.post(
    "",
    response_model=wire_match.Match,
    responses=problems(400, 404, 409, 413, 415),
    summary="Ranked loan products for a request",
)
def match(held: Held, packs: ChosenPacks, request: MatchRequest) -> Answer:
    """Rank loan products, one per class; a gate that fails gives no offers and the reasons. The decision is kept."""
    desk = Desk(held.get(), held.keeper(), read_moment(request.as_of), packs)
    return Answer(decisions.answer_of(desk, held.ledger(), request))
