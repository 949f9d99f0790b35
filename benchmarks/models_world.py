"""How well models of clients by month do on later months of a generated world, against what was drawn last month.

`python -m benchmarks.models_world` prints the figures. The world is invented: its figures tell that the table, the
split and the models work together, not how well a bank's clients can be told.
"""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.graph.world import write_world
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.frame import cohorts, known_through
from firmgraph.profiling.models.frame_file import write_table
from firmgraph.profiling.models.measures import Interval, Measure
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.selection import Goal
from firmgraph.profiling.models.table import SHARE, task_of
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.training import train

FIRMS, SEED, MONTHS = 700, 20261, 54
WINDOWS = {
    "utilisation_next_month": ("2023-04", "2025-05"),
    "utilisation": ("2023-04", "2025-03"),
    "willingness": ("2023-04", "2025-03"),
    "risk": ("2021-06", "2024-06"),
}
USE_OF_LINES = ("credit_lines", "financial_behaviour")
STATIC = {"fractional logit": SHARE["fractional logit"]}
GOAL = (
    "the model with lags beats persistence, interval of the gain above zero; R2 >= .76 and MAE <= .118 as on card data"
)


def run() -> Mapping[str, Mapping[str, Any]]:
    """Utilisation with lags against persistence, and risk and willingness, on months that nothing was learned from."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_world(FIRMS, SEED, folder / "world", months=MONTHS)
        with open_store(f"sqlite:///{folder / 'bank.db'}") as store:
            load_files(store, [folder / "world"], LoadOptions())
            return {
                **{f"Generated world, {label}": use(store, folder, label) for label in WINDOWS if label[0] == "u"},
                **{f"Generated world, {label}": rating(store, folder, label) for label in ("willingness", "risk")},
            }


def use(store: GraphStore, folder: Path, label: str) -> dict[str, Any]:
    """A utilisation: what is chosen for its error and for its R2, nothing about the use of lines, and persistence."""
    task, told = _task(store, folder, label, "utilisation")
    later = _later(task)
    now = np.asarray(later.frame["utilisation"], np.float64)
    by_error, near = _learned(task, folder)
    by_r2, level = _learned(replace(task, goal=Goal("share", "r2")), folder / "r2")
    _, static = _learned(replace(task.without(USE_OF_LINES), learners=STATIC), folder / "static")
    said = (level, near, now, static)
    return {
        **told,
        "chosen by R2, by mean absolute error": (by_r2, by_error),
        "R2: by R2, by error, persistence, without the use of lines": _each(measures.r2, later.y, said),
        "MAE: by R2, by error, persistence, without the use of lines": _each(measures.mae, later.y, said),
        "R2 above persistence, chosen by R2": _told(measures.r2_difference(later.y, level, now, later.behind)),
        "MAE below persistence, chosen by error": _told(_error_saved(later, now, near)),
        "goal": GOAL,
    }


def rating(store: GraphStore, folder: Path, label: str) -> dict[str, Any]:
    """A chance: AUC on later months beside that of the column that an officer would look at first."""
    task, told = _task(store, folder, label, label)
    later, first = _later(task), "debt_ratio" if label == "risk" else "utilisation"
    chosen, predicted = _learned(task, folder)
    chance = np.full(len(later.ids), float(task.known.y.mean()))
    return {
        **told,
        "share of 1 among them": round(float(later.y.mean()), 4),
        "chosen by AUC": chosen,
        "AUC": _told(measures.auc_interval(later.y, predicted, later.behind)),
        f"AUC of {first} alone, the better way round": _alone(later, first),
        "calibration slope, intercept": tuple(round(one, 3) for one in measures.calibration(later.y, predicted)),
        "Brier: model, the mean of the months learned from": _each(measures.brier, later.y, (predicted, chance)),
    }


def _task(store: GraphStore, folder: Path, label: str, name: str) -> tuple[Task, dict[str, Any]]:
    began = time.perf_counter()
    first, last = WINDOWS[label]
    asked, path = cohorts(label, first, last, known_through(store)), folder / f"{label}.csv"
    written = write_table(store, asked, path, lambda _done, _all: None)
    seconds = round(time.perf_counter() - began)
    task = task_of(path, name)
    months = task.context["months"]
    return task, {
        "clients, months, rows": (written.clients, written.cohorts, written.rows),
        "left out": [f"{count} {why.replace('_', ' ')}" for why, count in sorted(written.left_out.items())],
        "months learned from, later": [f"{part[0]} to {part[-1]}" for part in (months["known"], months["later"])],
        "rows learned from, later": (len(task.known.ids), len(_later(task).ids)),
        "seconds to make the table": seconds,
    }


def _later(task: Task) -> Sample:
    assert task.later is not None
    return task.later


def _learned(task: Task, folder: Path) -> tuple[str, Numbers]:
    """The way chosen by folds of clients in the months learned from, and what it says of the later ones."""
    kept = train(task, folder / "models", {}, lambda _: None)
    return str(kept.metrics["chosen"]), scored(kept, _later(task)).predicted


def _each(measure: Measure, y: Numbers, said: tuple[Numbers, ...]) -> tuple[float, ...]:
    return tuple(round(measure(y, one), 4) for one in said)


def _error_saved(later: Sample, first: Numbers, second: Numbers) -> Interval:
    """By how much the second errs less than the first, in the mean."""
    saved = np.abs(later.y - first) - np.abs(later.y - second)
    return measures.ratio_interval(saved, np.ones(len(saved)), later.behind)


def _alone(later: Sample, name: str) -> tuple[float, float, float]:
    values = np.asarray(later.frame[name], np.float64)
    filled = np.where(np.isnan(values), np.nanmedian(values), values)
    sign = 1.0 if measures.auc(later.y, filled) > 0.5 else -1.0
    return _told(measures.auc_interval(later.y, sign * filled, later.behind))


def _told(found: Interval) -> tuple[float, float, float]:
    """A figure with the ends of its 95 % interval, over clients: the months of one are alike."""
    return round(found.value, 4), round(found.low, 4), round(found.high, 4)


if __name__ == "__main__":
    print(orjson.dumps(run(), option=orjson.OPT_INDENT_2).decode())
