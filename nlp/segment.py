"""Text cut into words with their part of speech and place, by a private tokenizer and the domain dictionary."""

import re
import threading
from collections.abc import Iterable, Iterator
from functools import cache, partial
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

from firmgraph.nlp.cutting import Cutter, JiebaCutter, RjiebaCutter, has_rjieba
from firmgraph.nlp.dictionary import (
    DEFAULT_TAG,
    DICTIONARY,
    KnownWord,
    jieba_folder,
    jieba_words,
    known_word,
    read_words,
)
from firmgraph.nlp.text import normal_form
from firmgraph.settings import get_settings

__all__ = ["DICTIONARY", "UNKNOWN", "Segmenter", "Token", "default_segmenter", "jieba_folder", "tokens"]

UNKNOWN = "x"
AT_ONCE = 100

_NUMBER = re.compile(r"[0-9.]+%?")
_LATIN = re.compile(r"[a-zA-Z0-9+#&._%\-]+")


class Token(NamedTuple):
    """A word in its normal form, its part of speech (ICTCLAS tag; `x` unknown) and its place [start, end)."""

    word: str
    pos: str
    start: int
    end: int


_token = partial(tuple.__new__, Token)
"""A token of a tuple of its fields, several times as fast as by keyword."""


class _Tags(dict[str, str]):
    """The parts of speech of known words; those of unknown ones are told by their characters, and kept of signs."""

    def __missing__(self, word: str) -> str:
        tag = "m" if _NUMBER.fullmatch(word) else "eng" if _LATIN.fullmatch(word) else UNKNOWN
        if len(word) == 1:
            self[word] = tag
        return tag


class Segmenter:
    """A tokenizer of its own: words added here are known nowhere else, jieba's global tokenizer included.

    It cuts with rjieba where that is installed and `fast` is not false; the tokens are those of jieba either way.
    """

    def __init__(self, dictionary: Path | None = DICTIONARY, *, fast: bool | None = None) -> None:
        words = list(read_words(dictionary)) if dictionary else []
        self._tags = _Tags((word.word, word.tag) for source in (jieba_words(), words) for word in source)
        self._cutter: Cutter = (RjiebaCutter if has_rjieba() and fast is not False else JiebaCutter)(words)

    def add_word(self, word: str, frequency: int | None = None, tag: str = DEFAULT_TAG) -> None:
        """Make `word` known; without a frequency it gets the least one at which it is kept whole.

        InvalidInput where no text could hold it as a word: it is too long, or has other characters than jieba joins.
        """
        self.add_words([known_word(word, frequency, tag)])

    def add_words(self, words: Iterable[KnownWord]) -> None:
        """Make words known, in order."""
        for word in words:
            self._cutter.learn(word)
            self._tags[word.word] = word.tag

    def pos(self, word: str) -> str:
        """The part of speech of a word in its normal form."""
        return self._tags[word]

    def words(self, text: str) -> list[str]:
        """The words of the normal form of a text, blanks and punctuation included, in order and without gaps."""
        return self._cutter.cut(normal_form(text))

    def words_of_all(self, texts: Iterable[str]) -> Iterator[list[str]]:
        """Yield the words of each text, as `words` gives them, in less time: many texts are cut at once."""
        normals = map(normal_form, texts)
        while batch := list(islice(normals, AT_ONCE)):
            yield from self._cutter.cut_all(batch)

    def tokens(self, text: str) -> list[Token]:
        """All tokens of a text, blanks and punctuation included, in order and without gaps."""
        words = self.words(text)
        borders = list(accumulate(map(len, words), initial=0))
        return list(map(_token, zip(words, map(self._tags.__getitem__, words), borders, borders[1:], strict=False)))


def tokens(text: str) -> list[Token]:
    """All tokens of a text by the shared domain segmenter."""
    return default_segmenter().tokens(text)


_LOADING = threading.Lock()


def default_segmenter() -> Segmenter:
    """The segmenter with the domain dictionary and the operator's own words, loaded once in a process at first use."""
    with _LOADING:
        return _load_default()


@cache
def _load_default() -> Segmenter:
    segmenter = Segmenter()
    if path := get_settings().user_words:
        segmenter.add_words(read_words(Path(path).expanduser()))
    return segmenter
