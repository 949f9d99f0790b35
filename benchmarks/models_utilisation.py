"""How well the use of a line is told on borrowers not seen: models chosen by folds, intervals held to their promise.

`python -m benchmarks.models_utilisation` prints the figures.
"""

import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from scipy.special import expit

from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.lines import task_of
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.scoring import Scored, scored
from firmgraph.profiling.models.selection import held_out_margins
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.training import train

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "credit" / "lending_club.csv"
GOAL = "intervals of 90 % cover 90 % +- 1 of the later borrowers, and at least 88 % in the worst band"
NORMAL_95 = 1.959964


def run(data: Path = DATA) -> Mapping[str, Mapping[str, Any]]:
    """The table of the models by folds, and the one chosen on the borrowers that nothing was learned from."""
    began = time.perf_counter()
    task = task_of(data)
    assert task.later is not None
    with tempfile.TemporaryDirectory() as folder:
        kept = train(task, Path(folder), {}, lambda _: None)
    found = scored(kept, task.later)
    told = {
        "borrowers learned from, later": (len(task.known.ids), len(task.later.ids)),
        "left out: no line, use not told": (task.context["without_line"], task.context["not_told"]),
        "used beyond the line, clipped to it": task.context["above_line"],
        "chosen by mean absolute error": kept.metrics["chosen"],
        **_later(kept, task, found),
        **coverage(task.later, found),
        "seconds": round(time.perf_counter() - began),
        "goal": GOAL,
    }
    return {"Utilisation, borrowers with revolving lines": told, "Utilisation, models by five folds": table(task, kept)}


def table(task: Task, kept: Kept) -> dict[str, Any]:
    """Each model's metrics on borrowers held out of its folds, and by how much its error is below that of the mean."""
    y, rows = task.known.y, {row["learners"][0]: row["metrics"] for row in kept.metrics["table"]}
    margins = {name: held_out_margins(one, task.known.frame, y, task.plan)[0] for name, one in task.learners.items()}
    told = {}
    for name in sorted(rows, key=lambda name: (round(rows[name]["mae"], 6), name)):
        errors = np.abs(y - expit(margins[name]))
        told[name] = {
            "MAE": interval(errors),
            "below the mean": interval(np.abs(y - expit(margins["mean"])) - errors),
            "R2": round(rows[name]["r2"], 4),
            "rank correlation": round(rows[name]["spearman"], 4),
            "AUC above half the line": round(rows[name]["auc_above"], 4),
        }
    return {name: _line(metrics) for name, metrics in told.items()}


def coverage(later: Sample, found: Scored) -> dict[str, Any]:
    """How often the truth lies within the interval, of all and by band with the number of borrowers and the width."""
    assert found.low is not None
    assert found.high is not None
    inside, width = (found.low <= later.y) & (later.y <= found.high), found.high - found.low
    bands = np.asarray(later.segments, object)
    told: dict[str, Any] = {"covered": _share(inside), "mean width": round(float(width.mean()), 4)}
    for band in sorted(set(later.segments)):
        here = bands == band
        told[f"covered, limit {band}"] = f"{_share(inside[here])} of {here.sum()}, width {width[here].mean():.3f}"
    return told


def interval(values: Numbers) -> tuple[float, float, float]:
    """The mean of values a borrower, with its 95 % interval (normal)."""
    mean, half = float(values.mean()), NORMAL_95 * float(values.std()) / len(values) ** 0.5
    return round(mean, 4), round(mean - half, 4), round(mean + half, 4)


def _later(kept: Kept, task: Task, found: Scored) -> dict[str, Any]:
    later = task.later
    assert later is not None
    mean = replace(kept, models=[_mean_of(task)])
    of_mean = np.abs(later.y - scored(mean, later).predicted)
    errors = np.abs(later.y - found.predicted)
    above = measures.auc_interval(later.y > task.goal.threshold, found.predicted)
    return {
        "later MAE": interval(errors),
        "later MAE below that of the mean": interval(of_mean - errors),
        "later R2": round(measures.r2(later.y, found.predicted), 4),
        "later rank correlation": round(measures.spearman(later.y, found.predicted), 4),
        "later AUC above half the line": tuple(round(one, 4) for one in (above.value, above.low, above.high)),
    }


def _mean_of(task: Task) -> str:
    from firmgraph.profiling.models.learners import fit

    return fit(task.learners["mean"], task.known.frame, task.known.y, target="share").to_text()


def _line(metrics: Mapping[str, Any]) -> str:
    return "; ".join(f"{name} {value}" for name, value in metrics.items())


def _share(inside: Any) -> float:
    return round(float(np.mean(inside)), 4)


if __name__ == "__main__":
    print(orjson.dumps(run(), option=orjson.OPT_INDENT_2).decode())
