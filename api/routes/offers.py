"""What a client holds and is told, codes of offers, and how fairly products are shown."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from firmgraph.api import offers, wire_offers
from firmgraph.api.answer import Answer
from firmgraph.api.body import CarefulRoute
from firmgraph.api.deps import Clean, DecisionId, Held, NodeId, OfficerDesk
from firmgraph.api.openapi import problems

router = APIRouter(prefix="/v1", tags=["match"], route_class=CarefulRoute)
Product = Annotated[str, Query(min_length=1, max_length=60, description="A product the decision offered."), Clean]
Code = Annotated[str, Query(min_length=1, max_length=500, description="The payload of a scanned code."), Clean]


@router.get(
    "/enterprises/{id:path}/offers",
    response_model=wire_offers.ClientOffers,
    responses=problems(404, 409),
    summary="Products held, referrals and behaviour",
)
def offers_of(desk: OfficerDesk, id: NodeId) -> Answer:
    """Give what a client holds, whom it brought in, a gift for a new client, and its behaviour in one summary."""
    return Answer(offers.client_offers(desk, id))


@router.get(
    "/decisions/{id}/code", response_model=wire_offers.OfferCode, responses=problems(404), summary="Code of an offer"
)
def code_of(held: Held, id: DecisionId, product_id: Product) -> Answer:
    """Give the payload of an offer's QR code and its picture."""
    return Answer(offers.code_of(held.ledger(), id, product_id))


@router.get(
    "/decisions/{id}/code.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}, **problems(404)},
    summary="Picture of an offer's code",
)
def picture_of(held: Held, id: DecisionId, product_id: Product) -> Response:
    """Give the QR code of an offer as an SVG picture."""
    return Response(offers.code_of(held.ledger(), id, product_id)["svg"], media_type="image/svg+xml")


@router.get("/codes", response_model=wire_offers.CodeTold, responses=problems(404), summary="Offer of a scanned code")
def told_by(held: Held, code: Code) -> Answer:
    """Give the decision and the product of a code; one that was changed is refused."""
    return Answer(offers.code_told(held.ledger(), code))


@router.get("/exposure", response_model=wire_offers.Exposure, responses=problems(), summary="Fairness of exposure")
def exposure_of(desk: OfficerDesk, held: Held) -> Answer:
    """Give how often the kept decisions show each product, how unequally, and how that follows deal counts."""
    return Answer(offers.ledger_exposure(desk, held.ledger()))
