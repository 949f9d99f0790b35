"""Borrowers with the use of their revolving lines from a CSV file: what utilisation is learned from and judged on.

`data/lines.yaml` tells which columns are known before the label and which would give it away.
"""

import csv
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.conformal import bands_of
from firmgraph.profiling.models.csv_rows import Row, numbers_of, read_rows
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.selection import Folds, Rows, part
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.utilisation import Flags, Utilisation, goal_of, utilisation

_TREES = {"depth": 4, "rate": 0.03, "rounds": 250, "least_leaf": 20.0, "evidence": True}
LEARNERS: Mapping[str, Learner] = {
    "mean": Learner("mean"),
    "fractional logit": Learner("logistic", {"ridge": 10.0, "evidence": True}),
    "scorecard": Learner("scorecard", {"bins": 8}),
    "LightGBM, cross entropy": Learner("lightgbm", _TREES),
    "LightGBM, median": Learner("lightgbm", {**_TREES, "median": True}),
    "XGBoost, logistic": Learner("xgboost", _TREES),
    "histogram boosting": Learner("histogram", {**_TREES, "columns": 1.0}),
}
PLAN = Folds(5, 1, 20261)


def recognised(path: Path) -> bool:
    """Tell whether a file is a CSV of borrowers that states a limit and the use of revolving lines."""
    if path.suffix != ".csv" or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = set(next(csv.reader(file), ()))
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    return _tells_label(names) and _band_column(names) is not None


def task_of(path: Path) -> Task:
    """Return what utilisation is learned from; the context counts the borrowers left out and names the columns.

    Raises UnreadableFile, or InvalidInput that names line and column of what cannot be.
    """
    rows = read_rows(path)
    names = rows[0].keys()
    blocks = _blocks(names)
    label = label_of(rows)
    columns = [column for block in blocks.values() for column in block]
    sample = _sample(rows, columns, label).labelled()
    late = _is_late([row for row, kept in zip(rows, label.kept, strict=True) if kept])
    known, later = (_rows(sample, np.flatnonzero(late == side)) for side in (False, True))
    left_out = _shape()["left_out"]
    context = {
        "columns": columns,
        "left_out": {name: left_out[name] for name in sorted(names) if name in left_out},
        "not_listed": sorted(set(names) - set(columns) - set(left_out) - {_shape()["id"], _shape()["date"]["column"]}),
        "without_line": label.without_line,
        "not_told": label.not_told,
        "above_line": int(np.sum(label.raw > 1)),
    }
    return Task("utilisation", known, later, LEARNERS, PLAN, goal_of(pack_by_id("utilisation")), 1, blocks, context)


def sample_of(path: Path, context: Mapping[str, Any]) -> Sample:
    """Return the borrowers of a file with the columns a model was learned from; a label that is not told is NaN."""
    rows = read_rows(path)
    if lacking := sorted(set(context["columns"]) - set(rows[0])):
        raise InvalidInput(f"columns missing: {', '.join(lacking)}", field="data")
    return _sample(rows, context["columns"], label_of(rows))


def label_of(rows: Sequence[Row]) -> Utilisation:
    """Return the utilisation of borrowers: drawn against line where both are columns, else the per cent stated."""
    shape = _shape()
    if {shape["drawn"], shape["line"]} <= rows[0].keys():
        return utilisation(*(numbers_of(rows, shape[name]) for name in ("drawn", "line")))
    if shape["per_cent"] not in rows[0]:
        return utilisation(*(np.full(len(rows), np.nan) for _ in range(2)))
    return utilisation(numbers_of(rows, shape["per_cent"]), np.full(len(rows), 100.0))


def _sample(rows: Sequence[Row], columns: Sequence[str], label: Utilisation) -> Sample:
    y = np.full(len(rows), np.nan)
    y[label.kept] = label.clipped
    categories = {name for block in _shape()["known"].values() for name in block.get("categories", ())}
    frame = {name: [row[name] for row in rows] if name in categories else numbers_of(rows, name) for name in columns}
    ids = [row.get(_shape()["id"]) or f"line {row.line}" for row in rows]
    order = np.argsort([_mark(row) for row in rows], kind="stable")
    return _rows(Sample(ids, frame, y, _segments(rows)), order)


def _segments(rows: Sequence[Row]) -> list[str]:
    column, cuts = _band_column(rows[0].keys()), _shape()["bands"]
    if column is None:
        raise InvalidInput(f"columns missing: {' or '.join(_shape()['band_of'])}", field="data")
    ends = ["0", *map(str, cuts), ""]
    names = [f"{low} to {high}" if high else f"from {low}" for low, high in pairwise(ends)]
    limits = numbers_of(rows, column)
    told = bands_of(np.nan_to_num(limits), cuts).tolist()
    return ["not told" if gone else names[band] for band, gone in zip(told, np.isnan(limits), strict=True)]


def _is_late(rows: Sequence[Row]) -> Flags:
    """Who is not to be learned from, in the order of `_sample`: the last months, else who comes last by the seed."""
    shape = _shape()
    column, share = shape["date"]["column"], float(shape["later"]["share"])
    marks = sorted(_mark(row) for row in rows)
    if column not in rows[0]:
        size = len(marks) - round(len(marks) * share)
        return np.arange(len(marks)) >= size
    months = np.array([_month(row, shape["date"]) for row in sorted(rows, key=_mark)])
    return np.asarray(months >= np.quantile(months, 1 - share, method="higher"))


def _month(row: Row, date: Mapping[str, str]) -> int:
    try:
        told = datetime.strptime(row[date["column"]], date["form"])
    except ValueError as error:
        raise InvalidInput(f"{row[date['column']]!r} is no date like {date['form']}", field=date["column"]) from error
    return told.year * 12 + told.month


def _mark(row: Row) -> str:
    """A place by chance that depends on the seed and on what the row says alone, not on where it stands."""
    told = "\0".join(f"{name}={value}" for name, value in sorted(row.items()))
    return sha256(f"{_shape()['later']['seed']}\0{told}".encode()).hexdigest()


def _rows(sample: Sample, rows: Rows) -> Sample:
    ids, segments = ([given[row] for row in rows.tolist()] for given in (sample.ids, sample.segments))
    return Sample(ids, part(sample.frame, rows), sample.y[rows], segments)


def _blocks(names: Collection[str]) -> dict[str, list[str]]:
    listed = {
        block: [name for kind in ("numbers", "categories") for name in told.get(kind, ()) if name in names]
        for block, told in _shape()["known"].items()
    }
    return {block: columns for block, columns in listed.items() if columns}


def _tells_label(names: set[str]) -> bool:
    shape = _shape()
    return shape["per_cent"] in names or {shape["drawn"], shape["line"]} <= names


def _band_column(names: Collection[str]) -> str | None:
    return next((name for name in _shape()["band_of"] if name in names), None)


@cache
def _shape() -> Mapping[str, Any]:
    told = yaml.safe_load((Path(__file__).parent / "data" / "lines.yaml").read_text(encoding="utf-8"))
    return dict(told)
