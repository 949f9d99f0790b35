"""What a risk officer asks of a firm: who stands behind it, whom it guarantees, what would bring it down."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from firmgraph.api import wire_officer as wire
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import NodeId, OfficerDesk
from firmgraph.api.officer.control import control
from firmgraph.api.officer.guarantees import guarantees
from firmgraph.api.officer.owners import owners
from firmgraph.api.officer.ownership import ownership
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1/enterprises", tags=["officer"], route_class=CarefulRoute)
Direction = Annotated[
    Literal["up", "down"], Query(description="up: who holds the firm; down: what it holds, at any depth.")
]


@router.get(
    "/{id:path}/ownership", response_model=wire.Ownership, responses=problems(404, 409), summary="Equity penetration"
)
def ownership_of(desk: OfficerDesk, id: NodeId, direction: Direction = "up") -> Answer:
    """Give the holders or holdings at any depth: exact and naive shares, chains, circles, and what is unknown."""
    return Answer(ownership(desk, id, direction))


@router.get(
    "/{id:path}/controller", response_model=wire.Control, responses=problems(404, 409), summary="Actual controller"
)
def controller_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give the actual controller by the company law of the day, the type of control, and the proof."""
    return Answer(control(desk, id))


@router.get(
    "/{id:path}/beneficial-owners",
    response_model=wire.BeneficialOwners,
    responses=problems(404, 409),
    summary="Beneficial owners",
)
def owners_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give the beneficial owners by the rules of the day, whether the firm is exempt, and the unknown share."""
    return Answer(owners(desk, id))


@router.get(
    "/{id:path}/guarantees",
    response_model=wire.Guarantees,
    responses=problems(404, 409),
    summary="Guarantee circles, chains and cascade",
)
def guarantees_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give circles and chains, guarantees against net assets, the default cascade, and the guarantees to replace."""
    return Answer(guarantees(desk, id))
