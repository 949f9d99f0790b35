"""How the model of relations is learned from sentences with two companies and one of FinRE's 44 relations."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from firmgraph.errors import MissingTool, UnreadableFile
from firmgraph.nlp.relations.features import PairFeatures, pair_features
from firmgraph.nlp.relations.matching import Pair, pair_in
from firmgraph.nlp.relations.model import SYMMETRIC, RelationModel, margin, vector
from firmgraph.nlp.relations.parties import Party
from firmgraph.nlp.text import normal_form

VERSION = "2026.1"
LEAST_SENTENCES = 5
"""A feature of fewer training pairs is left out: it would be chance."""
COST = 0.5
BALANCE = 0.25
"""The power of the ratio of others to its own pairs by which a label's own pairs weigh more."""
_HELD_OUT = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of a sentence with its relation, told from the company named first."""

    sentence: str
    pair: Pair
    label: str
    backward: bool

    def from_head(self, label: str) -> str:
        """A label told from the company named first, as told from the head of the row."""
        return mirrored(label) if self.backward else label


def mirrored(label: str) -> str:
    """A relation told from its other end: 收购 and 被收购."""
    return label if label in SYMMETRIC else label.removeprefix("被") if label.startswith("被") else "被" + label


def read_examples(path: Path) -> list[Example]:
    """The rows of a file of head, tail, relation and sentence, tab-separated; rows without both names are left out."""
    try:
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [example for head, tail, label, text in rows for example in _examples(head, tail, label, text)]
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path.name} has no rows of head, tail, relation, sentence: {error}") from error


def _examples(head: str, tail: str, label: str, text: str) -> Iterator[Example]:
    """The row's example at the places where both names stand nearest each other, apart if they do anywhere."""
    heads, tails = _places(text, head), _places(text, tail)
    both = [(_distance(one, other), one, other) for one in heads for other in tails if one != other]
    if both:
        _, one, other = min(both)
        backward = one > other
        pair = pair_in(normal_form(text), *sorted((one, other)))
        yield Example(text, pair, mirrored(label) if backward else label, backward)


def _places(text: str, name: str) -> list[Party]:
    return [Party(found.start(), found.end(), name) for found in re.finditer(re.escape(name), text)]


def _distance(one: Party, other: Party) -> int:
    first, second = sorted((one, other))
    gap = second.start - first.end
    return gap if gap >= 0 else 10_000


def learn(examples: Sequence[Example], data: bytes) -> RelationModel:
    """A model of all examples, whose confidence curve comes from a fifth of the sentences learned without."""
    held = [example for example in examples if _fold(example.sentence) == 0]
    rest = [example for example in examples if _fold(example.sentence) != 0]
    curve = _curve(_fit(rest), held)
    return replace(_fit(examples), curve=curve, data_sha256=hashlib.sha256(data).hexdigest())


def _fold(sentence: str) -> int:
    return int(hashlib.sha256(sentence.encode()).hexdigest(), 16) % _HELD_OUT


def _fit(examples: Sequence[Example]) -> RelationModel:
    """One linear separator for each label; a pair with several labels counts for each and against none of them."""
    said: dict[Pair, set[str]] = {}
    for example in examples:
        said.setdefault(example.pair, set()).add(example.label)
    features = [pair_features(pair) for pair in said]
    keys, rarity = _vocabulary(features)
    matrix = _matrix(features, keys, rarity)
    labels = tuple(sorted({label for each in said.values() for label in each}))
    rows = [_separator(matrix, np.array([label in each for each in said.values()])) for label in labels]
    weights = np.stack([weight for weight, _ in rows], axis=1)
    scales = np.maximum(np.abs(weights).max(axis=0) / 127, 1e-12)
    return RelationModel(
        version=VERSION,
        data_sha256="",
        labels=labels,
        keys=keys,
        rarity=rarity,
        weights=np.rint(weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        bias=np.array([bias for _, bias in rows], dtype=np.float32),
        curve=(1.0, 0.0),
    )


def _vocabulary(features: Sequence[PairFeatures]) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The features of enough pairs, in order, and how rare each is."""
    counts = Counter(key for each in features for key in each.around | each.near)
    kept = {key: count for key, count in counts.items() if count >= LEAST_SENTENCES}
    keys = np.array(sorted(kept), dtype=np.uint32)
    seen = np.array([kept[key] for key in keys.tolist()])
    return keys, (np.log((1 + len(features)) / (1 + seen)) + 1).astype(np.float32)


def _matrix(features: Sequence[PairFeatures], keys: NDArray[np.uint32], rarity: NDArray[np.float32]) -> csr_matrix:
    rows = [vector(each, keys, rarity) for each in features]
    borders = np.cumsum([0, *(len(at) for at, _ in rows)])
    places, values = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    return csr_matrix((values, places, borders), shape=(len(rows), len(keys)))


def _separator(matrix: csr_matrix, bears: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    try:
        from sklearn.svm import LinearSVC
    except ModuleNotFoundError as error:
        raise MissingTool("scikit-learn is not installed: pip install scikit-learn") from error
    own = max(float((np.count_nonzero(~bears) / np.count_nonzero(bears)) ** BALANCE), 1.0)
    fitted = LinearSVC(C=COST, class_weight={True: own}, random_state=0).fit(matrix, bears)
    return fitted.coef_[0], float(fitted.intercept_[0])


def _curve(model: RelationModel, held: Sequence[Example]) -> tuple[float, float]:
    """Slope and level of the chance that the likeliest label is right, by its margin over the second.

    Where all or none are right, the plain logistic curve.
    """
    from sklearn.linear_model import LogisticRegression

    scores = [model.scores(pair_features(example.pair)) for example in held]
    right = [model.labels[int(np.argmax(each))] == example.label for each, example in zip(scores, held, strict=True)]
    if len(set(right)) < 2:
        return 1.0, 0.0
    fitted = LogisticRegression(C=1e6).fit(np.array([[margin(each)] for each in scores]), right)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
