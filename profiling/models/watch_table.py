"""The clients of a watch read from a CSV table; a fault is told with its line and column."""

from collections.abc import Sequence
from math import nan
from pathlib import Path
from re import fullmatch

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import LevelEvidence, Levels
from firmgraph.profiling.models.csv_rows import Row, number_of, read_rows
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.task import Sample
from firmgraph.profiling.models.watch import Observed
from firmgraph.profiling.models.watch_lines import Lines

AXES = ("region", "size", "age_band")
NEEDED = ("id", "month")
MONTH = r"\d{4}-(0[1-9]|1[0-2])"


def read_watch_table(path: Path, model: Kept, lines: Lines) -> Observed:
    """The clients of a CSV table with `id`, `month` (YYYY-MM) and the model's columns.

    `label` (from 0 to 1, empty where not known yet), `segment` and the AXES may be there too; where `age_band` is not,
    the lines cut their column of years. Other columns are left. Raises UnreadableFile, or InvalidInput that names line
    and column.
    """
    rows = read_rows(path, [*NEEDED, *model.columns])
    _check_once(rows)
    named = {code.name for one in model.fitted() for code in one.codes if isinstance(code, Levels | LevelEvidence)}
    frame = {name: [row[name] if name in named else number_of(row, name) for row in rows] for name in model.columns}
    labels = np.array([_label(row) for row in rows], np.float64)
    ids, segments = ([row.get(name, "") for row in rows] for name in ("id", "segment"))
    groups = {name: [row[name] for row in rows] for name in AXES if name in rows[0]}
    if "age_band" not in groups and lines.age_column in rows[0]:
        groups["age_band"] = [lines.age_band(row[lines.age_column]) for row in rows]
    return Observed(
        Sample(ids, frame, labels, segments),
        [_month(row) for row in rows],
        groups,
    )


def _check_once(rows: Sequence[Row]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        key = row["id"], row["month"]
        if not row["id"] or key in seen:
            words = f"line {row.line}: the id is empty or stands twice in {row['month']}: {row['id']}"
            raise InvalidInput(words, field="id")
        seen.add(key)


def _month(row: Row) -> str:
    if not fullmatch(MONTH, row["month"]):
        raise InvalidInput(f"line {row.line}: month is YYYY-MM, not {row['month']!r}", field="month")
    return row["month"]


def _label(row: Row) -> float:
    value = number_of(row, "label") if "label" in row else None
    if value is not None and not 0 <= value <= 1:
        raise InvalidInput(f"line {row.line}: label lies between 0 and 1, not {row['label']}", field="label")
    return nan if value is None else value
