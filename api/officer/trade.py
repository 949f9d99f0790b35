"""Trade concentration of a firm from its invoices: as seller among customers, as buyer among suppliers."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.numbers import share_of, yuan_of
from firmgraph.api.officer.verdicts import finding_body
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.risk.reading import read_trades
from firmgraph.graph.risk.trade import Concentration, Side, concentration
from firmgraph.graph.snapshot.view import View


def trade(desk: Desk, text: str) -> dict[str, Any]:
    """Return how much of a firm's sales and purchases of the last twelve months hangs on single counterparties."""
    view = desk.view()
    node = desk.firm(view, text)
    firm, sides = view.id(node), get_args(Side)
    trades = {side: read_trades(desk.store, firm, desk.at, side) for side in sides}
    found = [concentration(trades[side], side, view.day, desk.packs) for side in sides]
    body = {"subject": named(view, firm), "sides": [_side(view, one, partners(view, node, one.side)) for one in found]}
    return desk.stamped(view, body, [one.single.pack for one in found])


def partners(view: View, firm: int, side: Side) -> dict[str, int]:
    """Return the customers (as seller) or suppliers (as buyer) of a firm by what invoices name them: code or name."""
    edges = view.edges("supplies")
    if side == "seller":
        others = [int(edges.end[place]) for place in edges.out_of(firm)]
    else:
        others = [int(edges.start[place]) for place in edges.into_node(firm)]
    return {key: other for other in sorted(others, key=view.id, reverse=True) for key in _keys(view, other)}


def _keys(view: View, node: int) -> Iterator[str]:
    yield name_key(view.name(node))
    stated = view.properties(node)
    yield from (str(stated[code]) for code in ("uscc", "reg_no") if stated.get(code))
    yield view.id(node).removeprefix("ent:")


def _side(view: View, one: Concentration, known: Mapping[str, int]) -> dict[str, Any]:
    return {
        "side": one.side,
        "total": yuan_of(one.total),
        "counterparties": one.counterparties,
        "largest": [
            {**_who(view, other.name, known), "amount": yuan_of(other.amount), "share": share_of(other.share)}
            for other in one.largest
        ],
        "single": finding_body(one.single),
        "top": finding_body(one.top),
    }


def _who(view: View, told: str, known: Mapping[str, int]) -> dict[str, Any]:
    """Return the party an invoice names; one that is no node is told as the invoice does."""
    node = known.get(told)
    if node is None:
        node = view.index(f"ent:{told}")
    return {"id": None, "name": told} if node is None else {"id": view.id(node), "name": view.name(node)}
