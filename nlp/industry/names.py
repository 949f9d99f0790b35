"""The division that a firm's name speaks of: weights of the n-grams of the name, learned and kept in a file.

The file (`.npz`, no pickle) holds the n-grams, a weight of each for each division, the divisions' priors, and what
they were learned from; one made for other features than these is refused.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.errors import InvalidInput
from firmgraph.nlp.industry.arrays import read_arrays, write_arrays
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.text import normal_form

MODEL = Path(__file__).parents[1] / "data" / "industry-names.npz"
FEATURES = ("core grams 1-4", "core end 1-5", "name end 1-5")
LONGEST_NAME = 60
_BRACKETED = re.compile(r"\([^()]{0,60}\)")
_LEGAL_FORM = re.compile(r"有限责任公司|股份有限公司|有限公司|公司|集团")


def name_features(name: str) -> tuple[str, ...]:
    """The distinct features of a name, in order: n-grams without the legal form, and its ends marked < and >."""
    return _features_of(name[:LONGEST_NAME])


@lru_cache(maxsize=256)
def _features_of(name: str) -> tuple[str, ...]:
    plain = "".join(_BRACKETED.sub("", normal_form(name)).split())
    core = _LEGAL_FORM.sub("|", plain)
    head = core.partition("|")[0]
    grams = [core[at : at + size] for size in (1, 2, 3, 4) for at in range(len(core) - size + 1)]
    ends = [f"<{head[-size:]}" for size in range(1, 6)] + [f">{plain[-size:]}" for size in range(1, 6)]
    return tuple(dict.fromkeys(grams + ends))


@dataclass(frozen=True)
class NameModel:
    """Weights of features for divisions: their sum over a name's n known features, by the fourth root of n."""

    version: str
    data_sha256: str
    about: str
    divisions_known: tuple[str, ...]
    features: Mapping[str, int]
    weights: NDArray[np.int8]
    scale: float
    prior: NDArray[np.float32]

    def divisions(self, name: str) -> dict[str, float]:
        """The share of each division, summing to one; empty where no feature of the name is known."""
        rows = [row for feature in name_features(name) if (row := self.features.get(feature)) is not None]
        if not rows:
            return {}
        logits = self.prior + self.weights[rows].sum(axis=0, dtype=np.int64) * (self.scale / len(rows) ** 0.25)
        shares = np.exp(logits - logits.max())
        return dict(zip(self.divisions_known, (shares / shares.sum()).tolist(), strict=True))


def save_name_model(model: NameModel, path: Path) -> None:
    """Write a model to a file."""
    told = {
        "version": model.version, "data_sha256": model.data_sha256, "about": model.about, "features": FEATURES,
        "divisions": model.divisions_known, "scale": model.scale,
    }  # fmt: skip
    write_arrays(path, told, list(model.features), {"weights": model.weights, "prior": model.prior})


def load_name_model(path: Path) -> NameModel:
    """Read a model; one that is no model, or was made for other features or divisions, is refused with the reason."""
    told, grams, (weights, prior) = read_arrays(path, "model of names", ("weights", "prior"))
    _check(path.name, told, (len(grams), len(told.get("divisions", ()))), weights.shape)
    return NameModel(
        told["version"], told["data_sha256"], told["about"], tuple(told["divisions"]),
        {gram: row for row, gram in enumerate(grams)}, weights, told["scale"], prior,
    )  # fmt: skip


def _check(file: str, told: Mapping[str, Any], size: tuple[int, int], shape: Sequence[int]) -> None:
    if tuple(told.get("features", ())) != FEATURES:
        raise InvalidInput(f"{file} was made for the features {told.get('features')}, not {FEATURES}", field="model")
    unknown = set(told["divisions"]) - set(classes().divisions)
    if unknown or tuple(shape) != size:
        raise InvalidInput(f"{file} does not fit the divisions of GB/T 4754-2017: {sorted(unknown)}", field="model")


@cache
def shipped_name_model() -> NameModel:
    """The model of this release."""
    return load_name_model(MODEL)
