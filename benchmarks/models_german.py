"""How well bad clients are told from good ones on German credit: 5 folds, 4 repeats, every choice by inner folds.

`python -m benchmarks.models_german [REPEATS]` prints the figures.
"""

import csv
import sys
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
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.selection import Folds, held_out_margins, nested

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "credit" / "germancredit.csv"
FOLDS, REPEATS, SEED, INNER_FOLDS, MOST = 5, 4, 20260, 10, 4
GOAL = "AUC at least .805 (anchors: scorecard .791, XGBoost .793, blend .801)"
RATE = "installment_rate_in_percentage_of_disposable_income"

DEEP = {"depth": 4, "rate": 0.03, "rounds": 200, "columns": 0.3, "rows": 0.6}
EVIDENCE = {"evidence": True, "smoothing": 20.0}
CANDIDATES: Mapping[str, Learner] = {
    "logistic": Learner("logistic", {"ridge": 30.0}),
    "logistic of evidence, pairs": Learner("logistic", {"ridge": 100.0, "pairs": True, **EVIDENCE}),
    "logistic, pairs": Learner("logistic", {"ridge": 1000.0, "pairs": True}),
    "scorecard": Learner("scorecard", {"bins": 5, "smoothing": 20.0, "ridge": 50.0}),
    "scorecard, pairs": Learner("scorecard", {"bins": 5, "smoothing": 30.0, "ridge": 100.0, "pairs": True}),
    "XGBoost": Learner("xgboost", DEEP),
    "XGBoost of evidence": Learner("xgboost", {**DEEP, **EVIDENCE}),
}
ANCHORS = ("scorecard", "XGBoost")


def clients() -> tuple[dict[str, list[Any]], Numbers]:
    """The columns as the file has them, and 1 for a bad client."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != "creditability"]
    columns = {name: [_number(row[name]) for row in rows] for name in names}
    return columns, np.array([float(row["creditability"] == "bad") for row in rows])


def with_burden(columns: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns with the instalment a month, and the income that it and its share of income imply."""
    amount, months, rate = (np.array(columns[name]) for name in ("credit_amount", "duration_in_month", RATE))
    monthly = amount / months
    return {
        **columns,
        "instalment": monthly.tolist(),
        "income_implied": (monthly / rate).tolist(),
        "income_implied_log": np.log(monthly / rate).tolist(),
    }


def run(repeats: int = REPEATS) -> Mapping[str, Mapping[str, Any]]:
    """The blend chosen by inner folds, and single families as the anchors have them, on the same outer folds."""
    began = time.perf_counter()
    columns, y = clients()
    outer = Folds(FOLDS, repeats, SEED)
    found = nested(CANDIDATES, with_burden(columns), y, (outer, Folds(INNER_FOLDS, 1, SEED + 100)), MOST)
    plain = {name: held_out_margins(CANDIDATES[name], columns, y, outer) for name in ANCHORS}
    chosen = {
        "clients": len(y),
        "plan": f"{FOLDS} folds x {repeats}; inner {INNER_FOLDS} folds choose among blends of at most {MOST}",
        **figures(y, found.margins),
        **{f"gain in AUC over {name} of the given columns": gain(y, found.margins, plain[name]) for name in ANCHORS},
        "times chosen": [f"{times} x {name}" for name, times in sorted(found.chosen.items(), key=_often)],
        "seconds": round(time.perf_counter() - began),
        "goal": GOAL,
    }
    alone = {f"Risk, German credit, {name} of the given columns": figures(y, one) for name, one in plain.items()}
    return {"Risk, German credit": chosen, **alone, "Risk, German credit, corrected loss": corrected()}


def corrected() -> Mapping[str, Any]:
    """The corrected loss of document 001 on XGBoost: recall of bad clients, and the bad rate among the safest."""
    columns, y = clients()
    told: dict[str, Any] = {}
    for weight in (1.0, 2.0, 5.0):
        learner = replace(CANDIDATES["XGBoost"], bad_weight=weight)
        found = held_out_margins(learner, columns, y, Folds(FOLDS, REPEATS, SEED))
        told |= {
            f"weight {weight:g}, AUC": _mean([measures.auc(y, one) for one in found]),
            f"weight {weight:g}, recall of bad clients": _mean([float((one[y == 1] > 0).mean()) for one in found]),
            f"weight {weight:g}, bad rate among the safest 20 % and 50 %": tuple(
                _mean([measures.bad_rate_of_safest(y, one, share) for one in found]) for share in (0.2, 0.5)
            ),
        }
    return told


def figures(y: Numbers, margins: Numbers) -> dict[str, Any]:
    """Each measure as its mean over the repeats; the interval is the mean of DeLong's, which is about the clients."""
    intervals = [measures.auc_interval(y, one) for one in margins]
    chances = [expit(one) for one in margins]
    lines = [measures.calibration(y, one) for one in chances]
    return {
        "AUC": _mean([one.value for one in intervals]),
        "AUC interval": (_mean([one.low for one in intervals]), _mean([one.high for one in intervals])),
        "AUC by repeat": [round(one.value, 4) for one in intervals],
        "KS": _mean([measures.ks(y, one) for one in chances]),
        "Brier": _mean([measures.brier(y, one) for one in chances]),
        "log loss": _mean([measures.log_loss(y, one) for one in chances]),
        "calibration slope": _mean([slope for slope, _ in lines]),
        "calibration intercept": _mean([level for _, level in lines]),
    }


def gain(y: Numbers, margins: Numbers, others: Numbers) -> tuple[float, float, float]:
    """The difference of AUC and its ends by DeLong for paired scores, each the mean over the repeats."""
    found = [measures.auc_difference(y, one, other) for one, other in zip(margins, others, strict=True)]
    return _mean([one.value for one in found]), _mean([one.low for one in found]), _mean([one.high for one in found])


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4)


def _often(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


if __name__ == "__main__":
    print(orjson.dumps(run(*map(int, sys.argv[1:])), option=orjson.OPT_INDENT_2).decode())
