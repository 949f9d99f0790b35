"""A text read once: its normal form, its words and their borders."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from firmgraph.nlp.segment import UNKNOWN, Segmenter
from firmgraph.nlp.text import Text, normal_form

_SURE = 4


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what reading it found; places in `normal` are places in `source.text`.

    `borders` are where each word begins and, at last, where the text ends; `segmenter` knows what the words are.
    """

    source: Text
    normal: str
    words: Sequence[str]
    borders: Sequence[int]
    segmenter: Segmenter = field(repr=False, compare=False)

    def splits_a_word(self, start: int, end: int) -> bool:
        """Whether [start, end) takes a part of one word and more beside it, as 化工 does in 文化 工艺品.

        It may begin or end inside a compound (名单 of 企业名单) or a word that was only guessed (尚新 before 客户), and
        from `_SURE` characters on it does not stand there by chance.
        """
        if end - start >= _SURE:
            return False
        first, last = bisect_right(self.borders, start) - 1, bisect_left(self.borders, end) - 1
        return first != last and (self._is_cut(first, start) or self._is_cut(last, end))

    def _is_cut(self, index: int, place: int) -> bool:
        """Whether a border inside a word that is known leaves a single character of it on one side."""
        parts = place - self.borders[index], self.borders[index + 1] - place
        return min(parts) == 1 and self.segmenter.pos(self.words[index]) != UNKNOWN


def read_document(text: Text, segmenter: Segmenter) -> Document:
    """Segment a text."""
    normal = normal_form(text.text)
    words = segmenter.words(normal)
    return Document(text, normal, words, list(accumulate(map(len, words), initial=0)), segmenter)
