"""The clients of a strategy read from a CSV file, exact to the fen; a fault is told with its line and column."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.csv_rows import read_rows
from firmgraph.profiling.models.quadrants import UNTOLD, Quadrant
from firmgraph.profiling.models.strategy_book import NOT_KNOWN, RATE_UNIT, Book, Whole

NEEDED = ("id", "risk", "willingness", "limit", "drawn", "rate", "capacity", "group_left")
_OPEN = ("capacity", "group_left")
_SCALE = {"limit": 100, "drawn": 100, "rate": RATE_UNIT, "capacity": 100, "group_left": 100}
Row = Mapping[str, str]


def read_strategy_file(path: Path) -> Book:
    """Return the book of a CSV file with the columns NEEDED and, if there are any, `group` and `earlier`.

    Raises UnreadableFile, or InvalidInput that names line and column.
    """
    return book_of((f"line {row.line}", row) for row in read_rows(path, NEEDED))


def book_of(rows: Iterable[tuple[str, Row]]) -> Book:
    """Return the book of clients told as texts, each with words that say where it stands, such as `line 2`.

    Money is in yuan, the rate a fraction a year, scores from 0 to 1; an empty capacity or group_left is not known, an
    empty group no group, an empty `earlier` (the class of the round before) a new client. Raises InvalidInput that says
    where and names the column.
    """
    told = list(rows)
    _check_ids(told)
    whole = {name: np.array([_whole(row, where, name) for where, row in told], dtype=np.int64) for name in _SCALE}
    risk, willingness = (
        np.array([_score(row, where, name) for where, row in told], dtype=np.float64)
        for name in ("risk", "willingness")
    )
    rows_alone = [row for _, row in told]
    ids, earlier = [row["id"] for row in rows_alone], _earlier(told)
    return Book(ids, risk, willingness, **whole, group=_groups(rows_alone), earlier=earlier)


def _check_ids(rows: Iterable[tuple[str, Row]]) -> None:
    seen: set[str] = set()
    for where, row in rows:
        if not row["id"] or row["id"] in seen:
            raise InvalidInput(f"{where}: the id is empty or stands twice: {row['id']}", field="id")
        seen.add(row["id"])


def _number(row: Row, where: str, name: str) -> Decimal:
    try:
        value = Decimal(row[name])
    except InvalidOperation as error:
        raise InvalidInput(f"{where}: {name} is not a number: {row[name]!r}", field=name) from error
    if not value.is_finite() or value < 0:
        raise InvalidInput(f"{where}: {name} must be finite and not negative: {row[name]}", field=name)
    return value


def _whole(row: Row, where: str, name: str) -> int:
    if name in _OPEN and not row[name]:
        return NOT_KNOWN
    value = _number(row, where, name)
    if value > 10**11:
        raise InvalidInput(f"{where}: {name} is too large: {row[name]}", field=name)
    if value * _SCALE[name] % 1:
        raise InvalidInput(f"{where}: {name} has more decimals than 1/{_SCALE[name]}: {row[name]}", field=name)
    return int(value * _SCALE[name])


def _score(row: Row, where: str, name: str) -> float:
    value = _number(row, where, name)
    if value > 1:
        raise InvalidInput(f"{where}: {name} must be a score from 0 to 1: {row[name]}", field=name)
    return float(value)


def _earlier(rows: Iterable[tuple[str, Row]]) -> Whole:
    """The class of each client in the round before, by its code."""
    codes = {one.code: int(one) for one in Quadrant} | {"": UNTOLD}
    told = [(where, row.get("earlier", "")) for where, row in rows]
    for where, code in told:
        if code not in codes:
            raise InvalidInput(f"{where}: no class {code}, but {', '.join(sorted(codes)[1:])}", field="earlier")
    return np.array([codes[code] for _, code in told], np.int64)


def _groups(rows: list[Row]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    numbers: dict[str, int] = {"": -1}
    for row in rows:
        numbers.setdefault(row.get("group", ""), len(numbers) - 1)
    return np.array([numbers[row.get("group", "")] for row in rows], dtype=np.int64)
