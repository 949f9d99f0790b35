"""How the model of relations is learned from sentences with two companies and one of FinRE's 44 relations."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from firmgraph.errors import MissingTool, UnreadableFile
from firmgraph.nlp.relations.features import ReadText, feature_rows
from firmgraph.nlp.relations.hashing import FeatureRows
from firmgraph.nlp.relations.matching import Pair, pair_in
from firmgraph.nlp.relations.model import SYMMETRIC, RelationModel, matrix, signs
from firmgraph.nlp.relations.parties import Party
from firmgraph.nlp.text import normal_form

VERSION = "2026.2"
LEAST_PAIRS = 5
"""A feature of fewer training pairs is left out: it would be chance."""
COST = 0.2
BALANCE = 0.5
"""The power of the ratio of others to its own pairs by which a label's own pairs weigh more."""
NO_RELATION = "unknown"
"""The label of two companies that only stand in one sentence."""
_FOLDS = 5


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


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A pair of a sentence with all labels that it bears, told from the company named first."""

    sentence: str
    pair: Pair
    labels: frozenset[str]


def plain(sentence: str) -> str:
    """A sentence of FinRE in its normal form, its sign for a number written as one of the same length."""
    return normal_form(sentence.replace("<N>", "000"))


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
        pair = pair_in(plain(text), *sorted((one, other)))
        yield Example(text, pair, mirrored(label) if backward else label, backward)


def _places(text: str, name: str) -> list[Party]:
    return [Party(found.start(), found.end(), name) for found in re.finditer(re.escape(name), text)]


def _distance(one: Party, other: Party) -> int:
    first, second = sorted((one, other))
    gap = second.start - first.end
    return gap if gap >= 0 else 10_000


def learn(examples: Sequence[Example], data: bytes) -> RelationModel:
    """A model of all examples; its confidence curve comes from each fifth of the sentences, learned from the others."""
    pairs = labelled_pairs(examples)
    folds = np.array([_fold(pair.sentence) for pair in pairs])
    model = _fit(pairs)
    scores = np.zeros((len(pairs), len(model.labels)))
    for fold in range(_FOLDS):
        held = np.flatnonzero(folds == fold)
        part = _fit([pairs[index] for index in np.flatnonzero(folds != fold)], model.labels)
        scores[held] = part.scores(_features([pairs[index] for index in held]))
    return replace(model, curve=_curve(model.labels, scores, pairs), data_sha256=hashlib.sha256(data).hexdigest())


def fitted(examples: Sequence[Example]) -> RelationModel:
    """A model of all examples whose confidence is not measured."""
    return _fit(labelled_pairs(examples))


def _fold(sentence: str) -> int:
    return int(hashlib.sha256(sentence.encode()).hexdigest(), 16) % _FOLDS


def labelled_pairs(examples: Sequence[Example]) -> list[LabelledPair]:
    """The pairs of the examples, each once with all labels that its rows give it."""
    said: dict[tuple[str, Pair], set[str]] = {}
    for example in examples:
        said.setdefault((example.sentence, example.pair), set()).add(example.label)
    return [LabelledPair(sentence, pair, frozenset(labels)) for (sentence, pair), labels in said.items()]


def _features(pairs: Sequence[LabelledPair]) -> FeatureRows:
    return feature_rows([(ReadText(plain(each.sentence)), each.pair) for each in pairs])


def _fit(pairs: Sequence[LabelledPair], labels: Sequence[str] = ()) -> RelationModel:
    """One linear separator for each label; a pair with several labels counts for each and against none of them."""
    features = _features(pairs)
    keys, rarity = _vocabulary(features)
    learned = matrix(features, keys, rarity)
    known = tuple(labels) or tuple(sorted({label for each in pairs for label in each.labels}))
    rows = [_separator(learned, np.array([label in each.labels for each in pairs])) for label in known]
    weights = np.stack([weight for weight, _ in rows], axis=1)
    scales = np.maximum(np.abs(weights).max(axis=0) / 127, 1e-12)
    return RelationModel(
        version=VERSION,
        data_sha256="",
        labels=known,
        keys=keys,
        rarity=rarity,
        weights=np.rint(weights / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        bias=np.array([bias for _, bias in rows], dtype=np.float32),
        curve=(0.0, 1.0, 0.0),
    )


def _vocabulary(features: FeatureRows) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The features of enough pairs, in order, and how rare each is."""
    keys, seen = np.unique(features.keys, return_counts=True)
    keys, seen = keys[seen >= LEAST_PAIRS], seen[seen >= LEAST_PAIRS]
    return keys, (np.log((1 + features.count) / (1 + seen)) + 1).astype(np.float32)


def _separator(learned: csr_matrix, bears: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    try:
        from sklearn.svm import LinearSVC
    except ModuleNotFoundError as error:
        raise MissingTool("scikit-learn is not installed: pip install scikit-learn") from error
    if not bears.any():
        return np.zeros(learned.shape[1]), -1.0
    own = max(float((np.count_nonzero(~bears) / np.count_nonzero(bears)) ** BALANCE), 1.0)
    fitted = LinearSVC(C=COST, class_weight={True: own}, random_state=0).fit(learned, bears)
    return fitted.coef_[0], float(fitted.intercept_[0])


def _curve(
    labels: Sequence[str], scores: NDArray[np.float64], pairs: Sequence[LabelledPair]
) -> tuple[float, float, float]:
    """What level, margin and score bear on the chance that the likeliest label is right, of those that say something.

    Where all or none are right, the plain logistic curve of the margin.
    """
    from sklearn.linear_model import LogisticRegression

    best = [labels[int(index)] for index in scores.argmax(axis=1)]
    asked = [index for index, label in enumerate(best) if label != NO_RELATION]
    right = [best[index] in pairs[index].labels for index in asked]
    if len(set(right)) < 2:
        return 0.0, 1.0, 0.0
    fitted = LogisticRegression(C=1e6).fit(signs(scores[asked]), right)
    return float(fitted.intercept_[0]), float(fitted.coef_[0, 0]), float(fitted.coef_[0, 1])
