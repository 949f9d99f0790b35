"""The division of an enterprise by its scope and its name together: a linear model over words and shares.

It weighs the features of the text, what the words of the catalogue say of the scope, and what the model of names says
of the name. The file (`.npz`, no pickle) is made by `firmgraph nlp train-industry`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.errors import InvalidInput
from firmgraph.nlp.industry.arrays import read_arrays, write_arrays
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.industry.features import FEATURES

MODEL = Path(__file__).parents[1] / "data" / "industry.npz"
Floats = NDArray[np.float32]
_ARRAYS = ("weights", "scales", "prior", "by_shares")
_LEAST_SAID, _LEAST_NAMED = 0.02, 0.01


@dataclass(frozen=True)
class IndustryModel:
    """Weights of text features (one byte each, a scale for each feature), of shares, and of logarithms of shares.

    `trust` weighs the logarithms of the shares of scope and name; `temperature` makes shares of scores that are right
    as often as they say. `figures` tells what training measured.
    """

    version: str
    data_sha256: str
    about: str
    figures: Mapping[str, float]
    divisions_known: tuple[str, ...]
    trust: tuple[float, float]
    temperature: float
    features: Mapping[str, int]
    weights: NDArray[np.int8]
    scales: Floats
    prior: Floats
    by_shares: Floats

    def likelihoods(
        self, text: Mapping[str, float], by_scope: Mapping[str, float], by_name: Mapping[str, float]
    ) -> dict[str, float]:
        """The share of each division, summing to one, by features of the text and by shares of scope and name."""
        said, named = (shares_of(one, self.divisions_known) for one in (by_scope, by_name))
        scores = self.prior + self._of_text(text) + share_features(said, named)[0] @ self.by_shares
        scores = scores + self.trust @ logarithms(said, named)[:, 0]
        shares = np.exp((scores - scores.max()) / self.temperature)
        return dict(zip(self.divisions_known, (shares / shares.sum()).tolist(), strict=True))

    def weight_of(self, features: Sequence[str], division: str) -> float:
        """How much features speak for a division."""
        rows = [row for feature in features if (row := self.features.get(feature)) is not None]
        column = self.divisions_known.index(division)
        return float(self.weights[rows, column] @ self.scales[rows])

    def _of_text(self, text: Mapping[str, float]) -> Floats:
        known = self.features
        rows = [known[feature] for feature in text if feature in known]
        if not rows:
            return np.zeros(len(self.divisions_known), dtype=np.float32)
        values = [value for feature, value in text.items() if feature in known]
        weighed = np.asarray(values, dtype=np.float32)
        damped = weighed * self.scales[rows] * max(float(weighed @ weighed), 1.0) ** -0.25
        return np.asarray(damped @ self.weights[rows], dtype=np.float32)


def shares_of(said: Mapping[str, float], divisions: Sequence[str]) -> Floats:
    """A row with the share of each division, summing to one or all nought."""
    row = np.fromiter(map(said.get, divisions, repeat(0.0)), dtype=np.float32, count=len(divisions))
    return np.asarray(row / max(float(row.sum()), 1e-9), dtype=np.float32)[None]


def share_features(said: Floats, named: Floats) -> Floats:
    """The roots of the shares of scopes and of names, side by side, each row of both of one length."""
    roots = [np.sqrt(shares) + 1e-6 for shares in (said, named)]
    return np.hstack([one / np.sqrt((one * one).sum(axis=1, keepdims=True)) for one in roots])


def logarithms(said: Floats, named: Floats) -> Floats:
    """The logarithms of the shares of scopes and of names, with a floor below each."""
    return np.stack([np.log(said + _LEAST_SAID), np.log(named + _LEAST_NAMED)])


def save_industry_model(model: IndustryModel, path: Path) -> None:
    """Write a model to a file."""
    told = {
        "version": model.version, "data_sha256": model.data_sha256, "about": model.about, "figures": model.figures,
        "features": FEATURES, "divisions": model.divisions_known, "trust": model.trust,
        "temperature": model.temperature,
    }  # fmt: skip
    write_arrays(path, told, list(model.features), {name: getattr(model, name) for name in _ARRAYS})


def load_industry_model(path: Path) -> IndustryModel:
    """Read a model; one that is no model, or was made for other features or divisions, is refused with the reason."""
    told, grams, (weights, scales, prior, by_shares) = read_arrays(path, "model of industries", _ARRAYS)
    known = tuple(told.get("divisions", ()))
    sizes = ((len(grams), len(known)), (len(grams),), (len(known),), (2 * len(known), len(known)))
    _check(path.name, told, sizes, tuple(one.shape for one in (weights, scales, prior, by_shares)))
    first, second = told["trust"]
    return IndustryModel(
        told["version"], told["data_sha256"], told["about"], told["figures"], known, (first, second),
        told["temperature"], {gram: row for row, gram in enumerate(grams)}, weights, scales, prior, by_shares,
    )  # fmt: skip


def _check(file: str, told: Mapping[str, Any], sizes: Any, shapes: Any) -> None:
    if tuple(told.get("features", ())) != FEATURES:
        raise InvalidInput(f"{file} was made for the features {told.get('features')}, not {FEATURES}", field="model")
    unknown = set(told.get("divisions", ())) - set(classes().divisions)
    if unknown or shapes != sizes:
        raise InvalidInput(f"{file} does not fit the divisions of GB/T 4754-2017: {sorted(unknown)}", field="model")


@cache
def shipped_industry_model() -> IndustryModel:
    """The model of this release."""
    return load_industry_model(MODEL)
