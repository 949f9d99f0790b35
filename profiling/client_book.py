"""The book of a bank's existing clients, read off its store: both scores, line, balance, rate, and the room for more.

It is what limits and rates are moved by (document 001). Where capacity or the room of the group cannot be told it is
not known, and the line is not raised.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.graph.normal.amounts import SHARE_UNIT
from firmgraph.packs import pack_for
from firmgraph.profiling.capacity import capacity, free_cash, required_cover
from firmgraph.profiling.client_rows import ClientRow, row_of, sample_of
from firmgraph.profiling.client_scores import seen_of, withheld
from firmgraph.profiling.exposure import exposure_limits
from firmgraph.profiling.measured import amount_of
from firmgraph.profiling.models.frame import clients
from firmgraph.profiling.models.frame_labels import already_bad
from firmgraph.profiling.models.frame_seen import Seen
from firmgraph.profiling.models.in_use import Models
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.strategy_book import NOT_KNOWN, RATE_UNIT, Book
from firmgraph.profiling.sight import Sight

KINDS = ("risk", "willingness")
MONTHS, METHOD = 12, "interest_first"
_FEN = Decimal(100)


@dataclass(frozen=True, slots=True)
class ClientBook:
    """The book, how many clients have no place in it, by why, and the models that scored it."""

    book: Book
    left_out: Mapping[str, int]
    models: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Row:
    told: ClientRow
    limit: int
    drawn: int
    rate: int
    capacity: int
    group_left: int
    group: str


def client_book(sight: Sight, models: Models, chosen: Sequence[str] = ()) -> ClientBook:
    """Return the existing clients with a line, each with its scores on the last end of a month up to the day.

    Raises NotFound where a model of risk or willingness is not in use or nobody has a line, InvalidInput for a day
    before all labels of a model were known.
    """
    using = {kind: models.needed(kind) for kind in KINDS}
    left_out, rows = Counter[str](), list[_Row]()
    for one in clients(sight.store):
        found = _row(seen_of(sight.store, one, sight.at), sight, using, chosen)
        if isinstance(found, _Row):
            rows.append(found)
        else:
            left_out[found] += 1
    if not rows:
        raise NotFound("no existing client has a line of which rate and balance are told", field="store")
    told = [one.told for one in rows]
    scores = {kind: scored(model, sample_of(model, told)).predicted for kind, model in using.items()}
    whole = {
        name: np.array([getattr(one, name) for one in rows], np.int64)
        for name in ("limit", "drawn", "rate", "capacity", "group_left")
    }
    group = _groups([one.group for one in rows])
    book = Book([one.subject for one in told], scores["risk"], scores["willingness"], **whole, group=group)
    return ClientBook(book, dict(left_out), {kind: {"version": model.version} for kind, model in using.items()})


def _check_day(using: Mapping[str, Kept], seen: Seen) -> None:
    for kind, model in using.items():
        if (why := withheld(kind, model, seen)) is not None:
            raise InvalidInput(why.en, field="as_of")


def _row(seen: Seen, sight: Sight, using: Mapping[str, Kept], chosen: Sequence[str]) -> "_Row | str":
    """A client with what its accounts tell, or why it has no place."""
    stood = seen.standing()
    if stood is None:
        return "not_applicable"
    if not stood.line:
        return "without_line"
    rate = _rate(seen)
    if stood.balance is None or rate is None:
        return "not_told"
    if already_bad(seen):
        return "already_bad"
    _check_day(using, seen)
    limit, drawn = (Decimal(str(amount)) for amount in (stood.line, stood.balance))
    left, group = _room(sight, seen, chosen)
    most = _bearable(seen, drawn, rate, chosen)
    amounts = (_fen(limit), _fen(drawn), int(rate * RATE_UNIT), _fen(most), _fen(left))
    return _Row(row_of(seen, using.values()), *amounts, group)


def _rate(seen: Seen) -> Decimal | None:
    """The rate of the client's lines, each weighed by its line."""
    stood = seen.standing()
    told = [
        (amount_of(row, "line"), Decimal(row.payload["rate"]) / SHARE_UNIT)
        for row in (stood.accounts if stood else ())
        if amount_of(row, "line") and "rate" in row.payload
    ]
    weight = sum((line for line, _ in told if line), Decimal(0))
    return sum((line * rate for line, rate in told if line), Decimal(0)) / weight if weight else None


def _bearable(seen: Seen, drawn: Decimal, rate: Decimal, chosen: Sequence[str]) -> Decimal | None:
    """The line the client could bear: what is drawn, and what its free cash bears beside that (row 3-22)."""
    rules = pack_for("capacity", seen.day, chosen).parameters
    free = free_cash(seen.facts, rules).free
    return None if free is None else drawn + capacity(free, required_cover((), rules), rate, MONTHS, METHOD)


def _room(sight: Sight, seen: Seen, chosen: Sequence[str]) -> tuple[Decimal | None, str]:
    """The least that the bank's own limits leave, and the group that shares it; not known where none is set."""
    found = exposure_limits(sight, seen.facts, chosen)
    if not found.caps or any(cap.amount is None for cap in found.caps):
        return None, ""
    members = sorted(one.id for one in found.group.members) if found.group else []
    return min(cap.amount for cap in found.caps if cap.amount is not None), members[0] if len(members) > 1 else ""


def _fen(amount: Decimal | None) -> int:
    return NOT_KNOWN if amount is None else int(amount * _FEN)


def _groups(names: Sequence[str]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    numbers = {name: place for place, name in enumerate(sorted({*names} - {""}))}
    return np.array([numbers.get(name, -1) for name in names], np.int64)
