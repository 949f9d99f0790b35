"""The classes that an item of a scope speaks of: by an alias or a title, else by the likeness of their characters."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np

from firmgraph.nlp.industry.catalogue import Activity, Catalogue, Meaning, catalogue
from firmgraph.nlp.industry.items import Item

LEAST_LIKENESS = 0.45
LONGEST_MATTER = 60
_LIKENESS_WEIGHT = 0.6
_ACTIVITY_WEIGHT = 0.25
_MAKING_WEIGHT = 0.7
# The section of all divisions of making: a scope that makes what no alias names says no more than this.
MANUFACTURING = "C"


def classes_of_item(item: Item) -> Mapping[str, float]:
    """The classes of an item and how sure each is, 0 to 1; empty where nothing tells."""
    return _classes(item.text[:LONGEST_MATTER], item.matter[:LONGEST_MATTER], item.activity, item.own)


@lru_cache(maxsize=50_000)
def _classes(text: str, matter: str, activity: Activity | None, own: bool) -> Mapping[str, float]:
    book = catalogue()
    word = _longest_alias(text, activity, book)
    if word is not None:
        return book.classes_of(book.meanings[word], activity)
    like = _most_alike(matter)
    if like is not None:
        word, likeness = like
        shares = book.classes_of(book.meanings[word], activity)
        return {code: share * likeness * _LIKENESS_WEIGHT for code, share in shares.items()}
    if activity == "make":
        return {MANUFACTURING: _MAKING_WEIGHT}
    if own and activity:
        return {code: share * _ACTIVITY_WEIGHT for code, share in book.classes_of(Meaning(), activity).items()}
    return {}


def _longest_alias(text: str, activity: Activity | None, book: Catalogue) -> str | None:
    """The longest alias in a text, the last of equals; a service named in passing gives way to goods sold or made.

    A word of one character counts at the end only, where the head of a Chinese compound stands.
    """
    best: tuple[int, bool, int] = (0, False, 0)
    found = None
    for start in range(len(text)):
        for end in range(len(text), start + max(best[0], 1) - 1, -1):
            meaning = book.meanings.get(text[start:end])
            if meaning is None or (end - start == 1 and end < len(text)):
                continue
            key = (end - start, (meaning.service is None) == (activity in {"make", "trade", "retail"}), end)
            if key > best:
                best, found = key, text[start:end]
            break
    return found


class _Likeness:
    """The words of the catalogue as vectors of their n-grams (1 to 3 characters), weighed by rarity."""

    def __init__(self, words: Sequence[str]) -> None:
        from scipy.sparse import csr_matrix

        self.words = words
        self._columns: dict[str, int] = {}
        rows = [[self._columns.setdefault(gram, len(self._columns)) for gram in _grams(word)] for word in words]
        pointers = np.cumsum([0, *map(len, rows)])
        columns = np.concatenate([np.asarray(row, dtype=np.int32) for row in rows])
        counts = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(words), len(self._columns)))
        documents = np.bincount(columns, minlength=len(self._columns))
        self._rarity = np.log((1 + len(words)) / (1 + documents)) + 1
        weighed = counts.multiply(self._rarity).tocsr()
        lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1)).A1
        self._by_gram: Any = weighed.multiply(1 / lengths[:, None]).tocsc()

    def most_alike(self, matter: str) -> tuple[str, float]:
        """The word most like a matter and its cosine; the first of equals."""
        known = [column for gram in _grams(matter) if (column := self._columns.get(gram)) is not None]
        total = float(np.sqrt(sum(self._rarity[known] ** 2) + 9 * (len(_grams(matter)) - len(known)))) or 1.0
        scores = np.zeros(len(self.words))
        for column in known:
            begin, end = self._by_gram.indptr[column : column + 2]
            scores[self._by_gram.indices[begin:end]] += self._by_gram.data[begin:end] * self._rarity[column]
        best = int(scores.argmax())
        return self.words[best], float(scores[best]) / total


def _grams(word: str) -> list[str]:
    """The distinct n-grams of one to three characters, in order."""
    return list(dict.fromkeys(word[at : at + size] for size in (1, 2, 3) for at in range(len(word) - size + 1)))


@cache
def _likeness() -> _Likeness:
    return _Likeness(sorted(catalogue().meanings))


def _most_alike(matter: str) -> tuple[str, float] | None:
    if len(matter) < 2:
        return None
    word, likeness = _likeness().most_alike(matter)
    return (word, likeness) if likeness >= LEAST_LIKENESS else None
