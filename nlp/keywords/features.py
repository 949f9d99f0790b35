"""What the ranker of phrases knows of a candidate: one number for each name in `FEATURES`, in that order."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from firmgraph.nlp.keywords.candidates import Candidate, Reading, is_word
from firmgraph.nlp.keywords.priors import PRIORS, Priors, clues
from firmgraph.nlp.keywords.rarity import general_frequencies, general_rarity
from firmgraph.nlp.keywords.textrank import textrank

OWN_FEATURES = (
    "count",
    "share",
    "sentences",
    "first",
    "last",
    "in_title",
    "title_place",
    "title_share",
    "title_words",
    "words",
    "characters",
    "rarity_least",
    "rarity_mean",
    "rarity_sum",
    "rarity_whole",
    "textrank_sum",
    "textrank_least",
    "tfidf",
    "left_words",
    "right_words",
    "longer",
    "longer_kinds",
    "cohesion",
    "text_words",
    "candidates",
    "count_rank",
    "tfidf_rank",
    "textrank_rank",
)
RANKED = ("count", "tfidf", "textrank_sum")
FEATURES = (*OWN_FEATURES, *PRIORS)
Matrix = npt.NDArray[np.float64]

_SENTENCE_ENDS = frozenset(".。!！?？;；\n")
_CONTENT = frozenset("nvajlxei")
_BESIDE = ((-1, 0), (-2, 0), (0, 1), (0, 2), (-1, 1))
_ONLY_IN_TITLE = 1.5


@dataclass(frozen=True)
class Counts:
    """What is counted once in a reading for all of its candidates."""

    reading: Reading
    found: Sequence[Candidate]

    @cached_property
    def words(self) -> Counter[str]:
        """How often each word stands."""
        return Counter(word for word in self.reading.words if is_word(word))

    @cached_property
    def size(self) -> int:
        """How many words there are."""
        return max(1, self.words.total())

    @cached_property
    def sentence(self) -> list[int]:
        """The number of the sentence of each token."""
        return list(accumulate(int(word in _SENTENCE_ENDS) for word in self.reading.words))

    @cached_property
    def ranks(self) -> Mapping[str, float]:
        """TextRank of the content words."""
        pairs = zip(self.reading.words, self.reading.tokens, strict=True)
        return textrank([word for word, token in pairs if len(word) > 1 and is_word(word) and token.pos[0] in _CONTENT])

    @cached_property
    def at(self) -> dict[tuple[int, int], int]:
        """Which candidate stands at each place."""
        return {place: number for number, one in enumerate(self.found) for place in one.places}

    @cached_property
    def title_start(self) -> int:
        """Where the body ends, in characters, at least 1."""
        body = self.reading.body
        return max(1, self.reading.tokens[body - 1].end) if body else 1

    @cached_property
    def title_length(self) -> int:
        """The length of the title in characters, at least 1."""
        return max(1, self.reading.tokens[-1].end) if len(self.reading.tokens) > self.reading.body else 1

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The words of the title."""
        return frozenset(self.reading.words[self.reading.body :])

    def longer(self, candidate: Candidate) -> set[int]:
        """The candidates that hold this one and a word or two more."""
        beside = ((first + left, end + right) for first, end in candidate.places for left, right in _BESIDE)
        return {self.at[place] for place in beside if place in self.at}


def features(reading: Reading, found: Sequence[Candidate], priors: Priors) -> Matrix:
    """One row for each candidate of a reading, one column for each of `FEATURES`."""
    return np.hstack([own_features(reading, found), priors.features([clues(reading, one) for one in found])])


def own_features(reading: Reading, found: Sequence[Candidate]) -> Matrix:
    """The features that need no training, one column for each of `OWN_FEATURES`."""
    if not found:
        return np.empty((0, len(OWN_FEATURES)))
    counts = Counts(reading, found)
    rows = np.array([[*_places(counts, one), *_words(counts, one), *_company(counts, one)] for one in found])
    columns = {name: rows[:, place] for place, name in enumerate(OWN_FEATURES[: rows.shape[1]])}
    return np.column_stack([rows, *(_falling_rank(columns[name]) for name in RANKED)])


def _falling_rank(values: Matrix) -> Matrix:
    """The place of each value among all, from 0 for the largest up to 1; the earlier of equals comes first."""
    order = np.argsort(-values, kind="stable")
    places = np.empty(len(values))
    places[order] = np.arange(len(values)) / len(values)
    return places


def _places(counts: Counts, one: Candidate) -> Iterable[float]:
    """From count to characters: where a phrase stands, and how long it is."""
    reading = counts.reading
    body = [reading.tokens[first].start for first, _ in one.places if first < reading.body]
    title = [reading.tokens[first].start for first, _ in one.places if first >= reading.body]
    words = reading.words[slice(*one.places[0])]
    return (
        len(one.places),
        len(one.places) / counts.size,
        len({counts.sentence[first] for first, _ in one.places}),
        body[0] / counts.title_start if body else _ONLY_IN_TITLE,
        body[-1] / counts.title_start if body else -1,
        len(title),
        title[0] / counts.title_length if title else -1,
        len(one.phrase) / counts.title_length if title else -1,
        sum(word in counts.title_words for word in words) / len(words),
        len(words),
        len(one.phrase),
    )


def _words(counts: Counts, one: Candidate) -> Iterable[float]:
    """From rarity_least to tfidf: how rare and how central the words of a phrase are."""
    words = counts.reading.words[slice(*one.places[0])]
    rarity = [general_rarity(word) for word in words]
    ranks = [counts.ranks.get(word, 0.0) for word in words]
    return (
        min(rarity),
        math.fsum(rarity) / len(rarity),
        math.fsum(rarity),
        general_frequencies()[0].get(one.phrase, -1.0),
        math.fsum(ranks),
        min(ranks),
        len(one.places) * math.fsum(rarity) / counts.size,
    )


def _company(counts: Counts, one: Candidate) -> Iterable[float]:
    """From left_words to candidates: what stands around a phrase, and how big the text is."""
    reading, longer = counts.reading, counts.longer(one)
    before = {reading.words[first - 1] if first not in (0, reading.body) else "" for first, _ in one.places}
    after = {reading.words[end] if end not in (reading.body, len(reading.words)) else "" for _, end in one.places}
    most = max((len(counts.found[number].places) for number in longer), default=0)
    times = max(counts.words[word] for word in reading.words[slice(*one.places[0])])
    return (
        len(before),
        len(after),
        most / len(one.places),
        len(longer),
        len(one.places) / max(1, times),
        counts.size,
        len(counts.found),
    )
