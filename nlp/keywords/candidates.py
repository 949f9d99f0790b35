"""Phrases that could be keywords of a text: runs of one to six words without function words at their ends."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, field_validator

from firmgraph.nlp.segment import Segmenter, Token
from firmgraph.nlp.text import Text

BOUNDS = Path(__file__).parents[1] / "data" / "phrases.yaml"
MOST_CHARACTERS = 20_000
"""So many characters of a text are read for phrases, that a text of any length is read in bounded time."""

_WORD = re.compile(r"[\u4E00-\u9FD5A-Za-z0-9+#&._%\-/\u0391-\u03C9\u2160-\u216B']+")
_ARABIC = re.compile(r"[0-9.%+\-]+")


class PhraseBounds(BaseModel):
    """The data file `data/phrases.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    effective_from: str
    most_words: int
    most_characters: int
    breaks: frozenset[str]
    no_end_pos: frozenset[str]
    no_end: frozenset[str]
    no_head: frozenset[str]
    no_tail: frozenset[str]

    @field_validator("no_end", "no_head", "no_tail", mode="before")
    @classmethod
    def _words(cls, line: str) -> list[str]:
        return line.split()

    def begins(self, token: Token) -> bool:
        """Whether a phrase may begin with a word."""
        return token.pos not in self.no_end_pos and token.word not in self.no_end and token.word not in self.no_head

    def ends(self, token: Token) -> bool:
        """Whether a phrase may end with a word."""
        return token.pos not in self.no_end_pos and token.word not in self.no_end and token.word not in self.no_tail


@cache
def phrase_bounds() -> PhraseBounds:
    """The bounds of this release."""
    return PhraseBounds.model_validate(yaml.safe_load(BOUNDS.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a text and, after the first `body` of them, those of its title; `words` are they in lower case."""

    text: Text
    title: Text | None
    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    body: int

    def untitled(self) -> "Reading":
        """The same text without its title."""
        return Reading(self.text, None, self.tokens[: self.body], self.words[: self.body], self.body)

    def source(self, token: int) -> Text:
        """The text in which a token stands."""
        return self.text if token < self.body or self.title is None else self.title

    def written(self, first: int, last: int) -> str:
        """The characters from the beginning of one token to the end of another, as they stand in the source."""
        return self.source(first).text[self.tokens[first].start : self.tokens[last].end]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase as first written, and its places: ranges [first, end) of tokens, in order."""

    phrase: str
    places: tuple[tuple[int, int], ...]


def read(text: Text, title: Text | None, segmenter: Segmenter) -> Reading:
    """Segment a text and its title."""
    body = segmenter.tokens(text.text[:MOST_CHARACTERS])
    tokens = (*body, *(segmenter.tokens(title.text[:MOST_CHARACTERS]) if title else ()))
    return Reading(text, title, tokens, tuple(token.word.casefold() for token in tokens), len(body))


def is_word(word: str) -> bool:
    """Whether a token is a word or number, not blank space or punctuation."""
    return _WORD.fullmatch(word) is not None


def candidates(reading: Reading) -> list[Candidate]:
    """All phrases of a reading in the order they first stand in; letters in either case are one phrase."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for first, end in (*_places(reading, 0, reading.body), *_places(reading, reading.body, len(reading.tokens))):
        places["".join(reading.words[first:end])].append((first, end))
    return [Candidate(reading.written(at[0][0], at[0][1] - 1), tuple(at)) for at in places.values()]


def _places(reading: Reading, start: int, stop: int) -> Iterator[tuple[int, int]]:
    bounds, tokens = phrase_bounds(), reading.tokens
    fits = [is_word(token.word) and token.pos not in bounds.breaks for token in tokens[start:stop]]
    for first in range(start, stop):
        if not fits[first - start] or not bounds.begins(tokens[first]):
            continue
        for last in range(first, min(stop, first + bounds.most_words)):
            length = tokens[last].end - tokens[first].start
            if not fits[last - start] or length > bounds.most_characters:
                break
            if (
                length > 1
                and bounds.ends(tokens[last])
                and not (first == last and _ARABIC.fullmatch(tokens[last].word))
            ):
                yield first, last + 1
