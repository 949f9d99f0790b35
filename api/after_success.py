"""What follows when a client takes an offer: instalments, code, events, products held, referrals (rows 0-14 to 20)."""

from decimal import Decimal
from typing import Any

from firmgraph.api.ledger.ledger import Ledger, Note
from firmgraph.graph.elements import Moment
from firmgraph.graph.references import digest
from firmgraph.graph.store import GraphStore
from firmgraph.packs import pack_for
from firmgraph.profiling.canonical import canonical_json
from firmgraph.profiling.capacity import bearable
from firmgraph.profiling.catalogue import Catalogue, read_catalogue
from firmgraph.profiling.facts import Facts, gather
from firmgraph.profiling.held import held_products
from firmgraph.profiling.instalments import FAMILY as INSTALMENT
from firmgraph.profiling.instalments import Taken, instalment_offer
from firmgraph.profiling.offer_code import offer_code
from firmgraph.profiling.referrals import FAMILY as AFTER_SUCCESS
from firmgraph.profiling.referrals import channel_of, gift, referrals, referring_officer

KIND = "event"
PUSHED, REWARDED = "portrait_pushed", "referral_reward"
Body = dict[str, Any]


def after_success(store: GraphStore, ledger: Ledger, answer: Body, product_id: str, packs: tuple[str, ...]) -> Body:
    """Return what follows a taken offer of a kept answer, on its own day and data; its events are entered once.

    The portrait is pushed to the officer who referred the client: the event says to whom, and of which moment.
    """
    at = Moment(answer["as_of"], answer["known_at"])
    facts, catalogue = gather(store, answer["subject"]["id"], at), read_catalogue(store, at)
    told = client_told(store, facts, catalogue, packs)
    pack = pack_for(INSTALMENT, facts.day, packs)
    taken = _taken(answer, product_id, facts, (catalogue, packs))
    channel = answer["request"].get("channel") or told["channel"]
    about = {"decision": answer["decision_id"], "product_id": product_id, "channel": channel}
    events = [*_pushed(facts, about), *([{"event": REWARDED, **about}] if told["referrals"]["reached"] else [])]
    _enter(ledger, facts.subject, events)
    return {
        **told,
        "channel": channel,
        "instalment": None if taken is None else instalment_offer(taken, facts, pack).wire(),
        "code": offer_code(answer["decision_id"], product_id, ledger.key),
        "events": events,
    }


def client_told(store: GraphStore, facts: Facts, catalogue: Catalogue, packs: tuple[str, ...]) -> Body:
    """Return what a client is told whatever it takes: products held, referrals, a gift if it is new, the channel."""
    pack = pack_for(AFTER_SUCCESS, facts.day, packs)
    names = {one.product_id: one.name for one in catalogue.products}
    words = gift(facts, pack)
    return {
        "channel": channel_of(facts),
        "held": [one.wire() for one in held_products(store, facts, names)],
        "referrals": referrals(store, facts, pack).wire(),
        "gift": None if words is None else dict(words),
    }


def _taken(answer: Body, product_id: str, facts: Facts, behind: tuple[Catalogue, tuple[str, ...]]) -> Taken | None:
    """The offer as instalments see it; None for a product whose record was taken back since."""
    catalogue, packs = behind
    product = next((one for one in catalogue.products if one.product_id == product_id), None)
    if product is None:
        return None
    offer = next(one for one in answer["offers"] if one["product_id"] == product_id)
    rules = pack_for("capacity", facts.day, packs).parameters
    monthly = bearable(facts, product.guarantee_types, rules)
    rate = None if offer["rate"] is None else Decimal(offer["rate"])
    return Taken(product.record, Decimal(offer["amount"]), rate, product.term_max, monthly)


def _pushed(facts: Facts, about: Body) -> list[Body]:
    officer = referring_officer(facts)
    if officer is None:
        return []
    portrait = {"subject": facts.subject, "as_of": facts.day, "known_at": facts.known_at}
    return [{"event": PUSHED, "to": officer, "portrait": portrait, **about}]


def _enter(ledger: Ledger, subject: str, events: list[Body]) -> None:
    notes = [Note(KIND, f"evt:{digest(canonical_json(one), size=16)}", subject, one) for one in events]
    new = [note for note in notes if ledger.read(note.id, KIND) is None]
    if new:
        ledger.append(new)
