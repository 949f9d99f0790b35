"""The phrases that say what a text is about, with their weights and the places where they stand."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from firmgraph.nlp.keywords.candidates import Candidate, Reading, candidates, read
from firmgraph.nlp.keywords.ranker import Ranker, plain_weights, shipped_ranker
from firmgraph.nlp.keywords.words import MOST_SPANS, Span
from firmgraph.nlp.segment import Segmenter, default_segmenter
from firmgraph.nlp.text import Text

DEFAULT_PHRASES = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as first written; its weight in (0, 1) compares phrases of one text; `pos` is that of its words."""

    phrase: str
    weight: float
    pos: str
    count: int
    spans: tuple[Span, ...]

    def to_wire(self) -> dict[str, Any]:
        """The body that shows a phrase."""
        return {**asdict(self), "spans": [span._asdict() for span in self.spans]}


@dataclass(frozen=True, slots=True)
class PhraseReader:
    """Reads phrases with one segmenter and one ranker; without a ranker the plain formula weighs them."""

    segmenter: Segmenter
    ranker: Ranker | None

    def phrases(self, text: Text, title: Text | None = None, limit: int = DEFAULT_PHRASES) -> list[Phrase]:
        """The `limit` weightiest phrases of a text and its title, by falling weight, then phrase."""
        return self.rank(read(text, title, self.segmenter), limit)

    def rank(self, reading: Reading, limit: int = DEFAULT_PHRASES) -> list[Phrase]:
        """The `limit` weightiest phrases of a reading."""
        found = candidates(reading)
        if not found:
            return []
        weigh = self.ranker.weigh if self.ranker else plain_weights
        pairs = zip(found, weigh(reading, found).tolist(), strict=True)
        best = sorted(pairs, key=lambda pair: (-round(pair[1], 6), pair[0].phrase))[:limit]
        return [_phrase(reading, one, round(weight, 6)) for one, weight in best]


def shipped_reader() -> PhraseReader:
    """The reader with this release's segmenter and ranker."""
    return PhraseReader(default_segmenter(), shipped_ranker())


def keyword_phrases(text: Text, title: Text | None = None, limit: int = DEFAULT_PHRASES) -> list[Phrase]:
    """The `limit` weightiest phrases of a text; spans point into the text and, by their field, into its title."""
    return shipped_reader().phrases(text, title, limit)


def _phrase(reading: Reading, one: Candidate, weight: float) -> Phrase:
    first, end = one.places[0]
    pos = "-".join(token.pos for token in reading.tokens[first:end])
    return Phrase(one.phrase, weight, pos, len(one.places), tuple(_spans(reading, one)))


def _spans(reading: Reading, one: Candidate) -> Iterator[Span]:
    for first, end in one.places[:MOST_SPANS]:
        source = reading.source(first)
        yield Span(source.record, source.field, reading.tokens[first].start, reading.tokens[end - 1].end)
