"""How well phrases meet the keywords that people chose, on texts that the ranker has not seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from firmgraph.nlp.keywords.phrases import DEFAULT_PHRASES, PhraseReader
from firmgraph.nlp.keywords.training import LEAST_DOCUMENTS, Example, train
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


def cross_validated(
    examples: Sequence[Example], segmenter: Segmenter, least_documents: int = LEAST_DOCUMENTS
) -> list[float]:
    """F1 of the first five phrases of each text, by a ranker and priors learned without the texts of its fold."""
    order = np.random.default_rng(SEED).permutation(len(examples))
    scores = [0.0] * len(examples)
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        ranker = train(
            [one for place, one in enumerate(examples) if place not in held], least_documents=least_documents
        )
        reader = PhraseReader(segmenter, ranker)
        for place in held:
            one = examples[place]
            scores[place] = f1(
                [found.phrase for found in reader.rank(one.reading, DEFAULT_PHRASES)], one.known.keywords
            )
    return scores


def interval(scores: Sequence[float]) -> Interval:
    """The mean of documents' scores and its bootstrap interval, from a fixed seed."""
    values = np.array(scores)
    drawn = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), [0.025, 0.975]).tolist()
    return Interval(float(values.mean()), low, high)


def figures(examples: Sequence[Example], segmenter: Segmenter) -> dict[str, float]:
    """The cross-validated F1 of five phrases and its interval, as a model file keeps them."""
    found = interval(cross_validated(examples, segmenter))
    return {"f1": round(found.mean, 4), "low": round(found.low, 4), "high": round(found.high, 4)}
