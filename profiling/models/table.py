"""The training table read again: what models of clients by month are learned from, split by time, and judged on.

Learned from are the months whose labels were all known before the later months began; these are never learned from.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Frame, Numbers, is_text
from firmgraph.profiling.models.csv_rows import Row, numbers_of, read_rows
from firmgraph.profiling.models.frame import LED_BY, check_month
from firmgraph.profiling.models.frame_columns import blocks_of
from firmgraph.profiling.models.frame_labels import label_rule
from firmgraph.profiling.models.frame_seen import month_end, table_rules
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.selection import RISK, Folds, Rows
from firmgraph.profiling.models.shares import are_classes
from firmgraph.profiling.models.task import Sample, Task, row_id
from firmgraph.profiling.models.utilisation import goal_of

NEEDED = ("id", "month", "label", "segment")
_TREES = {"depth": 3, "rate": 0.05, "rounds": 150, "least_leaf": 30.0, "ridge": 10.0, "evidence": True}
_LINEAR = {"ridge": 30.0, "bins": 6}
BINARY: Mapping[str, Learner] = {
    "XGBoost": Learner("xgboost", _TREES),
    "LightGBM": Learner("lightgbm", _TREES),
    "scorecard": Learner("scorecard", _LINEAR),
}
SHARE: Mapping[str, Learner] = {
    "mean": Learner("mean"),
    "fractional logit": Learner("logistic", {"ridge": 10.0, "evidence": True}),
    "scorecard": Learner("scorecard", _LINEAR),
    "LightGBM, cross entropy": Learner("lightgbm", {**_TREES, "depth": 4}),
    "LightGBM, median": Learner("lightgbm", {**_TREES, "depth": 4, "rounds": 250, "median": True}),
    "XGBoost, logistic": Learner("xgboost", {**_TREES, "depth": 4}),
}
_SHALLOW = {**_TREES, "depth": 2, "rate": 0.03, "least_leaf": 60.0, "ridge": 30.0, "columns": 0.3}
LEARNERS: Mapping[str, Mapping[str, Learner]] = {
    "risk": {"XGBoost": BINARY["XGBoost"], "XGBoost, shallow": Learner("xgboost", _SHALLOW)},
}
"""Learners of one label alone: document 001 rates risk by XGBoost (claim 2)."""
SEED = 20261122
GOAL = "utilisation"


@dataclass(frozen=True, slots=True)
class ClientFolds(Folds):
    """Folds in which all months of a client stand together, so that none is judged by what was learned of it."""

    clients: tuple[str, ...] = ()

    def drawn(self, y: Numbers) -> list[Rows]:
        """The fold of each row in each repeat; InvalidInput when a class has fewer clients than there are folds."""
        ids, places = np.unique(self.clients, return_inverse=True)
        ever = np.zeros(len(ids))
        np.maximum.at(ever, places, y)
        split = are_classes(y) and min((ever == side).sum() for side in (0, 1)) >= self.folds
        marks = ever if split else np.bincount(places, y) / np.bincount(places)
        return [fold[places] for fold in Folds(self.folds, self.repeats, self.seed).drawn(marks)]


def recognised(path: Path) -> bool:
    """Tell whether a file is a CSV with the columns every training table has."""
    if path.suffix != ".csv" or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return set(NEEDED) <= set(next(csv.reader(file), ()))
    except (OSError, UnicodeDecodeError, csv.Error):
        return False


def task_of(path: Path, name: str) -> Task:
    """Return what the model of a label (risk, willingness, utilisation) is learned from.

    The context names the columns, those left out for they are empty, and the months of each part. Raises InvalidInput
    for months out of order, columns that are unknown, constant, infinite or tell the label, and too few months.
    """
    rows = _read(path)
    label = _label(rows, name)
    rule, months = label_rule(label), [row["month"] for row in rows]
    learned, late = _split(months, int(rule["months"]))
    blocks, left_out = _blocks(rows, label, frozenset(learned))
    columns = [column for block in blocks.values() for column in block]
    sample = _sample(rows, columns)
    known, later = (sample.taken(np.flatnonzero(np.isin(months, one))).labelled() for one in (learned, late))
    if not len(known.ids) or not len(later.ids):
        raise InvalidInput("no row with a label before, or none among, the later months", field="label")
    _refuse_few(known, binary=rule["target"] == "binary")
    _refuse_telling(known)
    context = {
        "columns": columns,
        "label": label,
        "left_out": left_out,
        "months": {"known": learned, "between": sorted(set(months) - {*learned, *late}), "later": late},
    }
    binary = rule["target"] == "binary"
    learners, goal = LEARNERS.get(name, BINARY if binary else SHARE), RISK if binary else goal_of(pack_by_id(GOAL))
    plan = ClientFolds(5, 1, SEED, tuple(known.clients))
    return Task(name, known, later, learners, plan, goal, 1, blocks, context=context)


def sample_of(path: Path, context: Mapping[str, Any]) -> Sample:
    """Return the clients' months of a table with the columns a model was learned from; a label not known is NaN."""
    rows = _read(path)
    if lacking := sorted(set(context["columns"]) - set(rows[0])):
        raise InvalidInput(f"columns missing: {', '.join(lacking)}", field=lacking[0])
    return _sample(rows, context["columns"])


