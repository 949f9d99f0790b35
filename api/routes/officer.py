"""What a risk officer asks of a firm: who stands behind it, whom it guarantees, what would bring it down."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from firmgraph.api import wire_groups, wire_ownership, wire_risk
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import Clean, NodeId, OfficerDesk, Since, Until
from firmgraph.api.officer.changes import changes, watch
from firmgraph.api.officer.control import control
from firmgraph.api.officer.drawn import MEDIA, drawn
from firmgraph.api.officer.groups import group
from firmgraph.api.officer.guarantees import guarantees
from firmgraph.api.officer.numbers import fen_of
from firmgraph.api.officer.owners import owners
from firmgraph.api.officer.ownership import ownership
from firmgraph.api.officer.related import related
from firmgraph.api.officer.risk import risk
from firmgraph.api.officer.standing import standing
from firmgraph.api.officer.trade import trade
from firmgraph.api.openapi import problems

Form = Annotated[
    Literal["json", "mermaid", "graphml", "bods"], Query(alias="format", description="How the answer is written.")
]
Amount = Annotated[
    str | None,
    Query(max_length=30, pattern=r"^[0-9]+(\.[0-9]{1,2})?$", description="A loan asked for or proposed, in yuan."),
]
Watched = Annotated[
    list[Annotated[str, Clean]], Query(alias="id", min_length=1, max_length=1000, description="Repeat for each firm.")
]
router = APIRouter(prefix="/v1/enterprises", tags=["officer"], route_class=CarefulRoute)
watched = APIRouter(prefix="/v1", tags=["officer"], route_class=CarefulRoute)
Direction = Annotated[
    Literal["up", "down"], Query(description="up: who holds the firm; down: what it holds, at any depth.")
]


@router.get(
    "/{id:path}/ownership",
    response_model=wire_ownership.Ownership,
    responses=problems(404, 409),
    summary="Equity penetration",
)
def ownership_of(desk: OfficerDesk, id: NodeId, direction: Direction = "up", form: Form = "json") -> Response:
    """Give the holders or holdings at any depth: exact and naive shares, chains, circles, and what is unknown."""
    if form == "json":
        return Answer(ownership(desk, id, direction))
    return Response(drawn(desk, id, form, up=direction == "up"), media_type=MEDIA[form])


@router.get(
    "/{id:path}/controller",
    response_model=wire_ownership.Control,
    responses=problems(404, 409),
    summary="Actual controller",
)
def controller_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give the actual controller by the company law of the day, the type of control, and the proof."""
    return Answer(control(desk, id))


@router.get(
    "/{id:path}/beneficial-owners",
    response_model=wire_ownership.BeneficialOwners,
    responses=problems(404, 409),
    summary="Beneficial owners",
)
def owners_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give the beneficial owners by the rules of the day, whether the firm is exempt, and the unknown share."""
    return Answer(owners(desk, id))


@router.get(
    "/{id:path}/guarantees",
    response_model=wire_groups.Guarantees,
    responses=problems(404, 409),
    summary="Guarantee circles, chains and cascade",
)
def guarantees_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give circles and chains, guarantees against net assets, the default cascade, and the guarantees to replace."""
    return Answer(guarantees(desk, id))


@router.get("/{id:path}/risk", response_model=wire_risk.Risk, responses=problems(404, 409), summary="Risk scan")
def risk_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give vetoes, grade, open and closed events, parties near it, contagion with its paths, and early warnings."""
    return Answer(risk(desk, id))


@router.get(
    "/{id:path}/group", response_model=wire_groups.Group, responses=problems(404, 409), summary="Group customer"
)
def group_of(desk: OfficerDesk, id: NodeId, amount: Amount = None) -> Answer:
    """Give the group customer a firm belongs to, the tests each member meets, and exposure against limits."""
    return Answer(group(desk, id, fen_of(amount) or 0))


@router.get(
    "/{id:path}/related", response_model=wire_groups.Related, responses=problems(404, 409), summary="Related parties"
)
def related_of(desk: OfficerDesk, id: NodeId, amount: Amount = None) -> Answer:
    """Give related parties by equity, management, family, trade, guarantee and hidden relations, and its hubs."""
    return Answer(related(desk, id, fen_of(amount)))


@router.get(
    "/{id:path}/standing",
    response_model=wire_ownership.Standing,
    responses=problems(404, 409),
    summary="Standing of the ownership",
)
def standing_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give data-quality findings, control-stability and shell signals, and close links."""
    return Answer(standing(desk, id))


@router.get(
    "/{id:path}/trade",
    response_model=wire_risk.TradeConcentration,
    responses=problems(404, 409),
    summary="Trade concentration",
)
def trade_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give how much of sales and purchases of the last twelve months hangs on single counterparties."""
    return Answer(trade(desk, id))


@router.get(
    "/{id:path}/changes",
    response_model=wire_risk.Changes,
    responses=problems(404, 409),
    summary="Changes between two days",
)
def changes_of(desk: OfficerDesk, id: NodeId, since: Since, until: Until) -> Answer:
    """Give what changed about a firm between two days, both included."""
    return Answer(changes(desk, id, since, until))


@watched.get("/alerts", response_model=wire_risk.Alerts, responses=problems(), summary="Alerts of a watch list")
def alerts_of(desk: OfficerDesk, ids: Watched, since: Since, until: Until) -> Answer:
    """Give an alert for each watched firm that changed, or against which something came up, between two days."""
    return Answer(watch(desk, ids, since, until))
