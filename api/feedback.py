"""What a client says of an offer: taken, or another one wanted, never one refused before nor beyond capacity.

Document 003, push steps 2 and 3 (rows 3-20 to 3-22).
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from firmgraph.api.after_success import after_success
from firmgraph.api.decisions import Body, kept, match_offers
from firmgraph.api.ledger.ledger import Ledger, Note, unpacked
from firmgraph.api.officer.desk import Desk
from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment
from firmgraph.graph.references import digest
from firmgraph.profiling.canonical import canonical_json
from firmgraph.profiling.request import read_request

KIND = "feedback"


class Feedback(BaseModel):
    """Whether the client takes a product that a decision offered."""

    model_config = ConfigDict(extra="forbid")

    satisfied: bool
    product_id: str = Field(min_length=1, max_length=60)


def take_feedback(desk: Desk, ledger: Ledger, decision_id: str, said: Feedback) -> Body:
    """Record what a client says of an offer, and return the next offers in the form of a match.

    Satisfied: the offer taken alone, `accepted` names it, and what follows: instalments, code, events, products held.
    Not satisfied: a new decision on the same day and data without any product refused since the first; when none is
    left, no offers and the reason. Raises InvalidInput for a product that the decision did not offer.
    """
    _, told = kept(ledger, decision_id)
    answer: Body = told["answer"]
    if said.product_id not in {offer["product_id"] for offer in answer["offers"]}:
        raise InvalidInput("the decision did not offer this product", field="product_id")
    session = told["session"] or decision_id
    _note(ledger, answer["subject"]["id"], {"decision": decision_id, "session": session, **said.model_dump()})
    if said.satisfied:
        return _accepted(desk, ledger, told, said.product_id)
    refused = {*answer["request"].get("refused", ()), *_refused(ledger, answer["subject"]["id"], session)}
    request = read_request({**answer["request"], "refused": sorted(refused)})
    own = Desk(desk.store, desk.keeper, desk.at, tuple(told["packs"]))
    return match_offers(own, ledger, request, Moment(answer["as_of"], answer["known_at"]), session)


def _note(ledger: Ledger, subject: str, body: dict[str, Any]) -> None:
    ledger.append([Note(KIND, f"fbk:{digest(canonical_json(body), size=16)}", subject, body)])


def _refused(ledger: Ledger, subject: str, session: str) -> set[str]:
    said = [unpacked(entry.content) for entry in ledger.about(subject) if entry.kind == KIND]
    return {one["product_id"] for one in said if one["session"] == session and not one["satisfied"]}


def _accepted(desk: Desk, ledger: Ledger, told: Body, product_id: str) -> Body:
    answer: Body = told["answer"]
    offers = [offer for offer in answer["offers"] if offer["product_id"] == product_id]
    following = after_success(desk.store, ledger, answer, product_id, tuple(told["packs"]))
    return {**answer, "offers": offers, "accepted": product_id, **following}
