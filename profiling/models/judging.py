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
Told = Callable[[Sample, Numbers], Any]


def not_learned_from(model: Kept, sample: Sample) -> Sample:
    """The clients of a sample that the model did not learn from."""
    learned = set(model.learned)
    told = marks(sample.ids, sample.frame)
    return sample.taken(np.flatnonzero([mark not in learned for mark in told]))


def judged(target: str, sample: Sample, found: Scored) -> dict[str, Any]:
    """The figures of predictions: for chances AUC, KS, Brier and calibration; for shares MAE, R2, rank, coverage.

    Clients are ranked by their log odds, for calibration makes ties. Intervals are over clients, whose months are
    alike. A measure that the labels do not allow (one class, no variance) is None.
    """
    of_values, of_ranks = (_OF_CHANCES, _OF_ORDER) if target == "binary" else (_OF_SHARES, {})
    told = {name: _told(measure, sample, found.margins) for name, measure in of_ranks.items()}
    told |= {name: _told(measure, sample, found.predicted) for name, measure in of_values.items()}
    sizes = {"clients": len(set(sample.clients)), "rows": len(sample.ids)}
    return {**sizes, **told, **_coverage(sample, found)}


def _coverage(sample: Sample, found: Scored) -> dict[str, Any]:
    """How often the truth lies within the interval, of all clients and of each segment."""
    if found.low is None or found.high is None:
        return {}
    inside = (found.low <= sample.y) & (sample.y <= found.high)
    segments = np.asarray(sample.segments, object)
    of = {name: round(float(inside[segments == name].mean()), DIGITS) for name in sorted(set(sample.segments))}
    return {"coverage": round(float(inside.mean()), DIGITS), **{f"coverage, {name}": held for name, held in of.items()}}


def _told(measure: Told, sample: Sample, predicted: Numbers) -> Any:
    try:
        found = measure(sample, predicted)
    except InvalidInput:
        return None
    if isinstance(found, float):
        return round(found, DIGITS) if np.isfinite(found) else None
    return found


def _of(measure: measures.Measure) -> Told:
    return lambda sample, predicted: measure(sample.y, predicted)


def _auc(sample: Sample, predicted: Numbers) -> dict[str, float]:
    return _ends(measures.auc_interval(sample.y, predicted, sample.behind))


def _mae(sample: Sample, predicted: Numbers) -> dict[str, float]:
    errors = np.abs(sample.y - predicted)
    return _ends(measures.ratio_interval(errors, np.ones(len(errors)), sample.behind))


def _ends(found: measures.Interval) -> dict[str, float]:
    """A figure that lies between 0 and 1 with the ends of its interval."""
    ends = {"value": found.value, "low": max(found.low, 0.0), "high": min(found.high, 1.0)}
    return {name: round(value, DIGITS) for name, value in ends.items()}


_OF_ORDER: Mapping[str, Told] = {
    "bad": lambda sample, _: int(sample.y.sum()),
    "auc": _auc,
    "ks": _of(measures.ks),
}
_OF_CHANCES: Mapping[str, Told] = {
    "brier": _of(measures.brier),
    "log_loss": _of(measures.log_loss),
    "calibration_slope": _of(measures.calibration_slope),
}
_OF_SHARES: Mapping[str, Told] = {
    "mae": _mae,
    "r2": _of(measures.r2),
    "spearman": _of(measures.spearman),
}
