"""A learned model of FinRE's 44 relations: a linear score for each, evaluated by numpy (`data/text-relations.npz`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import orjson
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.relations.features import FEATURES, ReadText, feature_rows
from firmgraph.nlp.relations.hashing import FeatureRows
from firmgraph.nlp.relations.matching import Pair

MODEL = Path(__file__).parents[1] / "data" / "text-relations.npz"
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

    `data_sha256` is the hash of the file it was learned from; `curve` what the level, the margin of the likeliest label
    over the second and its score bear on the chance that it is right.
    """

    version: str
    data_sha256: str
    labels: tuple[str, ...]
    keys: NDArray[np.uint32]
    rarity: NDArray[np.float32]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    bias: NDArray[np.float32]
    curve: tuple[float, float, float]

    @cached_property
    def _weights(self) -> NDArray[np.float32]:
        return self.weights * self.scales

    def scores(self, features: FeatureRows) -> Numbers:
        """A score for each label and pair, a row for each pair; the highest wins."""
        linear: Numbers = (matrix(features, self.keys, self.rarity) @ self._weights).astype(np.float64)
        return linear + self.bias

    def labels_of(self, pairs: Sequence[tuple[ReadText, Pair]]) -> list[str]:
        """The likeliest label of each pair, told from the company named first."""
        return [self.labels[int(best)] for best in self.scores(feature_rows(pairs)).argmax(axis=1)]

    def guesses(self, pairs: Sequence[tuple[ReadText, Pair]]) -> list[Guess]:
        """The likeliest relation of each pair with its direction and the chance that it is right."""
        if not pairs:
            return []
        scores = self.scores(feature_rows(pairs))
        likely = chances(scores, self.curve)
        return [
            _guess(self.labels[int(best)], float(chance))
            for best, chance in zip(scores.argmax(axis=1), likely, strict=True)
        ]

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


def _guess(label: str, confidence: float) -> Guess:
    return Guess(label.removeprefix("被"), label.startswith("被"), label in SYMMETRIC, confidence)


def signs(scores: Numbers) -> Numbers:
    """What bears on the chance that the likeliest label is right: its margin over the second, and its score."""
    second, first = np.partition(scores, -2, axis=1)[:, -2:].T
    return np.stack([first - second, first], axis=1)


def chances(scores: Numbers, curve: tuple[float, float, float]) -> Numbers:
    """The chance for each row of scores that its likeliest label is right."""
    told: Numbers = 1 / (1 + np.exp(-(curve[0] + signs(scores) @ np.array(curve[1:]))))
    return told


def matrix(features: FeatureRows, keys: NDArray[np.uint32], rarity: NDArray[np.float32]) -> csr_matrix:
    """The known features of each pair, rare ones and those nearest the names heavier, each row of length 1."""
    at = np.minimum(np.searchsorted(keys, features.keys), len(keys) - 1)
    known = keys[at] == features.keys
    at, rows = at[known], features.rows[known]
    values = rarity[at] * features.weights[known]
    length = np.sqrt(np.bincount(rows, weights=values.astype(np.float64) ** 2, minlength=features.count))
    values = values / np.maximum(length, 1e-12)[rows]
    return csr_matrix((values, (rows, at)), shape=(features.count, len(keys)))


def load_model(path: Path = MODEL) -> RelationModel:
    """Read a model file; UnreadableFile where it is none, InvalidInput where it was learned with other features."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = orjson.loads(arrays.pop("about").tobytes())
        version, data, labels = about["version"], about["data_sha256"], tuple(about["labels"])
        features, curve = tuple(about["features"]), tuple(about["curve"])
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise UnreadableFile(f"{path.name} is no model of relations: {error}") from error
    if features != FEATURES:
        other = sorted(set(features) ^ set(FEATURES)) or "their order"
        raise InvalidInput(f"{path.name} was learned with other features: {other}", field="features")
    return RelationModel(version, data, labels, curve=curve, **arrays)


@cache
def relation_model() -> RelationModel | None:
    """The model of this release, or None where its file is absent: rules alone are told then."""
    return load_model() if MODEL.is_file() else None
