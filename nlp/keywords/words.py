"""The target keyword set of the five sources' text, each keyword with its attributes.

A keyword's weight in one source and field is its TF-IDF: its share of all candidate words, times the inverse document
frequency of the word in texts about firms. Summed over sources and fields it is the TF-IDF of the word in all texts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from firmgraph.nlp.document import Document, read_document
from firmgraph.nlp.keywords.rarity import inverse_document_frequency
from firmgraph.nlp.segment import Segmenter, default_segmenter
from firmgraph.nlp.text import Source, Text

STOP_WORDS = Path(__file__).parents[1] / "data" / "stopwords.txt"
DEFAULT_LIMIT = 100
LONGEST_WORD = 40
MOST_SPANS = 50
"""At most so many spans are kept of one keyword or tag; `count` tells them all."""

_POS = re.compile(r"n(?!r)|v(?!d|f|g|x|y)|a|eng|l|j|x")
_WORD = re.compile(r"[A-Za-z0-9+#&._%\-]*[\u4E00-\u9FD5A-Za-z][\u4E00-\u9FD5A-Za-z0-9+#&._%\-]+")


class Span(NamedTuple):
    """A place [start, end) in the text of a field of a record."""

    record: str
    field: str
    start: int
    end: int


class Keyword(NamedTuple):
    """A word as it stands in one field of one source; `date` is the newest day on which it was said (ISO), or None."""

    word: str
    weight: float
    pos: str
    source: Source
    field: str
    date: str | None
    count: int  # type: ignore[assignment]  # a tuple has a method of this name, which no keyword needs
    spans: tuple[Span, ...]

    def to_wire(self) -> dict[str, Any]:
        """The body that the tags answer shows of a keyword."""
        return {name: getattr(self, name) for name in ("word", "weight", "pos", "source", "field", "date", "count")}


KeywordKey = tuple[str, Source, str]


class Mention(NamedTuple):
    """An occurrence of a word in a document; the word is the term looked for, the place is where it stands."""

    document: Document
    word: str
    start: int
    end: int

    @property
    def key(self) -> KeywordKey:
        """The word with the source and field it stands in, by which mentions make one keyword."""
        source = self.document.source
        return self.word, source.source, source.field

    @property
    def span(self) -> Span:
        """The place of this mention."""
        source = self.document.source
        return Span(source.record, source.field, self.start, self.end)


def keywords(texts: Sequence[Text], limit: int = DEFAULT_LIMIT) -> list[Keyword]:
    """The `limit` weightiest words of the texts, with one entry for each source and field they stand in."""
    segmenter = default_segmenter()
    return rank_mentions(word_mentions([read_document(text, segmenter) for text in texts]), segmenter, limit=limit)


def word_mentions(documents: Iterable[Document]) -> list[Mention]:
    """The tokens that can be keywords: content words by part of speech, two or more characters, no stop word."""
    return [mention for document in documents for mention in _mentions(document)]


def _mentions(document: Document) -> list[Mention]:
    pos = document.segmenter.pos
    return [
        Mention(document, word, start, start + len(word))
        for word, start in zip(document.words, document.borders, strict=False)
        if 1 < len(word) <= LONGEST_WORD and _is_content(word, pos(word))
    ]


@lru_cache(maxsize=100_000)
def _is_content(word: str, pos: str) -> bool:
    return word not in _stop_words() and bool(_POS.match(pos) and _WORD.fullmatch(word))


def rank_mentions(
    mentions: Sequence[Mention], segmenter: Segmenter, *, keep: frozenset[str] = frozenset(), limit: int = DEFAULT_LIMIT
) -> list[Keyword]:
    """The `limit` weightiest words and those to keep, by falling weight, then word, source and field."""
    by_key: defaultdict[KeywordKey, dict[tuple[int, int, int], Mention]] = defaultdict(dict)
    for mention in mentions:
        document, word, start, end = mention
        by_key[word, document.source.source, document.source.field][id(document), start, end] = mention
    total = sum(map(len, by_key.values()))
    weights = {key: round(len(places) / total * _rarity(key[0]), 6) for key, places in by_key.items()}
    words = _heaviest_words(weights, limit) | keep
    order = sorted((-weight, key) for key, weight in weights.items() if key[0] in words)
    return [_keyword(key, -weight, list(by_key[key].values()), segmenter) for weight, key in order]


def _keyword(key: KeywordKey, weight: float, mentions: Sequence[Mention], segmenter: Segmenter) -> Keyword:
    word, source, field = key
    days = [day for mention in mentions if (day := mention.document.source.day)]
    date = max(days).isoformat() if days else None
    spans = sorted([mention.span for mention in mentions])[:MOST_SPANS]
    return Keyword(word, weight, segmenter.pos(word), source, field, date, len(mentions), tuple(spans))


def _heaviest_words(weights: Mapping[KeywordKey, float], limit: int) -> set[str]:
    if len(weights) <= limit:
        return {word for word, _, _ in weights}
    of_word: defaultdict[str, float] = defaultdict(float)
    for (word, _, _), weight in weights.items():
        of_word[word] += weight
    return set(sorted(of_word, key=lambda word: (-round(of_word[word], 6), word))[:limit])


_rarity = lru_cache(maxsize=100_000)(inverse_document_frequency)


@cache
def _stop_words() -> frozenset[str]:
    lines = STOP_WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
