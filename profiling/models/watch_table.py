"""The clients of a watch read from a CSV table; a fault is told with its line and column."""

import csv
from collections.abc import Mapping, Sequence
from math import isfinite, nan
from pathlib import Path
from re import fullmatch
from typing import Any

import numpy as np

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.profiling.models.coding import LevelEvidence, Levels
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.task import Sample
from firmgraph.profiling.models.watch import Observed
from firmgraph.profiling.models.watch_lines import Lines

AXES = ("region", "size", "age_band")
NEEDED = ("id", "month")
MONTH = r"\d{4}-(0[1-9]|1[0-2])"
Row = tuple[int, Mapping[str, str]]


def read_watch_table(path: Path, model: Kept, lines: Lines) -> Observed:
    """The clients of a CSV table with `id`, `month` (YYYY-MM) and the model's columns.

    `label` (from 0 to 1, empty where not known yet), `segment` and the AXES may be there too; where `age_band` is not,
    the lines cut their column of years. Other columns are left. Raises UnreadableFile, or InvalidInput that names line
    and column.
    """
    rows = _rows(path, [*NEEDED, *model.columns])
    named = {code.name for one in model.fitted() for code in one.codes if isinstance(code, Levels | LevelEvidence)}
    frame = {
        name: [row[name] if name in named else _number(line, row, name) for line, row in rows] for name in model.columns
    }
    labels = np.array([_label(line, row) for line, row in rows], np.float64)
    ids, segments = ([row.get(name) or "" for _, row in rows] for name in ("id", "segment"))
    groups = {name: [row[name] for _, row in rows] for name in AXES if name in rows[0][1]}
    if "age_band" not in groups and lines.age_column in rows[0][1]:
        groups["age_band"] = [lines.age_band(row[lines.age_column]) for _, row in rows]
    return Observed(
        Sample(ids, frame, labels, segments),
        [_month(line, row) for line, row in rows],
        groups,
    )


def _rows(path: Path, needed: Sequence[str]) -> list[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := sorted(set(needed) - set(reader.fieldnames or ())):
                raise InvalidInput(f"columns missing: {', '.join(missing)}", field="data")
            rows: list[Row] = [(reader.line_num, _told(row)) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path}: cannot be read as CSV: {error}", field="data") from error
    _check_once(rows)
    return rows


def _told(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}


def _check_once(rows: Sequence[Row]) -> None:
    if not rows:
        raise InvalidInput("the table has no clients", field="data")
    seen: set[tuple[str, str]] = set()
    for line, row in rows:
        key = row["id"], row["month"]
        if not row["id"] or key in seen:
            words = f"line {line}: the id is empty or stands twice in {row['month']}: {row['id']}"
            raise InvalidInput(words, field="id")
        seen.add(key)


def _month(line: int, row: Mapping[str, str]) -> str:
    if not fullmatch(MONTH, row["month"]):
        raise InvalidInput(f"line {line}: month is YYYY-MM, not {row['month']!r}", field="month")
    return row["month"]


def _label(line: int, row: Mapping[str, str]) -> float:
    value = _number(line, row, "label") if row.get("label") else None
    if value is not None and not 0 <= value <= 1:
        raise InvalidInput(f"line {line}: label lies between 0 and 1, not {row['label']}", field="label")
    return nan if value is None else value


def _number(line: int, row: Mapping[str, str], name: str) -> float | None:
    if not row[name]:
        return None
    try:
        value = float(row[name])
    except ValueError as error:
        raise InvalidInput(f"line {line}: {name} is not a number: {row[name]!r}", field=name) from error
    if not isfinite(value):
        raise InvalidInput(f"line {line}: {name} must be finite: {row[name]}", field=name)
    return value
