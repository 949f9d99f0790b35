"""Normal forms cut into words: by jieba, or by rjieba where it is installed and sure to give the same words."""

import logging
import re
import threading
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from itertools import groupby, pairwise
from typing import Any, Protocol

from firmgraph.nlp.dictionary import KnownWord, jieba_folder, jieba_words
from firmgraph.nlp.repeats import LINE_END, may_repeat

LONGEST_RUN = 256
"""jieba's search for new words takes quadratic time in the length of an unbroken run, so longer runs are cut first."""

_JOINED = r"\u4E00-\u9FD5a-zA-Z0-9+#&._%\-"
_PIECES = re.compile(rf"[{_JOINED}]{{1,{LONGEST_RUN}}}|[^{_JOINED}]+")
_PARTING = r" \n、；，。）（：〓【】？《》×“”·※≤≥℃…—★‰〈〉『』「」‘’°′,;:()/\\\[\]{}<>'\"!?*=~|@$^`"
_BORDER = rf"(?![{_JOINED}])"
_LATIN_PARTS = re.compile(r"[a-zA-Z0-9]+(?:\.[0-9]+)?%?|[^a-zA-Z0-9]+")
_HAN = r"[\u4E00-\u9FD5]"
_REPEATED = re.compile(rf"({_HAN})(?={_HAN}{{0,7}}\1)(?:\1(?:\1|{_HAN}*?({_HAN})\2)|({_HAN}{{1,7}}?)\1\3)")


class Cutter(Protocol):
    """Cuts texts into words, and learns words."""

    def learn(self, word: KnownWord) -> None:
        """Know a word from now on."""

    def cut(self, normal: str) -> list[str]:
        """The words of a normal form: in order, without gaps."""

    def cut_all(self, normals: Sequence[str]) -> list[list[str]]:
        """The words of each normal form, as `cut` gives them."""


class JiebaCutter:
    """A jieba tokenizer of its own; the dictionary is read when the first text comes."""

    def __init__(self, words: Iterable[KnownWord] = ()) -> None:
        self._words = list(words)
        self._loaded: Any = None
        self._loading = threading.Lock()

    def learn(self, word: KnownWord) -> None:
        """Know a word; without a frequency it gets the least one at which jieba keeps it whole."""
        self._words.append(word)
        if self._loaded is not None:
            _teach(self._loaded, word)

    def frequency(self, word: str) -> int:
        """The least frequency at which a word is kept whole."""
        return int(self._tokenizer.suggest_freq(word, False))

    def cut(self, normal: str) -> list[str]:
        """The words of a normal form."""
        return [word for piece in _PIECES.finditer(normal) for word in self._tokenizer.cut(piece[0])]

    def cut_all(self, normals: Sequence[str]) -> list[list[str]]:
        """The words of each normal form."""
        return list(map(self.cut, normals))

    @property
    def _tokenizer(self) -> Any:
        with self._loading:
            if self._loaded is None:
                self._loaded = _jieba_tokenizer(self._words)
        return self._loaded


