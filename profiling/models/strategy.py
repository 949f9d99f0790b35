"""Moves of limit and rate by quadrant (document 001): each within its class, the step, capacity, group and balance."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.models.quadrants import Classes, Quadrant
from firmgraph.profiling.models.strategy_book import NOT_KNOWN, RATE_UNIT, Book, Whole, raise_room

_FEN, _BP = 100, RATE_UNIT // 10_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """What no move may pass: the step of a round in per cent and bp, the lowest and highest rate, whole yuan."""

    limit_percent: int
    rate_bp: int
    lowest_rate: int
    highest_rate: int
    round_to: int


@dataclass(frozen=True)
class Moves:
    """The limit (fen) and rate (millionths) of each client after a round."""

    limit: Whole
    rate: Whole


def bounds_of(pack: RulePack) -> Bounds:
    """Return the bounds a pack of the family `strategy` sets; raise InvalidInput where its classes pass them."""
    told = pack.parameters
    lowest, highest = (int(Decimal(told["rate"][end]) * RATE_UNIT) for end in ("lowest", "highest"))
    step = told["step"]
    bounds = Bounds(step["limit_percent"], step["rate_bp"], lowest, highest, told["round_to"])
    if set(told["classes"]) != {one.code for one in Quadrant}:
        raise InvalidInput(f"{pack.id}: the classes are those of the four quadrants", field="pack")
    for code, moves in told["classes"].items():
        for part in ("limit_percent", "rate_bp"):
            move = moves[part]
            if not -step[part] <= move["from"] <= move["by"] <= move["to"] <= step[part]:
                raise InvalidInput(f"{pack.id}: {part} of {code} lies outside its bounds or the step", field="pack")
    return bounds


def moved(book: Book, limit_percent: Whole, rate_bp: Whole, bounds: Bounds) -> Moves:
    """Return the limits and rates after moves wanted, each cut down to what the bounds allow.

    A raise keeps to capacity and to the group's room, and is none where they are not known; a cut keeps to what is
    drawn. A raised limit is rounded down, a cut one up, never past today's. A rate outside the bounds is not moved
    further outside.
    """
    percent = np.clip(limit_percent, -bounds.limit_percent, bounds.limit_percent)
    room = raise_room(book, book.limit * np.maximum(percent, 0) // 100)
    return Moves(
        np.where(percent > 0, _raised(book.limit, room, bounds), _cut(book, -np.minimum(percent, 0), bounds)),
        _rates(book.rate, np.clip(rate_bp, -bounds.rate_bp, bounds.rate_bp), bounds),
    )


def _raised(limit: Whole, room: Whole, bounds: Bounds) -> Whole:
    step = bounds.round_to * _FEN
    return np.asarray(np.maximum(limit, (limit + room) // step * step))


def _cut(book: Book, percent: Whole, bounds: Bounds) -> Whole:
    step = bounds.round_to * _FEN
    wanted = np.maximum(book.limit - book.limit * percent // 100, book.drawn)
    return np.asarray(np.minimum(book.limit, -(-wanted // step) * step))


def _rates(rate: Whole, move_bp: Whole, bounds: Bounds) -> Whole:
    low, high = np.minimum(rate, bounds.lowest_rate), np.maximum(rate, bounds.highest_rate)
    return np.asarray(np.clip(rate + move_bp * _BP, low, high))


def moves_by_class(book: Book, classes: Classes, pack: RulePack) -> Moves:
    """Return the moves a pack states for each client's class; a client without a class is not moved."""
    bounds, stated = bounds_of(pack), pack.parameters["classes"]
    return moved(book, _by_class(classes, stated, "limit_percent"), _by_class(classes, stated, "rate_bp"), bounds)


def _by_class(classes: Classes, stated: Mapping[str, Any], part: str) -> Whole:
    found = np.zeros(len(classes), dtype=np.int64)
    for one in Quadrant:
        found[classes == one] = stated[one.code][part]["by"]
    return found


def allowed_by_class(classes: Classes, limit_percent: Whole, rate_bp: Whole, pack: RulePack) -> NDArray[np.bool_]:
    """Tell, a row a client, which actions lie within the bounds of its class; without a class only standing still."""
    still = (limit_percent == 0) & (rate_bp == 0)
    rows = np.tile(still, (len(classes), 1))
    for one in Quadrant:
        rows[classes == one] = _within(pack.parameters["classes"][one.code], limit_percent, rate_bp) | still
    return rows


def _within(stated: Mapping[str, Any], limit_percent: Whole, rate_bp: Whole) -> NDArray[np.bool_]:
    limit, rate = stated["limit_percent"], stated["rate_bp"]
    return np.asarray(
        (limit_percent >= limit["from"])
        & (limit_percent <= limit["to"])
        & (rate_bp >= rate["from"])
        & (rate_bp <= rate["to"])
    )


def reason(book: Book, place: int, moves: Moves, wanted_percent: int, bounds: Bounds) -> str:
    """Return in one word what decided the limit of a client: its class, or the bound that held a move back."""
    before, after = int(book.limit[place]), int(moves.limit[place])
    wanted = before * wanted_percent // 100
    if wanted <= 0:
        return "drawn" if wanted < 0 and before + wanted < book.drawn[place] else "class"
    if NOT_KNOWN in (book.capacity[place], book.group_left[place]):
        return "capacity_not_known" if book.capacity[place] == NOT_KNOWN else "group_not_known"
    if wanted > book.capacity[place] - before:
        return "capacity"
    return "class" if wanted - (after - before) < bounds.round_to * _FEN else "group"


def breaches(book: Book, moves: Moves, bounds: Bounds) -> Mapping[str, int]:
    """Count the moves that break capacity, group, balance, step or rate; each is 0 in a sound round."""
    rise = moves.limit - book.limit
    names, places = np.unique(book.group, return_inverse=True)
    risen = np.zeros(len(names), dtype=np.int64)
    np.add.at(risen, places, np.maximum(rise, 0))
    shared = (book.group >= 0) & (risen[places] > np.maximum(book.group_left, 0)) & (rise > 0)
    wide = np.abs(rise) * 100 > book.limit * bounds.limit_percent
    far = np.abs(moves.rate - book.rate) > bounds.rate_bp * _BP
    outside = (moves.rate > np.maximum(bounds.highest_rate, book.rate)) | (
        moves.rate < np.minimum(bounds.lowest_rate, book.rate)
    )
    found = {
        "capacity": (rise > 0) & (moves.limit > book.capacity),
        "group": ((rise > 0) & (rise > book.group_left)) | shared,
        "drawn": (rise < 0) & (moves.limit < book.drawn),
        "step": wide | far,
        "rate": outside,
    }
    return {name: int(broken.sum()) for name, broken in found.items()}
