"""Gates of a firm, and beside them those under other packs or on another day."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from firmgraph.api import wire_gates
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import NodeId, OfficerDesk
from firmgraph.api.gates import Beside, gates
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1/enterprises", tags=["match"], route_class=CarefulRoute)
BesidePacks = Annotated[
    list[Annotated[str, StringConstraints(max_length=60)]] | None,
    Query(max_length=20, description="Rule pack to look at beside, in place of `pack`; may be repeated."),
]
BesideDay = Annotated[str | None, Query(max_length=10, description="Day to look at beside, YYYY-MM-DD.")]


@router.get(
    "/{id:path}/gates", response_model=wire_gates.Gates, responses=problems(404, 409), summary="Gates, side by side"
)
def gates_of(desk: OfficerDesk, id: NodeId, beside_pack: BesidePacks = None, beside_as_of: BesideDay = None) -> Answer:
    """Give every gate and the client grade, and the same under other packs or on another day, differences marked."""
    return Answer(gates(desk, id, Beside(tuple(beside_pack or ()), beside_as_of)))
