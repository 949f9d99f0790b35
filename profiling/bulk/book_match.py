"""The match of a whole book with a catalogue: as many applications at once as there are, the same answers as alone.

What the compiled loops doubt, for a binary number lies too near to where it is rounded, is matched alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from os import cpu_count

import numpy as np

from firmgraph.profiling.bulk.asking import VERDICTS
from firmgraph.profiling.bulk.board import Board, board_of
from firmgraph.profiling.bulk.book import Book
from firmgraph.profiling.bulk.joined import joined
from firmgraph.profiling.bulk.kernels.matching import match_rows
from firmgraph.profiling.bulk.kernels.row import (
    ASKED,
    CAPACITY,
    KEPT,
    NO_ELIGIBLE,
    NO_GRADE,
    NONE,
    PRODUCT,
    REFUSED,
    Found,
    found_for,
    room_for,
)
from firmgraph.profiling.bulk.told import Told, ToldOffer, told_of
from firmgraph.profiling.bulk.whole import PART, RATE, NotWholeError
from firmgraph.profiling.catalogue import Catalogue
from firmgraph.profiling.classes import classify
from firmgraph.profiling.match import GATE_FAILED, matched
from firmgraph.profiling.money import CENT
from firmgraph.profiling.one_per_class import NO_ELIGIBLE_PRODUCT, NO_PRODUCT_OF_GRADE, REFUSED_BY_CLIENT

_AT_ONCE = 4096
_BOUNDS = {ASKED: "asked", PRODUCT: "product_max", CAPACITY: "capacity"}
_DROPPED = {NO_ELIGIBLE: NO_ELIGIBLE_PRODUCT, NO_GRADE: NO_PRODUCT_OF_GRADE, REFUSED: REFUSED_BY_CLIENT}


@dataclass(frozen=True)
class BookAnswer:
    """What was found of a book: in columns, and of the applications in doubt what the match alone told, by place."""

    book: Book
    catalogue: Catalogue
    columns: tuple[Board, Found] | None
    alone: Mapping[int, Told]

    def __len__(self) -> int:
        """How many applications the book has."""
        return len(self.book.pairs)

    def __iter__(self) -> Iterator[Told]:
        """What is told of each application, in their order."""
        return (self.told(place) for place in range(len(self)))

    @cached_property
    def _rows(self) -> Mapping[int, int]:
        return {int(place): row for row, place in enumerate(self.book.rows)}

    @property
    def doubted(self) -> int:
        """How many applications were matched alone."""
        return len(self.alone)

    def told(self, place: int) -> Told:
        """Return what is told of the application at a place of the book."""
        if place in self.book.failed:
            dropped = tuple((own.id, GATE_FAILED) for own in classify(self.catalogue.products))
            return Told((), dropped, self.book.failed[place])
        if place in self.alone or self.columns is None:
            return self.alone[place]
        return _told(self.book, *self.columns, self._rows[place])


def match_book(book: Book, catalogue: Catalogue) -> BookAnswer:
    """Return the offers of a catalogue for each application of a book."""
    columns: tuple[Board, Found] | None = None
    doubted: Iterable[int] = range(book.rows.size)
    if catalogue.products and book.rows.size:
        with suppress(NotWholeError):
            board = board_of(catalogue, book.rules)
            columns = board, _found(book, board)
            doubted = np.flatnonzero(columns[1].doubt)
    places = [int(book.rows[row]) for row in doubted]
    alone = {place: told_of(matched(*book.pairs[place], catalogue)) for place in places}
    return BookAnswer(book, catalogue, columns, alone)


def _found(book: Book, board: Board) -> Found:
    """What the loops find, in slices of the book on all processors."""
    both, size = joined(book, board), book.rows.size
    found = found_for(size, len(board.classes))
    found.doubt[:] = book.beyond

    def match_slice(first: int) -> None:
        room = room_for(len(board.products))
        rows = first, min(first + _AT_ONCE, size)
        match_rows(rows, book.figures, both, (board.goods, board.scoring), room, found)

    with ThreadPoolExecutor(cpu_count()) as workers:
        list(workers.map(match_slice, range(0, size, _AT_ONCE)))
    return found


def _told(book: Book, board: Board, found: Found, row: int) -> Told:
    offers = []
    for place, number in enumerate(found.product[row]):
        if number == NONE:
            break
        product, bound = board.products[number], int(found.bound[row, place])
        offers.append(
            ToldOffer(
                product.product_id,
                board.homes[product.product_id],
                VERDICTS[found.verdict[row, place]],
                int(found.amount[row, place]) * CENT,
                _BOUNDS.get(bound) or book.caps[bound],
                _number(int(found.rate[row, place]), RATE),
                _number(int(found.all_in[row, place]), PART),
                int(found.score[row, place]) * PART,
            )
        )
    left = zip(board.classes, found.dropped[row], strict=True)
    return Told(tuple(offers), tuple((own.id, _DROPPED[int(why)]) for own, why in left if why != KEPT))


def _number(count: int, unit: Decimal) -> Decimal | None:
    return None if count == NONE else count * unit
