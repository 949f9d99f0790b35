"""The answer to who is moved how: each client with its class, moves and why, totals before and after, and the grid."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from firmgraph.profiling.models.actions import actions
from firmgraph.profiling.models.backtest import Packs, cells
from firmgraph.profiling.models.optimiser import optimise
from firmgraph.profiling.models.profit import Economics, year
from firmgraph.profiling.models.quadrants import Classes, Quadrant, cut_lines, quadrants
from firmgraph.profiling.models.strategy import Moves, bounds_of, moves_by_class, reason
from firmgraph.profiling.models.strategy_book import RATE_UNIT, Book

Way = Literal["quadrants", "optimiser"]


def strategy_answer(book: Book, packs: Packs, way: Way) -> Mapping[str, Any]:
    """Return the moves of a book by the fixed moves of the classes or by the optimiser, with expected totals.

    `aim_reached` is false where the optimiser finds no moves within its caps and so moves nothing; null for classes.
    `book.risk` is taken as a calibrated probability of default. Totals and grid are what is expected, not what was.
    """
    lines = cut_lines(book.risk, book.willingness, packs.quadrants)
    earlier = None if book.earlier is None else book.earlier.astype(np.int8)
    classes = quadrants(book.risk, book.willingness, lines, earlier)
    economics = Economics.of_pack(packs.strategy)
    if way == "quadrants":
        moves, reached = moves_by_class(book, classes, packs.strategy), None
    else:
        best = optimise(actions(book, packs.strategy, economics))
        moves, reached = best.moves, best.reached
    today = Moves(book.limit, book.rate)
    return {
        "clients": _clients(book, classes, moves, packs, way),
        "totals": {"before": _totals(book, today, economics), "after": _totals(book, moves, economics)},
        "sensitivity": [
            {"cell": cell, "before": _totals(book, today, own), "after": _totals(book, moves, own)}
            for cell, own in cells(packs.strategy)
        ],
        "aim_reached": reached,
        "packs": [packs.quadrants.id, packs.strategy.id],
    }


def _clients(book: Book, classes: Classes, moves: Moves, packs: Packs, way: Way) -> list[Mapping[str, Any]]:
    bounds, stated = bounds_of(packs.strategy), packs.strategy.parameters["classes"]
    told: list[Mapping[str, Any]] = []
    for place, name in enumerate(book.ids):
        code = Quadrant(classes[place]).code
        wanted = stated[code]["limit_percent"]["by"]
        told.append(
            {
                "id": name,
                "risk": str(book.risk[place]),
                "willingness": str(book.willingness[place]),
                "quadrant": code,
                "limit_move": f"{Decimal(int(moves.limit[place] - book.limit[place])) / 100:f}",
                "rate_move": f"{Decimal(int(moves.rate[place] - book.rate[place])) / RATE_UNIT:f}",
                "why": reason(book, place, moves, wanted, bounds) if way == "quadrants" else "expected_profit",
            }
        )
    return told


def _totals(book: Book, moves: Moves, economics: Economics) -> Mapping[str, str]:
    told = year(book, moves, economics)
    balance = float(told.balance.sum())
    money = {"balance": balance, "margin": told.margin.sum(), "profit": told.profit.sum()}
    return {
        "bad_rate": f"{float(told.bad.sum()) / balance if balance else 0:.6f}",
        "line": f"{Decimal(int(np.sum(moves.limit))) / 100:f}",
        **{name: f"{float(value):.2f}" for name, value in money.items()},
    }
