"""What a risk officer asks of a firm: who stands behind it, whom it guarantees, what would bring it down."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

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
from firmgraph.api.wire_officer import Judged

Route = TypeVar("Route", bound=Callable[..., Any])
Direction = Annotated[
    Literal["up", "down"], Query(description="up: who holds the firm; down: what it holds, at any depth.")
]
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


def _answering(path: str, body: type[Judged], summary: str) -> Callable[[Route], Route]:
    """Return the decorator of a route about one firm, which may be unknown or named by several."""
    return router.get(path, response_model=body, responses=problems(404, 409), summary=summary)


@_answering("/{id:path}/ownership", wire_ownership.Ownership, "Equity penetration")
def ownership_of(desk: OfficerDesk, id: NodeId, direction: Direction = "up", form: Form = "json") -> Response:
    """Give the holders or holdings at any depth: exact and naive shares, chains, circles, and what is unknown."""
    if form == "json":
        return Answer(ownership(desk, id, direction))
    return Response(drawn(desk, id, form, up=direction == "up"), media_type=MEDIA[form])


@_answering("/{id:path}/controller", wire_ownership.Control, "Actual controller")
def controller_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give the actual controller by the company law of the day, the type of control, and the proof."""
    return Answer(control(desk, id))


@_answering("/{id:path}/beneficial-owners", wire_ownership.BeneficialOwners, "Beneficial owners")
def owners_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give the beneficial owners by the rules of the day, whether the firm is exempt, and the unknown share."""
    return Answer(owners(desk, id))


@_answering("/{id:path}/guarantees", wire_groups.Guarantees, "Guarantee circles, chains and cascade")
def guarantees_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give circles and chains, guarantees against net assets, the default cascade, and the guarantees to replace."""
    return Answer(guarantees(desk, id))


@_answering("/{id:path}/risk", wire_risk.Risk, "Risk scan")
def risk_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give vetoes, grade, open and closed events, parties near it, contagion with its paths, and early warnings."""
    return Answer(risk(desk, id))


@_answering("/{id:path}/group", wire_groups.Group, "Group customer")
def group_of(desk: OfficerDesk, id: NodeId, amount: Amount = None) -> Answer:
    """Give the group customer a firm belongs to, the tests each member meets, and exposure against limits."""
    return Answer(group(desk, id, fen_of(amount) or 0))


@_answering("/{id:path}/related", wire_groups.Related, "Related parties")
def related_of(desk: OfficerDesk, id: NodeId, amount: Amount = None) -> Answer:
    """Give related parties by equity, management, family, trade, guarantee and hidden relations, and its hubs."""
    return Answer(related(desk, id, fen_of(amount)))


@_answering("/{id:path}/standing", wire_ownership.Standing, "Standing of the ownership")
def standing_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give data-quality findings, control-stability and shell signals, and close links."""
    return Answer(standing(desk, id))


@_answering("/{id:path}/trade", wire_risk.TradeConcentration, "Trade concentration")
def trade_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give how much of sales and purchases of the last twelve months hangs on single counterparties."""
    return Answer(trade(desk, id))


@_answering("/{id:path}/changes", wire_risk.Changes, "Changes between two days")
def changes_of(desk: OfficerDesk, id: NodeId, since: Since, until: Until) -> Answer:
    """Give what changed about a firm between two days, both included."""
    return Answer(changes(desk, id, since, until))


@watched.get("/alerts", response_model=wire_risk.Alerts, responses=problems(), summary="Alerts of a watch list")
def alerts_of(desk: OfficerDesk, ids: Watched, since: Since, until: Until) -> Answer:
    """Give an alert for each watched firm that changed, or against which something came up, between two days."""
    return Answer(watch(desk, ids, since, until))
