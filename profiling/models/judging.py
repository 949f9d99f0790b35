"""How well predictions did on clients the model had not seen: each measure, with an interval where one is known."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.registry import Kept, marks
from firmgraph.profiling.models.scoring import Scored
from firmgraph.profiling.models.task import Sample

DIGITS = 6


def not_learned_from(model: Kept, sample: Sample) -> Sample:
    """The clients of a sample that the model did not learn from."""
    learned = set(model.learned)
    told = marks(sample.ids, sample.frame)
    return sample.taken(np.flatnonzero([mark not in learned for mark in told]))


def judged(target: str, sample: Sample, found: Scored) -> dict[str, Any]:
    """The figures of predictions: for chances AUC, KS, Brier and calibration; for shares MAE, R2, rank, coverage.

    Clients are ranked by their log odds, for calibration makes ties. A measure that the labels do not allow (one class,
    no variance) is None.
    """
    of_values, of_ranks = (_OF_CHANCES, _OF_ORDER) if target == "binary" else (_OF_SHARES, {})
    y = sample.y
    told = {name: _told(measure, y, found.margins) for name, measure in of_ranks.items()}
    told |= {name: _told(measure, y, found.predicted) for name, measure in of_values.items()}
    return {"clients": len(y), **told, **_coverage(sample, found)}


def _coverage(sample: Sample, found: Scored) -> dict[str, Any]:
    """How often the truth lies within the interval, of all clients and of each segment."""
    if found.low is None or found.high is None:
        return {}
    inside = (found.low <= sample.y) & (sample.y <= found.high)
    segments = np.asarray(sample.segments, object)
    of = {name: round(float(inside[segments == name].mean()), DIGITS) for name in sorted(set(sample.segments))}
    return {"coverage": round(float(inside.mean()), DIGITS), **{f"coverage, {name}": held for name, held in of.items()}}


def _told(measure: Callable[[Numbers, Numbers], Any], y: Numbers, predicted: Numbers) -> Any:
    try:
        found = measure(y, predicted)
    except InvalidInput:
        return None
    if isinstance(found, float):
        return round(found, DIGITS) if np.isfinite(found) else None
    return found


def _auc(y: Numbers, predicted: Numbers) -> dict[str, float]:
    found = measures.auc_interval(y, predicted)
    return {name: round(value, DIGITS) for name, value in zip(("value", "low", "high"), _ends(found), strict=True)}


def _mae(y: Numbers, predicted: Numbers) -> dict[str, float]:
    errors = np.abs(y - predicted)
    half = 1.96 * float(errors.std()) / max(len(errors), 1) ** 0.5
    mean = measures.mae(y, predicted)
    return {
        name: round(value, DIGITS) for name, value in (("value", mean), ("low", mean - half), ("high", mean + half))
    }


def _ends(found: measures.Interval) -> tuple[float, float, float]:
    return found.value, found.low, found.high


_OF_ORDER: Mapping[str, Callable[[Numbers, Numbers], Any]] = {
    "bad": lambda y, _: int(y.sum()),
    "auc": _auc,
    "ks": measures.ks,
}
_OF_CHANCES: Mapping[str, Callable[[Numbers, Numbers], Any]] = {
    "brier": measures.brier,
    "log_loss": measures.log_loss,
    "calibration_slope": measures.calibration_slope,
}
_OF_SHARES: Mapping[str, Callable[[Numbers, Numbers], Any]] = {
    "mae": _mae,
    "r2": measures.r2,
    "spearman": measures.spearman,
}
