"""How well phrases meet the keywords that people chose, on texts that the ranker has not seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from firmgraph.nlp.keywords.phrases import DEFAULT_PHRASES, PhraseReader
from firmgraph.nlp.keywords.training import Example, View, train
from firmgraph.nlp.segment import Segmenter

FOLDS = 5
RESAMPLES = 2_000
SEED = 7


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over documents and its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def f1(chosen: Sequence[str], known: Collection[str]) -> float:
    """F1 of what was chosen for one text: exact matches over the mean of both numbers; 0 without any."""
    hits = len(set(chosen) & set(known))
    return 2 * hits / (len(chosen) + len(set(known))) if hits else 0.0


def score(reader: PhraseReader, view: View, known: Collection[str]) -> float:
    """F1 of the first five phrases of a reading."""
    return f1([found.phrase for found in reader.rank(view.reading, DEFAULT_PHRASES)], known)


@dataclass(frozen=True, slots=True)
class Scores:
    """F1 of the first five phrases of each text, and of each without its title; the keywords are the same."""

    whole: list[float]
    untitled: list[float]


def cross_validated(examples: Sequence[Example], segmenter: Segmenter) -> Scores:
    """Score each text by a ranker and priors learned without the texts of its fold."""
    order = np.random.default_rng(SEED).permutation(len(examples))
    scores = Scores([0.0] * len(examples), [0.0] * len(examples))
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        ranker = train([one for place, one in enumerate(examples) if place not in held])
        reader = PhraseReader(segmenter, ranker)
        for place in held:
            one = examples[place]
            scores.whole[place] = score(reader, one.whole, one.known.keywords)
            scores.untitled[place] = score(reader, one.untitled or one.whole, one.known.keywords)
    return scores


def interval(scores: Sequence[float]) -> Interval:
    """The mean of documents' scores and its bootstrap interval, from a fixed seed."""
    values = np.array(scores)
    drawn = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), [0.025, 0.975]).tolist()
    return Interval(float(values.mean()), low, high)


def figures(examples: Sequence[Example], segmenter: Segmenter) -> dict[str, float]:
    """The cross-validated F1 of five phrases and its interval, as a model file keeps them."""
    scores = cross_validated(examples, segmenter)
    found, untitled = interval(scores.whole), interval(scores.untitled)
    told = {"f1": found.mean, "low": found.low, "high": found.high, "f1_untitled": untitled.mean}
    return {name: round(value, 4) for name, value in told.items()}