class RjiebaCutter:
    """rjieba for what it cuts as jieba does, jieba for the rest.

    The rest: runs in which two readings may weigh the same, because characters are repeated side by side or one was
    never seen alone by jieba's model of new words; runs cut for their length; what is beyond jieba's range.
    """

    def __init__(self, words: Iterable[KnownWord] = ()) -> None:
        rjieba: Any = import_module("rjieba")
        self._fast = rjieba.Jieba.empty()
        for word in jieba_words():
            self._fast.add_word(*word)
        self._exact = JiebaCutter()
        self._cut_alike = _cut_alike().fullmatch
        self._ways = {"same": self._cut_same, "joined": self._cut_joined, None: self._exact.cut}
        for word in words:
            self.learn(word)

    def learn(self, word: KnownWord) -> None:
        """Know a word; without a frequency it gets the least one at which jieba keeps it whole."""
        told = word.frequency or self._exact.frequency(word.word)
        self._fast.add_word(word.word, told, word.tag)
        self._exact.learn(word._replace(frequency=told))

    def cut(self, normal: str) -> list[str]:
        """The words of a normal form, the same as those of JiebaCutter."""
        if self._cut_alike(normal) and not _REPEATED.search(normal):
            found: list[str] = self._fast.cut(normal)
            return found
        words: list[str] = []
        for piece in _stretches().finditer(normal):
            words += self._ways[piece.lastgroup](piece[0])
        return words

    def cut_all(self, normals: Sequence[str]) -> list[list[str]]:
        """The words of each normal form, sooner than one by one: those that are sure are cut as lines of one text."""
        alike = [normal for normal in normals if LINE_END not in normal and self._cut_alike(normal)]
        lines = [normal for normal, repeats in zip(alike, may_repeat(alike), strict=True) if not repeats]
        words, sure = self._fast.cut("".join(line + LINE_END for line in lines)), set(lines)
        found, begin = [], 0
        for normal in normals:
            if normal in sure:
                end = words.index(LINE_END, begin)
                found.append(words[begin:end])
                begin = end + 1
            else:
                found.append(self.cut(normal))
        return found

    def _cut_same(self, stretch: str) -> list[str]:
        if not _REPEATED.search(stretch):
            return list(self._fast.cut(stretch))
        runs = (run[0] for run in _PIECES.finditer(stretch))
        return [word for run in runs for word in (self._exact if _REPEATED.search(run) else self._fast).cut(run)]

    def _cut_joined(self, run: str) -> list[str]:
        """Cut a run with punctuation inside, which rjieba joins to what is beside it (TD-LTE, 3.5GHz) and jieba not."""
        if _REPEATED.search(run):
            return self._exact.cut(run)
        words: list[str] = []
        for latin, group in groupby(self._fast.cut(run), str.isascii):
            parts = list(group)
            if not latin:
                words += parts
            elif not any(len(part) > 1 and self._fast.has_word(part) for part in parts):
                words += _LATIN_PARTS.findall("".join(parts))
            elif len(parts) == 1:
                words += parts
            else:
                return self._exact.cut(run)
        return words


def has_rjieba() -> bool:
    """Whether rjieba (extra `fast`) is installed."""
    try:
        return hasattr(import_module("rjieba"), "Jieba")
    except ImportError:
        return False


@cache
def _stretches() -> re.Pattern[str]:
    """Stretches that both cut the same but for nothing (group `same`) or Latin letters (`joined`), and others."""
    length, plain = rf"{{1,{LONGEST_RUN}}}", _seen_alone()
    joined = rf"(?P<joined>[{plain}+#&._%\-]{length}+{_BORDER})"
    return re.compile(rf"(?P<same>{_cut_alike().pattern})|{joined}|[{_JOINED}]{length}|[^{_JOINED}{_PARTING}]+")


@cache
def _cut_alike() -> re.Pattern[str]:
    """A stretch that both cut the same."""
    return re.compile(rf"(?:[{_PARTING}]++|[{_seen_alone()}]{{1,{LONGEST_RUN}}}+{_BORDER})++")


@cache
def _seen_alone() -> str:
    """Letters, digits and the Chinese characters that jieba's model of new words saw alone, as ranges of a pattern."""
    path = jieba_folder() / "finalseg" / "prob_emit.py"
    spec = spec_from_file_location("_jieba_prob_emit", path)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError("jieba's model of new words is not installed")
    model = module_from_spec(spec)
    spec.loader.exec_module(model)
    return "".join(_ranges(sorted(ord(one) for one in model.P["S"] if "\u4e00" <= one <= "\u9fd5"))) + "a-zA-Z0-9"


def _ranges(codes: list[int]) -> Iterator[str]:
    start = codes[0]
    for code, following in pairwise([*codes, -1]):
        if following != code + 1:
            yield f"{chr(start)}-{chr(code)}"
            start = following


@cache
def quiet_jieba() -> Any:
    """The jieba module, imported without its warnings and with its log kept to errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    return jieba


def _jieba_tokenizer(words: Iterable[KnownWord]) -> Any:
    """A fresh tokenizer over jieba's dictionary.

    The dictionary is read directly: that is as fast as jieba's cache file, which processes would share and overwrite.
    """
    tokenizer = quiet_jieba().Tokenizer()
    with (jieba_folder() / "dict.txt").open("rb") as dictionary:
        tokenizer.FREQ, _ = tokenizer.gen_pfdict(dictionary)
    tokenizer.total = sum(tokenizer.FREQ.values())
    tokenizer.initialized = True
    for word in words:
        _teach(tokenizer, word)
    return tokenizer


def _teach(tokenizer: Any, word: KnownWord) -> None:
    frequency = word.frequency or tokenizer.suggest_freq(word.word, False)
    # jieba counts a word it knew already twice, rjieba once.
    tokenizer.total -= tokenizer.FREQ.get(word.word, 0)
    tokenizer.add_word(word.word, frequency)
