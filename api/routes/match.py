"""Matching loan products to a request."""

from fastapi import APIRouter

from firmgraph.api import answers, wire_match
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import Store
from firmgraph.api.moments import read_moment
from firmgraph.api.openapi import problems
from firmgraph.profiling.request import MatchRequest

router = APIRouter(prefix="/v1/match", tags=["match"], route_class=CarefulRoute)


@router.post(
    "",
    response_model=wire_match.Match,
    responses=problems(400, 409, 413, 415),
    summary="Ranked loan products for a request",
)
def match(store: Store, request: MatchRequest) -> Answer:
    """Rank loan products, one per class; a gate that fails gives no offers and the reasons. The decision is kept."""
    return Answer(answers.match_offers(store, request, read_moment(request.as_of)))
