"""The related parties of a firm: by equity, management, family, trade, guarantee, hidden relations; and its hubs."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

from firmgraph.api.officer.control import party_body
from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.trade import partners
from firmgraph.api.officer.words import words_body
from firmgraph.graph.groups.bearing import RelatedParty
from firmgraph.graph.groups.dimensions import TradeShare
from firmgraph.graph.groups.related import GROUP, RelatedAsk, related_parties
from firmgraph.graph.relations.hidden import Clue, HiddenRelation, hidden_relations
from firmgraph.graph.relations.hubs import Hub, hubs_of
from firmgraph.graph.relations.parameters import HIDDEN
from firmgraph.graph.risk.reading import read_trades
from firmgraph.graph.risk.trade import CONCENTRATION, Side, concentration
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_for


def related(desk: Desk, text: str, amount: int | None = None) -> dict[str, Any]:
    """Return the related parties of a firm; `amount` in fen, the loan asked for, decides how far is looked."""
    view = desk.view()
    firm = desk.firm(view, text)
    trade = tuple(_trade_shares(desk, view, firm))
    found = related_parties(view, firm, RelatedAsk(desk.packs, amount, trade))
    hidden = {} if "hidden" in found.unlooked else {one.id: one for one in hidden_relations(view, firm)}
    body = {
        "subject": party_body(found.subject),
        "parties": [_party(one, hidden.get(one.id)) for one in found.parties],
        "hubs": [_hub(one) for one in hubs_of(view, firm)],
        "unlooked": list(found.unlooked),
        "truncated": found.truncated,
    }
    used = [pack_for(family, view.day, desk.packs).id for family in ("company-law", GROUP, CONCENTRATION)]
    return desk.stamped(view, body, [*found.packs, HIDDEN, *used])


def _party(one: RelatedParty, hidden: HiddenRelation | None) -> dict[str, Any]:
    told = {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "dimension": one.dimension,
        "rule": one.rule,
        "pack": one.pack,
        "score": one.score,
        "certainty": one.certainty,
        "words": words_body(one.words),
        "evidence": list(one.evidence),
    }
    if one.dimension != "hidden" or hidden is None:
        return told
    return {**told, "clues": [_clue(clue) for clue in hidden.clues]}


def _clue(one: Clue) -> dict[str, Any]:
    told = {"kind": one.kind, "name": one.name, "chance": one.chance, "share": one.share, "users": one.users}
    return {**told, "groups": one.groups, "line": one.line, "evidence": list(one.evidence)}


def _hub(one: Hub) -> dict[str, Any]:
    told = {"kind": one.kind, "id": one.id, "name": one.name, "shared_by": one.shared_by, "groups": one.groups}
    return {**told, "line": one.line, "public": one.public, "links_clients": one.links_clients}


def _trade_shares(desk: Desk, view: View, firm: int) -> Iterator[TradeShare]:
    """Yield the shares of trade of a firm's largest counterparties; no invoice is read where it trades with nobody."""
    roles: dict[Side, Literal["customer", "supplier"]] = {"seller": "customer", "buyer": "supplier"}
    for side, role in roles.items():
        known = partners(view, firm, side)
        trades = read_trades(desk.store, view.id(firm), desk.at, side) if known else []
        for one in concentration(trades, side, view.day, desk.packs).largest:
            if (party := known.get(one.name)) is not None:
                records = tuple(r for trade in trades if trade.counterparty == one.name for r in trade.evidence)
                yield TradeShare(view.id(party), role, Fraction(one.share), records)
