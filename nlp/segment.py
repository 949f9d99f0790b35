"""Text cut into words with their part of speech and place, by a private jieba tokenizer and the domain dictionary."""

import logging
import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from firmgraph.nlp.text import normal_form

DICTIONARY = Path(__file__).parent / "data" / "dictionary.txt"
UNKNOWN = "x"

# jieba's search for new words takes quadratic time in the length of an unbroken run, so longer runs are cut first.
_PIECES = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]{1,256}|[^\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
_NUMBER = re.compile(r"[0-9.]+%?")
_LATIN = re.compile(r"[a-zA-Z0-9+#&._%\-]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word in its normal form, its part of speech (ICTCLAS tag; `x` unknown) and its place [start, end)."""

    word: str
    pos: str
    start: int
    end: int


class Segmenter:
    """A tokenizer of its own: words added here are known nowhere else, jieba's global tokenizer included."""

    def __init__(self, dictionary: Path | None = DICTIONARY) -> None:
        self._tokenizer, self._tags = _jieba_tokenizer()
        for word, frequency, tag in _read_dictionary(dictionary) if dictionary else ():
            self.add_word(word, frequency, tag)

    def add_word(self, word: str, frequency: int | None = None, tag: str = "n") -> None:
        """Make `word` known; without a frequency it gets the least one at which it is kept whole."""
        form = normal_form(word)
        self._tokenizer.add_word(form, frequency)
        self._tags[form] = tag

    def pos(self, word: str) -> str:
        """The part of speech of a word in its normal form."""
        known = self._tags.get(word)
        if known is not None:
            return known
        if _NUMBER.fullmatch(word):
            return "m"
        return "eng" if _LATIN.fullmatch(word) else UNKNOWN

    def tokens(self, text: str) -> list[Token]:
        """All tokens of a text, blanks and punctuation included, in order and without gaps."""
        return list(self._tokens(normal_form(text)))

    def _tokens(self, normal: str) -> Iterator[Token]:
        start = 0
        for piece in _PIECES.finditer(normal):
            for word in self._tokenizer.cut(piece[0]):
                yield Token(word, self.pos(word), start, start + len(word))
                start += len(word)


def tokens(text: str) -> list[Token]:
    """All tokens of a text by the shared domain segmenter."""
    return default_segmenter().tokens(text)


_LOADING = threading.Lock()


def default_segmenter() -> Segmenter:
    """The segmenter with the domain dictionary, loaded once in a process at first use."""
    with _LOADING:
        return _load_default()


@cache
def _load_default() -> Segmenter:
    return Segmenter()


def jieba_folder() -> Path:
    """The folder in which jieba keeps its dictionary and its inverse document frequencies."""
    return Path(_quiet_jieba().__file__).parent


@cache
def _quiet_jieba() -> Any:
    """The jieba module, imported without its warnings and with its log kept to errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    return jieba


def _jieba_tokenizer() -> tuple[Any, dict[str, str]]:
    """A fresh tokenizer over jieba's dictionary, and the part of speech of its words.

    The dictionary is read directly: that is as fast as jieba's cache file, which processes would share and overwrite.
    """
    path = jieba_folder() / "dict.txt"
    tokenizer = _quiet_jieba().Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(path.open("rb"))
    tokenizer.initialized = True
    return tokenizer, {word: tag for word, _, tag in _read_dictionary(path)}


def _read_dictionary(path: Path) -> Iterator[tuple[str, int, str]]:
    """Yield word, frequency and part of speech of each line but blank ones and comments."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("# "):
                word, frequency, tag = line.split()
                yield word, int(frequency), tag
