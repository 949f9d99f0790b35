"""What is usual of keywords, learned from texts with known ones: their heads, tails, words and surroundings.

Only what stands in at least `least_documents` training texts is kept: it tells what is usual, not a text.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from firmgraph.nlp.keywords.candidates import Candidate, Reading, is_word

PRIORS = (
    "prior_head",
    "prior_tail",
    "prior_pos",
    "prior_first_character",
    "prior_last_character",
    "prior_before_mean",
    "prior_before_most",
    "prior_after_mean",
    "prior_after_most",
    "prior_word_least",
    "corpus_rarity_least",
)
SINGLE = ("head", "tail", "pos", "first", "last")
AROUND = ("before", "after")
WORD = "word"
_CAUTION = {
    "head": 15.0,
    "tail": 15.0,
    "pos": 20.0,
    "first": 20.0,
    "last": 20.0,
    "before": 20.0,
    "after": 20.0,
    WORD: 4.0,
}

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Clues:
    """What of a candidate is looked up in the priors: its head, tail and so on, and the words in and around it."""

    single: tuple[str, str, str, str, str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    words: tuple[str, ...]


def clues(reading: Reading, one: Candidate) -> Clues:
    """The clues of a candidate; the border of a text is the empty word."""
    first, end = one.places[0]
    words = reading.words[first:end]
    pos = "-".join(token.pos if token.pos == "eng" else token.pos[0] for token in reading.tokens[first:end])
    borders = (0, reading.body, len(reading.words))
    return Clues(
        (words[0], words[-1], pos, one.phrase[0], one.phrase[-1]),
        tuple(reading.words[start - 1] if start not in borders else "" for start, _ in one.places),
        tuple(reading.words[stop] if stop not in borders else "" for _, stop in one.places),
        words,
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often something stood in candidates of training texts, how often in keywords, and in how many texts."""

    stood: Mapping[Key, float]
    chosen: Mapping[Key, float]
    texts: Mapping[Key, int]
    documents: int


def evidence(reading: Reading, found: Sequence[Clues], is_keyword: Sequence[bool], gold: Collection[str]) -> Evidence:
    """What one text with known keywords says; a word counts once a text, as chosen when a keyword holds it."""
    stood: defaultdict[Key, float] = defaultdict(float)
    chosen: defaultdict[Key, float] = defaultdict(float)
    for one, right in zip(found, is_keyword, strict=True):
        for key, weight in _weights(one):
            stood[key] += weight
            if right:
                chosen[key] += weight
    written = "\n".join(gold).casefold()
    for word in {word for word in reading.words if is_word(word)}:
        stood[WORD, word] = 1
        chosen[WORD, word] = float(word in written)
    return Evidence(stood, chosen, dict.fromkeys(stood, 1), 1)


def _weights(one: Clues) -> Iterable[tuple[Key, float]]:
    yield from (((kind, value), 1.0) for kind, value in zip(SINGLE, one.single, strict=True))
    for kind, words in zip(AROUND, (one.before, one.after), strict=True):
        yield from (((kind, word), 1 / len(words)) for word in words)


def join(parts: Iterable[Evidence]) -> Evidence:
    """The evidence of several texts together."""
    stood: defaultdict[Key, float] = defaultdict(float)
    chosen: defaultdict[Key, float] = defaultdict(float)
    texts: Counter[Key] = Counter()
    documents = 0
    for part in parts:
        for whole, more in ((stood, part.stood), (chosen, part.chosen)):
            for key, weight in more.items():
                whole[key] += weight
        texts.update(part.texts)
        documents += part.documents
    return Evidence(stood, chosen, texts, documents)


@dataclass(frozen=True, slots=True)
class Priors:
    """By kind and value, the logarithm of how much likelier than others a candidate with it is a keyword.

    A value not in the tables is as likely as any. `rarity` is that of words among the training texts; a word not in it
    has `rarity_unknown`.
    """

    lift: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]
    rarity_unknown: float

    @classmethod
    def learn(cls, seen: Evidence, least_documents: int) -> Self:
        """Turn evidence into priors, drawn towards the mean where there is little of it."""
        lift: dict[str, dict[str, float]] = {}
        for kind, caution in _CAUTION.items():
            keys = sorted(key for key in seen.stood if key[0] == kind)
            base = max(1e-9, sum(seen.chosen.get(key, 0.0) for key in keys)) / max(
                1.0, sum(seen.stood[key] for key in keys)
            )
            lift[kind] = {
                key[1]: round(math.log((seen.chosen.get(key, 0.0) / base + caution) / (seen.stood[key] + caution)), 4)
                for key in keys
                if seen.texts[key] >= least_documents
            }
        whole = seen.documents + 1
        rarity = {word: round(math.log(whole / (seen.texts[WORD, word] + 0.5)), 4) for word in lift[WORD]}
        return cls(lift, rarity, round(math.log(whole / (least_documents / 2 + 0.5)), 4))

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """Priors as a model file holds them."""
        return cls(body["lift"], body["rarity"], body["rarity_unknown"])

    def features(self, found: Sequence[Clues]) -> npt.NDArray[np.float64]:
        """One row for each candidate, one column for each of `PRIORS`."""
        return np.array([self._row(one) for one in found], dtype=np.float64).reshape(len(found), len(PRIORS))

    def _row(self, one: Clues) -> list[float]:
        row = [self.lift[kind].get(value, 0.0) for kind, value in zip(SINGLE, one.single, strict=True)]
        for kind, words in zip(AROUND, (one.before, one.after), strict=True):
            lifts = [self.lift[kind].get(word, 0.0) for word in words]
            row += [math.fsum(lifts) / len(lifts), max(lifts)]
        row.append(min(self.lift[WORD].get(word, 0.0) for word in one.words))
        row.append(min(self.rarity.get(word, self.rarity_unknown) for word in one.words))
        return row
