"""How well default and rating are told from a firm's invoices: 5 folds, 6 repeats, every choice by inner folds.

`python -m benchmarks.models_invoices [REPEATS]` prints the figures.
"""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.invoices import candidates, frame_of, task_of
from firmgraph.profiling.models.invoices_file import RATINGS, read_ledgers
from firmgraph.profiling.models.rating import confusion, kappa, places, rate
from firmgraph.profiling.models.selection import Folds, held_out_margins, nested

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "invoices"
FOLDS, REPEATS, SEED, INNER_FOLDS = 5, 6, 20264, 5
INNER = Folds(INNER_FOLDS, 2, SEED + 100)
GOAL = "AUC at least .915 (anchor .908 +- .063)"
RATING_GOAL = "quadratic kappa at least .60 (anchor .533, accuracy .549)"
ALONE = ("logistic on sales alone", "logistic on sales, rates", "logistic on all", "XGBoost on all")


def run(repeats: int = REPEATS) -> Mapping[str, Mapping[str, Any]]:
    """Default without the rating, rating without the default, and single ways on the same outer folds."""
    outer = Folds(FOLDS, repeats, SEED)
    return {"Default from invoices": default(outer), "Rating from invoices": rating(outer)}


def default(outer: Folds) -> Mapping[str, Any]:
    """What the ways chosen by inner folds tell of firms not seen, and a few of the ways alone."""
    began = time.perf_counter()
    task = task_of(DATA)
    y, frame = task.known.y, task.known.frame
    found = nested(task.learners, frame, y, (outer, INNER))
    alone = {name: held_out_margins(task.learners[name], frame, y, outer) for name in ALONE}
    intervals = [measures.auc_interval(y, one) for one in found.margins]
    return {
        "firms, defaults": (len(y), int(y.sum())),
        "plan": f"{FOLDS} folds x {outer.repeats}; inner {INNER_FOLDS} folds x 2 choose",
        "AUC, mean of folds, deviation": spread(of_folds(y, found.margins, outer)),
        "AUC, all firms of a repeat": _mean([one.value for one in intervals]),
        "AUC interval over firms": (_mean([one.low for one in intervals]), _mean([one.high for one in intervals])),
        **{f"AUC, {name}": spread(of_folds(y, margins, outer)) for name, margins in alone.items()},
        "most often chosen": [f"{times} x {name}" for name, times in sorted(found.chosen.items(), key=_often)[:5]],
        "seconds": round(time.perf_counter() - began),
        "goal": GOAL,
    }


def rating(outer: Folds) -> Mapping[str, Any]:
    """What the ways and cuts chosen by inner folds tell of the rating of firms not seen."""
    began = time.perf_counter()
    ledgers = read_ledgers(DATA)
    grades = places([firm.rating for firm in ledgers.firms], RATINGS)
    found = rate(candidates(), frame_of(ledgers), grades, (outer, INNER))
    kappas = [kappa(grades, one) for one in found.grades]
    draws = resampled(grades, found.grades)
    table = [confusion(grades, one, RATINGS) for one in found.grades]
    return {
        "quadratic kappa": _mean(kappas),
        "quadratic kappa, interval over firms": draws,
        "quadratic kappa by repeat": [round(one, 4) for one in kappas],
        "accuracy": _mean([float((one == grades).mean()) for one in found.grades]),
        "off by more than one": _mean([float((np.abs(one - grades) > 1).mean()) for one in found.grades]),
        **{
            f"told of {name}, mean count": {other: _mean([one[name][other] for one in table]) for other in RATINGS}
            for name in RATINGS
        },
        "most often chosen": [f"{times} x {name}" for name, times in sorted(found.chosen.items(), key=_often)[:5]],
        "seconds": round(time.perf_counter() - began),
        "goal": RATING_GOAL,
    }


def of_folds(y: Numbers, margins: Numbers, outer: Folds) -> list[float]:
    """The AUC of each fold of each repeat."""
    drawn = zip(outer.drawn(y), margins, strict=True)
    return [measures.auc(y[fold == one], told[fold == one]) for fold, told in drawn for one in range(outer.folds)]


def spread(values: list[float]) -> tuple[float, float]:
    """The mean of values and their deviation."""
    return _mean(values), round(float(np.std(values)), 4)


def resampled(true: Any, told: Any, draws: int = 1000) -> tuple[float, float]:
    """The 95 % bootstrap interval over firms of the kappa, the mean of the repeats."""
    random = np.random.default_rng(SEED)
    rows = [random.integers(0, len(true), len(true)) for _ in range(draws)]
    found = [float(np.mean([kappa(true[row], one[row]) for one in told])) for row in rows]
    low, high = np.quantile(found, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4)


def _often(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


if __name__ == "__main__":
    print(orjson.dumps(run(*map(int, sys.argv[1:])), option=orjson.OPT_INDENT_2).decode())
