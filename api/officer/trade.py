"""Trade concentration of a firm from its invoices: as seller among customers, as buyer among suppliers."""

from typing import Any

from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.numbers import share_of, yuan_of
from firmgraph.api.officer.verdicts import finding_body
from firmgraph.graph.risk.reading import read_trades
from firmgraph.graph.risk.trade import Concentration, Side, concentration


def trade(desk: Desk, text: str) -> dict[str, Any]:
    """Return how much of a firm's sales and purchases of the last twelve months hangs on single counterparties."""
    view = desk.view()
    firm = view.id(desk.firm(view, text))
    sides: tuple[Side, Side] = ("seller", "buyer")
    trades = {side: read_trades(desk.store, firm, desk.at, side) for side in sides}
    found = [concentration(trades[side], side, view.day, desk.packs) for side in sides]
    body = {"subject": named(view, firm), "sides": [_side(one) for one in found]}
    return desk.stamped(view, body, [one.single.pack for one in found])


def _side(one: Concentration) -> dict[str, Any]:
    return {
        "side": one.side,
        "total": yuan_of(one.total),
        "counterparties": one.counterparties,
        "largest": [
            {"name": other.name, "amount": yuan_of(other.amount), "share": share_of(other.share)}
            for other in one.largest
        ],
        "single": finding_body(one.single),
        "top": finding_body(one.top),
    }
