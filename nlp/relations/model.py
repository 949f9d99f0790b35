"""A learned model of FinRE's 44 relations: a linear score for each, evaluated by numpy (`data/text-relations.npz`)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.relations.features import FEATURES, PairFeatures, pair_features
from firmgraph.nlp.relations.matching import Pair

MODEL = Path(__file__).parents[1] / "data" / "text-relations.npz"
NEAR_WEIGHT = 2.5
"""How much more what stands nearest to the names weighs; chosen on a fifth of the training sentences."""
SYMMETRIC = frozenset(
    {"unknown", "纠纷", "自己", "重组", "签约", "交易", "合作", "商讨", "合并", "竞争", "订单", "合资"}
)
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest relation, told from its source; `backward` where that is the company named second."""

    label: str
    backward: bool
    symmetric: bool
    confidence: float


@dataclass(frozen=True)
class RelationModel:
    """Keys of features in order, their rarity, weights of one byte and scales for each label, and the confidence curve.

    `data_sha256` is the hash of the file it was learned from.
    """

    version: str
    data_sha256: str
    labels: tuple[str, ...]
    keys: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    bias: NDArray[np.float32]
    curve: tuple[float, float]

    def scores(self, features: PairFeatures) -> Numbers:
        """A score for each label, of which the highest wins."""
        at, values = vector(features, self.keys, self.rarity)
        linear: Numbers = values @ self.weights[at].astype(np.float64)
        return linear * self.scales + self.bias

    def label(self, pair: Pair) -> str:
        """The likeliest label, told from the company named first."""
        return self.labels[int(np.argmax(self.scores(pair_features(pair))))]

    def guess(self, pair: Pair) -> Guess:
        """The likeliest relation with its direction and the chance that it is right."""
        scores = self.scores(pair_features(pair))
        label = self.labels[int(np.argmax(scores))]
        backward = label.startswith("被")
        slope, level = self.curve
        confidence = 1 / (1 + np.exp(-(slope * margin(scores) + level)))
        return Guess(label.removeprefix("被"), backward, label in SYMMETRIC, float(confidence))

    def save(self, path: Path = MODEL) -> None:
        """Write the model file."""
        about = {"version": self.version, "data_sha256": self.data_sha256, "features": FEATURES, "labels": self.labels}
        np.savez_compressed(
            path,
            about=np.frombuffer(orjson.dumps({**about, "curve": self.curve}), dtype=np.uint8),
            keys=self.keys,
            rarity=self.rarity,
            weights=self.weights,
            scales=self.scales,
            bias=self.bias,
        )


def margin(scores: Numbers) -> float:
    """How far the highest score is above the second."""
    second, first = np.partition(scores, -2)[-2:]
    return float(first - second)


def vector(
    features: PairFeatures, keys: NDArray[np.uint32], rarity: NDArray[np.float32]
) -> tuple[NDArray[np.int64], Numbers]:
    """Places in `keys` of the features known, and their values, of length 1 together."""
    wanted = np.array(sorted(features.around | features.near), dtype=np.uint32)
    near = np.isin(wanted, np.array(sorted(features.near), dtype=np.uint32))
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    known = keys[at] == wanted
    at, near = at[known], near[known]
    values = rarity[at].astype(np.float64) * np.where(near, NEAR_WEIGHT, 1.0)
    return at, values / max(float(np.sqrt(values @ values)), 1e-12)


def load_model(path: Path = MODEL) -> RelationModel:
    """Read a model file; UnreadableFile where it is none, InvalidInput where it was learned with other features."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = orjson.loads(arrays.pop("about").tobytes())
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(f"{path.name} is no model of relations: {error}") from error
    if tuple(about["features"]) != FEATURES:
        other = sorted(set(about["features"]) ^ set(FEATURES)) or "their order"
        raise InvalidInput(f"{path.name} was learned with other features: {other}", field="features")
    return RelationModel(
        about["version"], about["data_sha256"], tuple(about["labels"]), curve=tuple(about["curve"]), **arrays
    )


@cache
def relation_model() -> RelationModel | None:
    """The model of this release, or None where its file is absent: rules alone are told then."""
    return load_model() if MODEL.is_file() else None
