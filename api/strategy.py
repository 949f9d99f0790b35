"""The moves of limits and rates, of clients that are told or of the store's, by their class or for most profit."""

from typing import Any

from firmgraph.api.officer.desk import Desk
from firmgraph.api.wire_strategy import Asked
from firmgraph.packs import pack_for
from firmgraph.profiling.client_book import client_book
from firmgraph.profiling.models.backtest import Packs
from firmgraph.profiling.models.in_use import models_in_use
from firmgraph.profiling.models.strategy_answer import Way, strategy_answer
from firmgraph.profiling.models.strategy_book import Book
from firmgraph.profiling.models.strategy_file import book_of
from firmgraph.profiling.sight import Sight

FAMILIES = ("quadrants", "strategy")
Body = dict[str, Any]


def strategy(desk: Desk, asked: Asked) -> Body:
    """Return each client's class, its moves and why, and what is expected before and after; nothing is kept.

    Where no clients are told they are the existing ones of the store, see `store_strategy`.
    """
    if asked.clients is None:
        return store_strategy(desk, asked.way)
    book = book_of((f"client {place}", one.texts()) for place, one in enumerate(asked.clients, 1))
    return _moved(desk, book, asked.way)


def store_strategy(desk: Desk, way: Way) -> Body:
    """Return the same of the existing clients of the store, scored by the models in use; `left_out` counts others.

    Raises NotFound where a model or a client is lacking, InvalidInput for a day that a model may not be asked of.
    """
    sight = Sight(desk.store, desk.at, desk.keeper)
    found = client_book(sight, models_in_use(), desk.packs)
    return {**_moved(desk, found.book, way), "left_out": found.left_out, "models": found.models}


def _moved(desk: Desk, book: Book, way: Way) -> Body:
    packs = Packs(*(pack_for(family, desk.at.day, desk.packs) for family in FAMILIES))
    return {"as_of": desk.at.day, **strategy_answer(book, packs, way)}