def _split(months: Sequence[str], window: int) -> tuple[list[str], list[str]]:
    """The months learned from and the later ones; InvalidInput where none is left to learn from."""
    every = sorted(set(months))
    late = every[-max(1, round(len(every) * float(table_rules()["split"]["later"]))) :]
    begins = month_end(f"{late[0]}-01")
    learned = [month for month in every if month_end(f"{month}-01", window) <= begins]
    if not learned:
        words = (
            f"{len(every)} months are too few: the later begin in {late[0]}, and a label is known {window} months on"
        )
        raise InvalidInput(words, field="month")
    return learned, late


def _sample(rows: Sequence[Row], columns: Sequence[str]) -> Sample:
    categories = set(table_rules()["categories"])
    frame: Frame = {
        name: [row[name] for row in rows] if name in categories else numbers_of(rows, name) for name in columns
    }
    ids = [row_id(row["id"], row["month"]) for row in rows]
    segments, clients = [row["segment"] or "unknown" for row in rows], [row["id"] for row in rows]
    return Sample(ids, frame, numbers_of(rows, "label"), segments, clients)


def _blocks(
    rows: Sequence[Row], label: str, learned: frozenset[str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The columns of each block that a label is learned from, and those left out by why; InvalidInput names others.

    Left out is what is empty, or says the same of all months learned from and something else only later.
    """
    listed = {column for told in table_rules()["groups"].values() for one in told.values() for column in one}
    if unknown := sorted(set(rows[0]) - listed - set(LED_BY)):
        raise InvalidInput(f"columns that are not known: {', '.join(unknown)}", field=unknown[0])
    before = [row for row in rows if row["month"] in learned and row["label"]]
    wanted = blocks_of(label)
    columns = [column for block in wanted.values() for column in block]
    empty = [name for name in columns if name not in rows[0] or not any(row[name] for row in rows)]
    constant = [name for name in columns if name not in empty and len({row[name] for row in rows}) == 1]
    if constant:
        raise InvalidInput(f"columns that say the same of every row: {', '.join(constant)}", field=constant[0])
    quiet = [name for name in columns if name not in empty and len({row[name] for row in before}) < 2]
    said = {block: [one for one in found if one not in {*empty, *quiet}] for block, found in wanted.items()}
    found = {block: columns for block, columns in said.items() if columns}
    if before and not found:
        raise InvalidInput(f"no column that says anything, of those that {label} is learned from", field="columns")
    return found, {"empty": empty, "same_of_all_learned_from": quiet}


def _refuse_few(sample: Sample, *, binary: bool) -> None:
    """Refuse too few clients: the months of one client say hardly more than one of them."""
    fewest = table_rules()["fewest"]
    clients = np.array(sample.clients)
    if (found := len(np.unique(clients))) < fewest["clients"]:
        words = f"{found} clients in the months learned from are too few, at least {fewest['clients']}"
        raise InvalidInput(words, field="id")
    for label in (1, 0) if binary else ():
        if (found := len(np.unique(clients[sample.y == label]))) < fewest["of_each_label"]:
            words = f"{found} clients with the label {label} in the months learned from are too few"
            raise InvalidInput(f"{words}, at least {fewest['of_each_label']}", field="label")


def _refuse_telling(sample: Sample) -> None:
    """Refuse a column that alone tells the label as hardly anything known before can."""
    most = float(table_rules()["guard"]["alone"])
    telling = [name for name, values in sorted(sample.frame.items()) if _tells(values, sample.y) > most]
    if telling:
        raise InvalidInput(f"columns that give the label away: {', '.join(telling)}", field=telling[0])


def _tells(values: Any, y: Numbers) -> float:
    """How surely a column of numbers alone tells the label: AUC or rank correlation, whichever way it points."""
    if is_text(values):
        return 0.0
    given = np.asarray(values, np.float64)
    told = ~np.isnan(given)
    if len(np.unique(y[told])) < 2 or len(np.unique(given[told])) < 2:
        return 0.0
    if np.isin(y, (0, 1)).all():
        found = measures.auc(y[told], given[told])
        return max(found, 1 - found)
    return abs(measures.spearman(y[told], given[told]))


def _label(rows: Sequence[Row], name: str) -> str:
    """The label a table tells of: the one asked for, or a variety of it, as `utilisation_in_all` is of utilisation."""
    told = sorted({row.get("tells") or name for row in rows})
    if len(told) > 1 or not f"{told[0]}_".startswith(f"{name}_"):
        raise InvalidInput(f"the table tells of {', '.join(told)}, not of {name}", field="tells")
    return told[0]


def _read(path: Path) -> list[Row]:
    rows = read_rows(path)
    if lacking := sorted(set(NEEDED) - set(rows[0])):
        raise InvalidInput(f"columns missing: {', '.join(lacking)}", field=lacking[0])
    _check_order(rows)
    return rows


def _check_order(rows: Iterable[Row]) -> None:
    """Refuse months that are none or go back, and a client's month that stands twice."""
    before, seen = "", set()
    for row in rows:
        check_month(row["month"], "month")
        if row["month"] < before:
            raise InvalidInput(f"line {row.line}: {row['month']} comes after {before}: sort by month", field="month")
        if (row["id"], row["month"]) in seen:
            raise InvalidInput(f"line {row.line}: {row['id']} stands twice in {row['month']}", field="id")
        before = row["month"]
        seen.add((row["id"], row["month"]))
