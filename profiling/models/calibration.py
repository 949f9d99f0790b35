"""Calibration of probabilities by isotonic regression, for each segment of clients by itself, kept as plain numbers.

Each step of the regression becomes one knot at its middle, and between knots the curve is straight: Oron and Flournoy,
Centered isotonic regression (2017). So ranks are kept but in the outermost steps, and new clients are told nearer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import expit, logit

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.measures import Interval, by_client

LEAST_CLIENTS, LEAST_OF_A_CLASS = 200, 20
SURE = 0.95
HELD = 1.0
"""The weight of the bad client added at the lowest and the good one added at the highest: no step is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A rising line through knots: what each probability given becomes; flat beyond the first and the last."""

    given: Sequence[float]
    true: Sequence[float]

    def at(self, p: Numbers) -> Numbers:
        """The calibrated probabilities."""
        return np.interp(p, self.given, self.true)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The curve of all clients, and those of the segments that have clients enough for one of their own."""

    whole: Curve
    by_segment: Mapping[str, Curve]

    @classmethod
    def fit(cls, y: npt.ArrayLike, p: npt.ArrayLike, segments: Sequence[str]) -> Self:
        """Learn from labels (1 bad) and probabilities told by models that have not seen the client.

        A segment of fewer than `LEAST_CLIENTS`, or of fewer than `LEAST_OF_A_CLASS` good or bad ones, has no curve of
        its own and takes that of all. Raise InvalidInput where even all are of one class.
        """
        labels, chances = np.asarray(y, np.float64), _chances(p)
        if not len(labels) == len(chances) == len(segments) or not np.isin(labels, (0, 1)).all():
            raise InvalidInput("each client has a label of 0 or 1, a probability and a segment", field="y")
        if np.isnan(chances).any() or len(np.unique(labels)) < 2:
            raise InvalidInput("calibration needs good and bad clients whose probabilities are all told", field="y")
        named = np.asarray(segments, object)
        members = {segment: named == segment for segment in sorted(set(segments))}
        enough = {segment: mine for segment, mine in members.items() if _is_enough(labels[mine])}
        curves = {segment: _curve(labels[mine], chances[mine]) for segment, mine in enough.items()}
        return cls(_curve(labels, chances), curves)

    def apply(self, p: npt.ArrayLike, segments: Sequence[str]) -> Numbers:
        """The calibrated probabilities, each by the curve of its segment or of all; one not known (NaN) stays so."""
        chances, named = _chances(p), np.asarray(segments, object)
        if len(chances) != len(named):
            raise InvalidInput("each probability has a segment", field="segments")
        told = self.whole.at(chances)
        for segment, curve in self.by_segment.items():
            mine = named == segment
            told[mine] = curve.at(chances[mine])
        return told

    def to_json(self) -> dict[str, Any]:
        """The curves as plain numbers."""
        curves = {"whole": self.whole, **{f"segment:{name}": curve for name, curve in self.by_segment.items()}}
        return {name: [list(curve.given), list(curve.true)] for name, curve in curves.items()}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """The calibration of a model file; raise InvalidInput where a curve falls or leaves 0 to 1."""
        try:
            curves = {name: _checked(name, *curve) for name, curve in body.items()}
            whole = curves.pop("whole")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InvalidInput(f"the calibration is broken: {error}", field="model") from error
        return cls(whole, {name.removeprefix("segment:"): curve for name, curve in curves.items()})


def slope_interval(y: Numbers, p: Numbers, clients: measures.Clients = None) -> Interval:
    """The calibration slope with its interval by the curvature of the likelihood (Wald).

    Over clients that stand several times, with the client behind each row, it is that of Liang and Zeger (1986).
    """
    slope, level = measures.calibration(y, p)
    x = logit(np.clip(p, measures.SMALLEST, 1 - measures.SMALLEST))
    chance = expit(level + slope * x)
    design = np.column_stack([np.ones_like(x), x])
    spread = np.linalg.pinv(design.T @ (design * (chance * (1 - chance))[:, None]))
    if clients is not None:
        off = by_client(design * (y - chance)[:, None], clients)
        spread = spread @ (off.T @ off) @ spread * len(off) / max(len(off) - 1, 1)
    reach = float(stats.norm.ppf((1 + SURE) / 2) * np.sqrt(spread[1, 1]))
    return Interval(slope, slope - reach, slope + reach)


def _chances(p: npt.ArrayLike) -> Numbers:
    chances = np.asarray(p, np.float64)
    known = chances[~np.isnan(chances)]
    if chances.ndim != 1 or ((known < 0) | (known > 1)).any():
        raise InvalidInput("a probability lies between 0 and 1", field="p")
    return chances


def _is_enough(labels: Numbers) -> bool:
    bad = int(labels.sum())
    return len(labels) >= LEAST_CLIENTS and min(bad, len(labels) - bad) >= LEAST_OF_A_CLASS


def _curve(y: Numbers, p: Numbers) -> Curve:
    from sklearn.isotonic import IsotonicRegression

    order = np.lexsort((y, p))
    given, true = np.append(p[order], [p.min(), p.max()]), np.append(y[order], [1.0, 0.0])
    weights = np.append(np.ones(len(p)), [HELD, HELD])
    level = IsotonicRegression().fit(given, true, weights).predict(given)
    levels, step = np.unique(level, return_inverse=True)
    middle = np.bincount(step, weights * given) / np.bincount(step, weights)
    return Curve(middle.tolist(), levels.tolist())


def _checked(name: str, given: Sequence[float], true: Sequence[float]) -> Curve:
    x, y = np.asarray(given, np.float64), np.asarray(true, np.float64)
    rising = len(x) == len(y) > 0 and bool((np.diff(x) >= 0).all() and (np.diff(y) >= 0).all())
    if not rising or not ((y > 0) & (y < 1)).all():
        raise InvalidInput(f"the calibration of {name} is no rising curve within 0 and 1", field="model")
    return Curve(x.tolist(), y.tolist())
