"""One interface over the families of models: what is learned from a frame of columns, and kept as text.

Every family gives log odds: of being bad, or of the share that a label is. Texts are JSON around the library's own
format, never a pickle.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import orjson
from scipy.special import expit

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import boosting
from firmgraph.profiling.models.coding import (
    Code,
    Frame,
    Numbers,
    Target,
    checked_training,
    coded,
    codes_from_json,
    codes_to_json,
    plain_codes,
    sources,
)
from firmgraph.profiling.models.corrected_loss import CorrectedLoss
from firmgraph.profiling.models.logistic import grow_logistic, grow_mean, read_logistic, read_mean
from firmgraph.profiling.models.scorecard import evidence_codes
from firmgraph.profiling.models.shares import are_classes

FORM = 1
SEED_STEP = 7919

Grow = Callable[[Numbers, Numbers, Numbers, boosting.Task], Any]
Read = Callable[[Any, Numbers], Numbers]

FAMILIES: Mapping[str, tuple[Grow, Read]] = {
    "histogram": (boosting.grow_histogram, boosting.read_histogram),
    "lightgbm": (boosting.grow_lightgbm, boosting.read_lightgbm),
    "logistic": (grow_logistic, read_logistic),
    "mean": (grow_mean, read_mean),
    "scorecard": (grow_logistic, read_logistic),
    "xgboost": (boosting.grow_xgboost, boosting.read_xgboost),
}


@dataclass(frozen=True, slots=True)
class Learner:
    """How a model is to be learned: its family, settings, corrected weight of bad clients, and monotone columns.

    Settings: `only` (columns to learn from), `bins`, `smoothing`, `evidence` (categories by weight of evidence),
    `ridge`, `pairs` (products of columns), `seeds` (models whose log odds are averaged), `median` (LightGBM only: the
    middle share instead of the mean), and `boosting.DEFAULT_SETTINGS`. The family `mean` knows nothing of a client:
    others are to beat it.
    """

    family: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    bad_weight: float = 1.0
    monotone: Mapping[str, int] = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A learned model: the family, how columns become numbers, where the log odds start, and the models averaged.

    Columns that are `unused` may be in a frame, and are not looked at.
    """

    family: str
    codes: Sequence[Code]
    start: float
    models: Sequence[Any]
    unused: Sequence[str] = ()

    def margin(self, frame: Frame) -> Numbers:
        """The log odds of being bad of each client; InvalidInput names unknown and lacking columns."""
        rows, read = self.rows(frame), FAMILIES[self.family][1]
        total: Numbers = self.start + np.mean([read(model, rows) for model in self.models], axis=0)
        return total

    def rows(self, frame: Frame) -> Numbers:
        """The matrix the models read; InvalidInput names unknown and lacking columns."""
        return coded(self.codes, {name: values for name, values in frame.items() if name not in self.unused})

    def predict(self, frame: Frame) -> Numbers:
        """The probability of being bad of each client, as the corrected loss weighs it."""
        chance: Numbers = expit(self.margin(frame))
        return chance

    def to_text(self) -> str:
        """The model as a text that `from_text` reads."""
        return orjson.dumps({
            "form": FORM,
            "family": self.family,
            "codes": codes_to_json(self.codes),
            "start": self.start,
            "models": list(self.models),
            **({"unused": list(self.unused)} if self.unused else {}),
        }).decode()  # fmt: skip

    @classmethod
    def from_text(cls, text: str) -> Self:
        """A model from its text; raise InvalidInput where it is no model, of another form, or of an unknown family."""
        try:
            body = orjson.loads(text)
            if body["form"] != FORM or body["family"] not in FAMILIES:
                raise InvalidInput(f"a model of form {body['form']} and family {body['family']}", field="model")
            codes, unused = codes_from_json(body["codes"]), body.get("unused", [])
            return cls(body["family"], codes, float(body["start"]), body["models"], unused)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise InvalidInput(f"the text is not a model: {error}", field="model") from error


def fit(
    learner: Learner, frame: Frame, y: npt.ArrayLike, weights: npt.ArrayLike | None = None, target: Target = "binary"
) -> Fitted:
    """Learn from the columns, the labels (1 bad, 0 good; or shares) and the weights of the clients (none: 1 each).

    Raise InvalidInput that tells what cannot be learned from: too few, one class, constant or infinite columns.
    """
    return fit_checked(learner, frame, checked_training(frame, y, target), weights)


def fit_checked(learner: Learner, frame: Frame, y: Numbers, weights: npt.ArrayLike | None = None) -> Fitted:
    """Learn from what was checked before: a fold of it may hold few clients or a column that is constant there."""
    if learner.family not in FAMILIES:
        raise InvalidInput(f"no family {learner.family}, but {', '.join(sorted(FAMILIES))}", field="family")
    if unknown := sorted(set(learner.monotone) - set(frame)):
        raise InvalidInput(f"monotone columns that are not in the frame: {', '.join(unknown)}", field="monotone")
    mass = _weights(weights, len(y))
    loss = CorrectedLoss(learner.bad_weight)
    if learner.bad_weight != 1 and not are_classes(y):
        raise InvalidInput("shares have no bad clients to be weighted", field="weight")
    used = _used(learner, frame)
    codes = _codes(learner, used, y, mass)
    rows = coded(codes, used)
    signs = tuple(int(learner.monotone.get(name, 0)) for name in sources(codes))
    seeds = [learner.seed + SEED_STEP * place for place in range(int(learner.settings.get("seeds", 1)))]
    grow = FAMILIES[learner.family][0]
    models = [grow(rows, y, mass, boosting.Task(learner.settings, signs, loss, seed)) for seed in seeds]
    return Fitted(learner.family, codes, loss.start(y), models, sorted(set(frame) - set(used)))


def _used(learner: Learner, frame: Frame) -> Frame:
    """The columns a learner is learned from; of those it names, some may have been left out of the frame."""
    only = learner.settings.get("only")
    if only is None:
        return frame
    used = {name: values for name, values in frame.items() if name in set(only)}
    if not used:
        raise InvalidInput(f"none of the columns to learn from is in the frame: {', '.join(only)}", field="only")
    return used


def _codes(learner: Learner, frame: Frame, y: Numbers, weights: Numbers) -> list[Code]:
    settings = learner.settings
    bins = int(settings.get("bins", 6)) if learner.family == "scorecard" else 0
    if bins or settings.get("evidence"):
        return evidence_codes(frame, y, weights, bins, float(settings.get("smoothing", 10.0)))
    return plain_codes(frame)


def _weights(weights: npt.ArrayLike | None, size: int) -> Numbers:
    mass = np.ones(size) if weights is None else np.asarray(weights, np.float64)
    if mass.shape != (size,) or not np.isfinite(mass).all() or (mass <= 0).any():
        raise InvalidInput("each client needs one weight above 0", field="weights")
    return mass
