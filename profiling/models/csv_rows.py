"""Rows of a CSV file that models read, each with the line it begins on; a fault is told with its line and column."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models.coding import Numbers


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, str]):
    """The cells of a row by column, without the spaces around them, and the line of the file that it begins on."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


def read_rows(path: Path, needed: Iterable[str] = ()) -> list[Row]:
    """Return the rows of a UTF-8 file with a header; empty lines are none.

    Raises UnreadableFile where it is no CSV, InvalidInput for a header that names a column twice or not at all, lacks
    one that is needed, for a row of another length than the header, and without rows.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(_rows(file, needed))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path}: cannot be read as CSV: {error}", field="data") from error
    if not rows:
        raise InvalidInput(f"{path} has no rows", field="data")
    return rows


def number_of(row: Row, name: str) -> float | None:
    """Return a cell's number, None where it is empty; InvalidInput names the line of one that is none or infinite."""
    text = row[name]
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise InvalidInput(f"line {row.line}: {name} is not a number: {text!r}", field=name) from error
    if not isfinite(value):
        raise InvalidInput(f"line {row.line}: {name} must be finite: {text}", field=name)
    return value


def numbers_of(rows: Sequence[Row], name: str) -> Numbers:
    """Return a column of numbers, NaN where empty; InvalidInput names the line of one that is none or infinite."""
    found = (number_of(row, name) for row in rows)
    return np.array([np.nan if value is None else value for value in found], np.float64)


def _rows(file: Iterable[str], needed: Iterable[str]) -> Iterator[Row]:
    lines = csv.reader(file)
    header = _header(next(lines, []), needed)
    begins = lines.line_num + 1
    for cells in lines:
        if cells:
            yield _row(begins, header, cells)
        begins = lines.line_num + 1


def _header(cells: Sequence[str], needed: Iterable[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if missing := [name for name in needed if name not in names]:
        raise InvalidInput(f"columns missing: {', '.join(missing)}", field="data")
    if "" in names:
        raise InvalidInput(f"line 1: column {names.index('') + 1} has no name", field="data")
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise InvalidInput(f"line 1: columns named twice: {', '.join(twice)}", field=twice[0])
    return names


def _row(line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        words = f"line {line}: {len(cells)} cells, where the header has {len(header)} columns"
        raise InvalidInput(words, field=header[min(len(cells), len(header)) - 1])
    for name, cell in zip(header, cells, strict=True):
        if "\0" in cell:
            raise InvalidInput(f"line {line}: {name} has a NUL character", field=name)
    return Row(line, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})
