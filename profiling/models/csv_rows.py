"""Rows of a CSV file that models are learned from, and its columns of numbers; a fault is told with its line."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models.coding import Numbers

Row = Mapping[str, str]


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file with a header; raise UnreadableFile where it is no CSV, InvalidInput without rows."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path}: cannot be read as CSV: {error}", field="data") from error
    if not rows:
        raise InvalidInput(f"{path} has no rows", field="data")
    return rows


def numbers_of(rows: Sequence[Row], name: str) -> Numbers:
    """Return a column of numbers, NaN where empty; InvalidInput names the line of one that is none or infinite."""
    return np.array([_number(row[name], line, name) for line, row in enumerate(rows, 2)], np.float64)


def _number(text: str, line: int, name: str) -> float:
    try:
        value = float(text) if text else float("nan")
    except ValueError as error:
        raise InvalidInput(f"line {line}: {name} is not a number: {text!r}", field=name) from error
    if text and not np.isfinite(value):
        raise InvalidInput(f"line {line}: {name} must be finite: {text}", field=name)
    return value
