"""How well models of clients by month do on later months of a generated world, and how well any model could.

`python -m benchmarks.models_world` prints the figures. The world is invented: its figures tell that the table, the
split and the models work together, not how well a bank's clients can be told. The generator's own chances, with all
latent states known, are the bound: what is missing to them could be learned, what is missing beyond is drawn by lot.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from benchmarks.world_bound import can_draw, expected
from benchmarks.world_tables import LINES, RATED, World, tables
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.card_later import later_of
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.measures import Interval, Measure
from firmgraph.profiling.models.scoring import Scored, scored
from firmgraph.profiling.models.selection import Goal
from firmgraph.profiling.models.table import SHARE, task_of
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.training import train

USE_OF_LINES = ("credit_lines", "financial_behaviour")
STATIC = {"fractional logit": SHARE["fractional logit"]}
GOAL = (
    "the model with lags beats persistence, interval of the gain above zero; R2 >= .76 and MAE <= .118 as on card data"
)


def run() -> Mapping[str, Mapping[str, Any]]:
    """Utilisation with lags against persistence, and risk and willingness, on months that nothing was learned from."""
    ways = ((LINES, use), (RATED, rating))
    return {f"Generated world, {label}": figures(world, label) for world, figures in ways for label in world.labels}


def use(world: World, label: str) -> dict[str, Any]:
    """A utilisation: what is chosen for its error and for its R2, nothing about the use of lines, and persistence."""
    task, told = _task(world, label, "utilisation")
    later = later_of(task)
    now = np.asarray(later.frame["utilisation"], np.float64)
    by_error, nearest = _learned(task)
    by_r2, highest = _learned(replace(task, goal=Goal("share", "r2")))
    _, static = _learned(replace(task.without(USE_OF_LINES), learners=STATIC))
    bound = expected(world, label, later)
    level, near = highest.predicted, nearest.predicted
    said = (level, near, now, static.predicted, bound)
    return {
        **told,
        "later clients": len(set(later.clients)),
        "chosen by R2, by mean absolute error": (by_r2, by_error),
        "R2: by R2, by error, persistence, without the use of lines, the generator itself": _each(
            measures.r2, later.y, said
        ),
        "MAE: by R2, by error, persistence, without the use of lines, the generator itself": _each(
            measures.mae, later.y, said
        ),
        "R2 of the generator itself, the bound": _told(measures.r2_interval(later.y, bound, later.behind)),
        "R2 above persistence, chosen by R2": _told(measures.r2_difference(later.y, level, now, later.behind)),
        "MAE below persistence, chosen by error": _told(_error_saved(later, now, near)),
        "goal": GOAL,
    }


def rating(world: World, label: str) -> dict[str, Any]:
    """A chance: AUC on later months beside that of the column that an officer would look at first."""
    task, told = _task(world, label, label)
    later, first = later_of(task), "debt_ratio" if label == "risk" else "utilisation"
    chosen, found = _learned(task)
    bound = expected(world, label, later)
    chance = np.full(len(later.ids), float(task.known.y.mean()))
    return {
        **told,
        "clients learned from, of these ever 1": _ever(task.known),
        "later clients, of these ever 1": _ever(later),
        "share of 1 among later rows": round(float(later.y.mean()), 4),
        "chosen by AUC": chosen,
        "AUC": _told(measures.auc_interval(later.y, found.margins, later.behind)),
        "AUC of the generator itself, the bound": _told(measures.auc_interval(later.y, bound, later.behind)),
        **(_of_those_that_can_draw(world, later, found.margins, bound) if label == "willingness" else {}),
        "AUC below the bound": _told(measures.auc_difference(later.y, bound, found.margins, later.behind)),
        f"AUC of {first} alone, the better way round": _alone(later, first),
        "calibration slope, intercept": tuple(round(one, 3) for one in measures.calibration(later.y, found.predicted)),
        "Brier: model, the mean of the months learned from, the bound": _each(
            measures.brier, later.y, (found.predicted, chance, bound)
        ),
    }


def _task(world: World, label: str, name: str) -> tuple[Task, dict[str, Any]]:
    table = tables(world)[label]
    task = task_of(table.path, name)
    months = task.context["months"]
    return task, {
        **table.told,
        "months learned from, later": [f"{part[0]} to {part[-1]}" for part in (months["known"], months["later"])],
        "rows learned from, later": (len(task.known.ids), len(later_of(task).ids)),
    }


def _learned(task: Task) -> tuple[str, Scored]:
    """The way chosen by folds of clients in the months learned from, and what it says of the later ones."""
    with tempfile.TemporaryDirectory() as folder:
        kept = train(task, Path(folder), {}, lambda _: None)
    return str(kept.metrics["chosen"]), scored(kept, later_of(task))


def _each(measure: Measure, y: Numbers, said: tuple[Numbers, ...]) -> tuple[float, ...]:
    return tuple(round(measure(y, one), 4) for one in said)


def _error_saved(later: Sample, first: Numbers, second: Numbers) -> Interval:
    """By how much the second errs less than the first, in the mean."""
    saved = np.abs(later.y - first) - np.abs(later.y - second)
    return measures.ratio_interval(saved, np.ones(len(saved)), later.behind)


def _of_those_that_can_draw(world: World, later: Sample, margins: Numbers, bound: Numbers) -> dict[str, Any]:
    """The AUC without clients deep in arrears: they draw no more, which is easy to tell and of no use."""
    rows = np.flatnonzero(can_draw(world, later))
    part = later.taken(rows)
    told = (_told(measures.auc_interval(part.y, scores[rows], part.behind)) for scores in (margins, bound))
    names = ("AUC of clients not bad already", "AUC of the generator itself, the bound, of clients not bad already")
    return {"rows of clients not bad already": len(rows), **dict(zip(names, told, strict=True))}


def _ever(sample: Sample) -> tuple[int, int]:
    """How many clients there are, and how many of them have the label 1 in any month."""
    ones = {client for client, y in zip(sample.clients, sample.y, strict=True) if y == 1}
    return len(set(sample.clients)), len(ones)


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
