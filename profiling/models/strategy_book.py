"""The clients a strategy is made for, as arrays: scores, lines, balances, rates, and the room for more."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.quadrants import UNTOLD, Scores, score_units

Whole = NDArray[np.int64]
NOT_KNOWN = -1
RATE_UNIT = 1_000_000
# a hundred thousand clients of the largest line still sum within 64 bits
_MOST_FEN = 10**13


@dataclass(frozen=True)
class Book:
    """Existing clients; money in fen, rates in millionths a year, NOT_KNOWN where capacity or room is not known.

    `capacity` is the most a client can repay, `group_left` the room left in the limit of its group. Clients of one
    `group` share the room; -1 is a client of no group, whose room is its own. `earlier` holds the classes of the round
    before, UNTOLD for new clients; without it all are new.
    """

    ids: Sequence[str]
    risk: Scores
    willingness: Scores
    limit: Whole
    drawn: Whole
    rate: Whole
    capacity: Whole
    group_left: Whole
    group: Whole
    earlier: Whole | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def __post_init__(self) -> None:
        for column in fields(self):
            told = getattr(self, column.name)
            if told is not None and len(told) != len(self.ids):
                raise InvalidInput(f"{column.name} has not one value a client", field=column.name)
        for name in ("risk", "willingness"):
            if (score_units(getattr(self, name), name) == UNTOLD).any():
                raise InvalidInput(f"a strategy needs the {name} of every client", field=name)
        for name in ("limit", "drawn", "rate"):
            _in_range(name, getattr(self, name), 0)
        for name in ("capacity", "group_left"):
            _in_range(name, getattr(self, name), NOT_KNOWN)

    def taken(self, which: NDArray[np.bool_]) -> "Book":
        """Return the book of the clients chosen."""
        columns = {column.name: getattr(self, column.name) for column in fields(self) if column.name != "ids"}
        kept: dict[str, Any] = {name: None if told is None else told[which] for name, told in columns.items()}
        return replace(self, ids=[one for one, chosen in zip(self.ids, which, strict=True) if chosen], **kept)


def _in_range(name: str, values: Whole, least: int) -> None:
    if len(values) and (values.min() < least or values.max() > _MOST_FEN):
        raise InvalidInput(f"{name} lies outside what is possible", field=name)


def raise_room(book: Book, wanted: Whole) -> Whole:
    """Return by how many fen each limit may rise: at most wanted, within capacity and the room of the group.

    Where capacity or room is not known there is none. Members of a group share the least room stated for it in
    proportion to what each wants and can repay, whatever the order of rows; the fen left over are nobody's.
    """
    known = (book.capacity != NOT_KNOWN) & (book.group_left != NOT_KNOWN)
    room = np.clip(np.minimum(wanted, book.capacity - book.limit), 0, None) * known
    alone = book.group < 0
    names, places = np.unique(book.group, return_inverse=True)
    left = np.full(len(names), _MOST_FEN, dtype=np.int64)
    np.minimum.at(left, places, np.where(alone, _MOST_FEN, np.maximum(book.group_left, 0)))
    total = np.zeros(len(names), dtype=np.int64)
    np.add.at(total, places, np.where(alone, 0, room))
    crowded = ~alone & (total > left)[places]
    room[crowded] = [
        own * int(left[place]) // int(total[place])
        for own, place in zip(room[crowded].tolist(), places[crowded].tolist(), strict=True)
    ]
    within: Whole = np.minimum(room, np.maximum(book.group_left, 0))
    return within


def shared_out(book: Book, wanted: Whole) -> Book:
    """Return the book with the room of each group dealt out to its members, so that each may be moved alone."""
    known = book.group_left != NOT_KNOWN
    dealt = np.where((book.group >= 0) & known, raise_room(book, wanted), book.group_left)
    return replace(book, group_left=dealt, group=np.full(len(book), -1, dtype=np.int64))
