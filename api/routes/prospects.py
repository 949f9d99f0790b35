"""Clients who will need their lines."""

from typing import Annotated

from fastapi import APIRouter, Query

from firmgraph.api import prospects as told
from firmgraph.api import wire_prospects
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import Cursor, OfficerDesk, PageLimit
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1", tags=["strategy"], route_class=CarefulRoute)
Threshold = Annotated[
    float | None, Query(ge=0, le=1, description="Clients predicted strictly above are potential; else the pack's.")
]


@router.get(
    "/prospects", response_model=wire_prospects.Prospects, responses=problems(404), summary="Clients by predicted need"
)
def prospects(desk: OfficerDesk, threshold: Threshold = None, cursor: Cursor = None, limit: PageLimit = 50) -> Answer:
    """Rank clients by predicted utilisation with its interval; those strictly above the threshold are potential."""
    return Answer(told.prospects(desk, threshold, cursor, limit))
