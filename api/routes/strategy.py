"""Moving the limits and rates of existing clients."""

from fastapi import APIRouter

from firmgraph.api import strategy as moves
from firmgraph.api import wire_strategy
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import OfficerDesk
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1", tags=["strategy"], route_class=CarefulRoute)


@router.post(
    "/strategy",
    response_model=wire_strategy.Strategy,
    responses=problems(400, 404, 413, 415),
    summary="Moves of limits and rates",
)
def strategy(desk: OfficerDesk, asked: wire_strategy.Asked) -> Answer:
    """Move limits and rates of clients told, or of the store's, by the four quadrants or for most profit."""
    return Answer(moves.strategy(desk, asked))
