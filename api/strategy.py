"""The moves of limits and rates of clients that a request tells, by the four quadrants or for most profit."""

from typing import Any

from firmgraph.api.officer.desk import Desk
from firmgraph.api.wire_strategy import Asked
from firmgraph.packs import pack_for
from firmgraph.profiling.models.backtest import Packs
from firmgraph.profiling.models.strategy_answer import strategy_answer
from firmgraph.profiling.models.strategy_file import book_of

FAMILIES = ("quadrants", "strategy")


def strategy(desk: Desk, asked: Asked) -> dict[str, Any]:
    """Return each client's class, its moves and why, and what is expected before and after; nothing is kept."""
    book = book_of((f"client {place}", one.texts()) for place, one in enumerate(asked.clients, 1))
    packs = Packs(*(pack_for(family, desk.at.day, desk.packs) for family in FAMILIES))
    return {"as_of": desk.at.day, **strategy_answer(book, packs, asked.way)}
