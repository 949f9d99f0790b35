"""Offers beyond one decision: what a client holds, codes, and how fairly products are shown."""

from collections.abc import Iterator
from typing import Any

from firmgraph.api.after_success import client_told
from firmgraph.api.answers import find_organisation, stamp
from firmgraph.api.book import every_client, match_lines
from firmgraph.api.decisions import KIND, kept
from firmgraph.api.ledger.ledger import Ledger, unpacked
from firmgraph.api.officer.desk import Desk
from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_for
from firmgraph.profiling.behaviour import FAMILY, behaviour_of
from firmgraph.profiling.catalogue import read_catalogue
from firmgraph.profiling.exposure_fairness import exposure
from firmgraph.profiling.facts import gather
from firmgraph.profiling.offer_code import code_svg, offer_code, read_offer_code
from firmgraph.profiling.portrait import subject_wire
from firmgraph.profiling.referrals import FAMILY as AFTER_SUCCESS
from firmgraph.profiling.request import MatchRequest

Body = dict[str, Any]


def client_offers(desk: Desk, text: str) -> Body:
    """Return what a client holds, whom it brought in, a gift for a new one, and its behaviour in one summary."""
    found = find_organisation(desk.store, text, desk.at).node
    facts, catalogue = gather(desk.store, found.id, desk.at), read_catalogue(desk.store, desk.at)
    pack = pack_for(FAMILY, facts.day, desk.packs)
    return {
        "subject": subject_wire(facts),
        **client_told(desk.store, facts, catalogue, desk.packs),
        "behaviour": behaviour_of(facts, pack).wire(),
        "packs": sorted({pack.id, pack_for(AFTER_SUCCESS, facts.day, desk.packs).id}),
        **stamp(desk.store, desk.at),
    }


def code_of(ledger: Ledger, decision_id: str, product_id: str) -> Body:
    """Return the code of an offer that a kept decision made, and its QR picture; raise InvalidInput for another."""
    _, told = kept(ledger, decision_id)
    if product_id not in {offer["product_id"] for offer in told["answer"]["offers"]}:
        raise InvalidInput("the decision did not offer this product", field="product_id")
    code = offer_code(decision_id, product_id, ledger.key)
    return {"decision_id": decision_id, "product_id": product_id, "code": code, "svg": code_svg(code)}


def code_told(ledger: Ledger, code: str) -> Body:
    """Return the decision and the product of a code; raise InvalidInput where its check does not hold."""
    decision_id, product_id = read_offer_code(code, ledger.key)
    kept(ledger, decision_id)
    return {"decision_id": decision_id, "product_id": product_id}


def ledger_exposure(desk: Desk, ledger: Ledger) -> Body:
    """Return how often the kept decisions show each product of the catalogue."""
    return _report(desk, "ledger", _decided(ledger))


def book_exposure(desk: Desk, asked: MatchRequest) -> Body:
    """Return how often each product would be shown if every client asked for the same; nothing is kept."""
    lines = match_lines(desk, every_client(desk, asked))
    return _report(desk, "book", ([offer["product_id"] for offer in line["offers"]] for line in lines))


def _report(desk: Desk, over: str, lists: Iterator[list[str]]) -> Body:
    catalogue = read_catalogue(desk.store, desk.at)
    found = exposure(lists, (one.product_id for one in catalogue.products), catalogue.deals)
    return {"over": over, **found.wire(), **stamp(desk.store, desk.at)}


def _decided(ledger: Ledger) -> Iterator[list[str]]:
    for entry in ledger.entries():
        if entry.kind == KIND:
            yield [offer["product_id"] for offer in unpacked(entry.content)["answer"]["offers"]]
