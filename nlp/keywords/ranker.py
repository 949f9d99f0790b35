"""The ranker of phrases: a small model learned from texts with known keywords, or a plain formula without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.keywords.candidates import Candidate, Reading
from firmgraph.nlp.keywords.features import FEATURES, OWN_FEATURES, features, own_features
from firmgraph.nlp.keywords.priors import Priors
from firmgraph.nlp.keywords.trees import Trees

MODEL = Path(__file__).parents[1] / "data" / "keyword-ranker.json"
KIND = "keyword ranker"


@dataclass(frozen=True, slots=True)
class Ranker:
    """A learned model with what it was learned from: `data_sha256` is the hash of the training texts and keywords."""

    version: str
    data_sha256: str
    documents: int
    least_documents: int
    priors: Priors
    trees: Trees
    about: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)

    def weigh(self, reading: Reading, found: Sequence[Candidate]) -> npt.NDArray[np.float64]:
        """A weight in (0, 1) for each candidate, comparable within one reading and not between readings."""
        return _squashed(self.trees.score(features(reading, found, self.priors)))

    def to_json(self) -> bytes:
        """The model file."""
        body = {
            "kind": KIND,
            "version": self.version,
            "about": self.about,
            "data_sha256": self.data_sha256,
            "documents": self.documents,
            "least_documents": self.least_documents,
            "figures": self.figures,
            "features": FEATURES,
            "priors": {
                "lift": self.priors.lift,
                "rarity": self.priors.rarity,
                "rarity_unknown": self.priors.rarity_unknown,
            },
            "trees": self.trees.to_json(),
        }
        return orjson.dumps(body) + b"\n"


def plain_weights(reading: Reading, found: Sequence[Candidate]) -> npt.NDArray[np.float64]:
    """The formula used without a model: TF-IDF of a phrase's mean rarity, more for long ones and those in the title."""
    columns = dict(zip(OWN_FEATURES, own_features(reading, found).T, strict=True))
    length = np.sqrt(np.minimum(columns["words"], 3))
    title = 1 + np.maximum(columns["in_title"] > 0, 0)
    return _squashed(np.log(columns["share"] * columns["rarity_mean"] * length * title * columns["cohesion"] + 1e-9))


def _squashed(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    weights: npt.NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return weights


@cache
def shipped_ranker() -> Ranker | None:
    """The model of this release, or None where its file is absent."""
    return load_ranker(MODEL) if MODEL.is_file() else None


def load_ranker(path: Path) -> Ranker:
    """Read a model file; raise InvalidInput with the reason where this release cannot use it."""
    try:
        body = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise UnreadableFile(f"{path.name} cannot be read as JSON: {error}", field="model") from error
    if not isinstance(body, dict) or body.get("kind") != KIND:
        raise InvalidInput(f"{path.name} is no {KIND}", field="model")
    _check_features(path.name, body.get("features"))
    try:
        return _from_json(body)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"{path.name} is no whole {KIND}: {error}", field="model") from error


def _check_features(name: str, listed: Any) -> None:
    told = [str(one) for one in listed] if isinstance(listed, list) else []
    if told != list(FEATURES):
        others = [
            *(f"-{one}" for one in FEATURES if one not in told),
            *(f"+{one}" for one in told if one not in FEATURES),
        ]
        reason = ", ".join(others[:5]) or "another order"
        raise InvalidInput(f"{name} was trained on other features than this release has ({reason})", field="model")


def _from_json(body: Mapping[str, Any]) -> Ranker:
    trees = Trees.from_json(body["trees"])
    if trees.feature.max(initial=0) >= len(FEATURES):
        raise ValueError("a tree asks for a feature beyond the list")
    return Ranker(
        version=body["version"],
        data_sha256=body["data_sha256"],
        documents=body["documents"],
        least_documents=body["least_documents"],
        priors=Priors.from_json(body["priors"]),
        trees=trees,
        about=body["about"],
        figures=body["figures"],
    )
