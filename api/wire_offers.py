"""The bodies of what follows an offer, as OpenAPI describes them."""

from typing import Annotated, Any

from pydantic import Field

from firmgraph.api.wire import Body, Evidence, Firm, Stamped
from firmgraph.api.wire_match import Match, Money, Reason, Share, Verdict


class Plan(Body):
    """A plan of monthly payments; the schedule sums to the total to the cent."""

    periods: int
    first_due: str
    last_due: str
    interest: Money
    total: Money
    schedule: list[dict[str, Any]]


class Instalment(Body):
    """Whether an offer taken may be repaid by instalments, why, the plans, how much of it may be paid out in cash."""

    verdict: Verdict
    eligible: bool
    reasons: list[Reason]
    pack: str
    amount: Money
    rate: Share | None
    cash_instalment: Money | None
    plans: list[Plan]


class Held(Body):
    """A product a client took; `state` is running, ended, or unknown where the deal states no term."""

    product_id: str
    name: str | None
    since: str
    until: str | None
    amount: Money | None
    state: str
    evidence: Evidence


class Referrals(Body):
    """How many clients a client brought in, how many earn the reward, and the reward once they do."""

    count: int
    threshold: int
    reached: bool
    reward: dict[str, str] | None
    evidence: Evidence


class Answered(Match):
    """The next offers; where one was taken, `accepted` names it and the rest says what follows, else it is left out."""

    accepted: str | None = None
    instalment: Instalment | None = None
    code: Annotated[str | None, Field(description="The payload of the QR code; nothing personal.")] = None
    events: Annotated[list[dict[str, Any]] | None, Field(description="Events entered in the ledger.")] = None
    held: list[Held] | None = None
    referrals: Referrals | None = None
    gift: dict[str, str] | None = None
    channel: str | None = None


class ClientOffers(Stamped):
    """What a client holds, whom it brought in, a gift for a new client, the channel it came by, its behaviour."""

    subject: Firm
    channel: str | None
    held: list[Held]
    referrals: Referrals
    gift: dict[str, str] | None
    behaviour: dict[str, Any]
    packs: list[str]


class OfferCode(Body):
    """The code of an offer and its QR picture."""

    decision_id: str
    product_id: str
    code: str
    svg: str


class CodeTold(Body):
    """The offer that a code stands for."""

    decision_id: str
    product_id: str


class ProductExposure(Body):
    """How often a product was offered and came first."""

    product_id: str
    offered: int
    first: int
    deals: int
    share_of_offers: Share
    share_of_first: Share


class Exposure(Stamped):
    """How fairly lists of offers show products; `deal_bias` is the rank correlation of offers with deals."""

    over: str
    lists: int
    empty: int
    products: list[ProductExposure]
    never_offered: list[str]
    gini: dict[str, str]
    deal_bias: str | None
