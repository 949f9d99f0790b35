"""What the learned model sees of two companies in a sentence: characters and words around the names, and their shapes.

A feature is told by a hash, so that no model holds words or names; the pairs of a text are read together.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from firmgraph.nlp.relations.hashing import Codes, FeatureRows, Runs, hashed, key
from firmgraph.nlp.relations.matching import Cues, Pair, hits
from firmgraph.nlp.relations.names import name_features, shared_length
from firmgraph.nlp.relations.triggers import TriggerWord, TriggerWords

FEATURES = (
    "characters between, 1-4", "characters before, 1-3, last 20", "characters after, 1-3, first 30", "sentence, 1-3",
    "characters beside each name, 1-4", "all between up to 8", "length between", "kinds of both names",
    "last two characters", "lengths of names", "longest shared part of names", "one name within the other",
    "same first characters", "names with little between", "kind and direction of each rule that matches",
    "concepts with place and distance", "trigger words with place",
    "order of concepts and particles, 2-4", "order of concepts, 2-4", "all concepts between", "concepts by clause",
)  # fmt: skip
"""The templates of features, in order; a model learned with other ones is refused."""
_START, _FIRST, _SECOND, _END = np.array([[1], [2], [3], [4]], dtype=np.uint64)
_CLAUSE_END = frozenset(",;:")
Named = Iterator[tuple[str, float]]


class ReadText:
    """A text in its normal form as the model sees it: no blanks, each number one 0, its trigger words and cues."""

    def __init__(self, normal: str) -> None:
        codes = np.frombuffer(normal.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        digit = (codes >= ord("0")) & (codes <= ord("9"))
        point = np.zeros(len(codes), dtype=bool)
        point[1:-1] = np.isin(codes[1:-1], (ord("."), ord(","))) & digit[:-2] & digit[2:]
        number = digit | point
        goes_on = number & np.concatenate([[False], number[:-1]])[: len(codes)]
        kept = ~goes_on & ~np.isin(codes, (ord(" "), ord("\t"), ord("\n")))
        self._codes = np.where(digit, ord("0"), codes)[kept].astype(np.uint64)
        self._kept = [0, *np.cumsum(kept).tolist()]
        self.normal = normal
        self.words = TriggerWords(normal)
        self.cues = Cues(normal)

    def codes(self, start: int, end: int) -> Codes:
        """The characters of [start, end) of the text, none where the end is not behind the start."""
        found: Codes = self._codes[self._kept[start] : self._kept[max(start, end)]]
        return found


def feature_rows(pairs: Sequence[tuple[ReadText, Pair]]) -> FeatureRows:
    """The features of pairs of companies, a row for each."""
    runs = ((row, run) for row, each in enumerate(pairs) for run in (*_characters(*each), *_orders(*each)))
    named = ((row, key(name), weight) for row, each in enumerate(pairs) for name, weight in _named(*each))
    return hashed(len(pairs), runs, named)


def _characters(text: ReadText, pair: Pair) -> Iterator[Runs]:
    last = max(pair.first.end, pair.second.end)
    before = text.codes(pair.first.start - len(pair.before), pair.first.start)
    between = text.codes(pair.first.end, pair.second.start)
    after = text.codes(last, last + len(pair.after))
    yield Runs("between", (1, 2, 3, 4), 1.0, between)
    yield Runs("before", (1, 2, 3), 1.0, before[-20:])
    yield Runs("after", (1, 2, 3), 1.0, after[:30])
    whole = np.concatenate([_START, before, _FIRST, between, _SECOND, after, _END])
    yield Runs("sentence", (1, 2, 3), 1.0, whole)
    for size in range(1, 5):
        yield Runs("left of first", (size,), 2.5, before[-size:])
        yield Runs("right of first", (size,), 2.5, between[:size])
        yield Runs("left of second", (size,), 2.5, between[-size:])
        yield Runs("right of second", (size,), 2.5, after[:size])
    if 0 < len(between) <= 8:
        yield Runs("all between", (len(between),), 2.5, between)


def _orders(text: ReadText, pair: Pair) -> Iterator[Runs]:
    words = text.words.around(pair)
    before, between, after = (_first_concepts(each) for each in words)
    yield Runs("order", (2, 3, 4), 1.2, np.concatenate([before[-5:], _FIRST, between, _SECOND, after[:7]]))
    if 0 < len(between) <= 5:
        yield Runs("order between", (len(between),), 2.0, between)
    before, between, after = (_first_concepts(_speaking(each)) for each in words)
    yield Runs("concepts", (2, 3, 4), 1.5, np.concatenate([before[-3:], _FIRST, between, _SECOND, after[:5]]))
    if 0 < len(between) <= 3:
        yield Runs("concepts between", (len(between),), 2.0, between)


def _first_concepts(words: Sequence[TriggerWord]) -> Codes:
    return np.array([key(word.concepts[0]) for word in words], dtype=np.uint64)


def _speaking(words: Sequence[TriggerWord]) -> list[TriggerWord]:
    return [word for word in words if word.speaks]


def _named(text: ReadText, pair: Pair) -> Named:
    between = text.normal[pair.first.end : pair.second.start]
    length = len(text.codes(pair.first.end, pair.second.start))
    yield f"gap:{length}" if length < 7 else f"gap>{length // 8}", 2.5
    first, second = pair.first.name, pair.second.name
    yield from ((name, 2.5) for name in name_features(first, second))
    if length <= 2:
        yield f"between:{between.strip()}:{shared_length(first, second) > 1}:{first[:2] == second[:2]}", 2.5
    for hit in hits(pair, text.cues):
        yield f"rule:{hit.rule.kind}:{hit.source == pair.first:d}", 2.5
        yield f"relation:{hit.rule.relation}:{hit.source == pair.first:d}", 2.5
    yield from _concepts(text, pair)
    yield from _clauses(text.normal, *text.words.around(pair), pair)


def _concepts(text: ReadText, pair: Pair) -> Named:
    """Concepts and words with their place and how near the names they stand."""
    last = max(pair.first.end, pair.second.end)
    for place, words in zip("pmq", text.words.around(pair), strict=True):
        for word in _speaking(words):
            far = {"p": pair.first.start - word.end, "q": word.start - last}.get(
                place, min(word.start - pair.first.end, pair.second.start - word.end)
            )
            yield f"w{place}:{word.word}", 1.5
            for concept in word.concepts:
                yield f"t:{concept}", 1.5
                yield f"t{place}:{concept}", 2.0
                yield f"t{place}:{concept}:{min(far // 3, 4)}", 1.0


def _clauses(
    normal: str, before: list[TriggerWord], between: list[TriggerWord], after: list[TriggerWord], pair: Pair
) -> Named:
    """Concepts in the clauses of the two names, on each side of them."""
    last = max(pair.first.end, pair.second.end)
    borders = [place for place in range(pair.first.end, pair.second.start) if normal[place] in _CLAUSE_END]
    parts = {
        "b1": _after(before, _last_border(normal, pair.first.start - len(pair.before), pair.first.start)),
        "a1": _until(between, borders[0] if borders else pair.second.start),
        "b2": _after(between, borders[-1]) if borders else [],
        "a2": _until(after, _first_border(normal, last, last + len(pair.after))),
    }
    for part, words in parts.items():
        speaking = _speaking(words)
        side = f"{part}{bool(borders):d}"
        yield from ((f"cl{side}:{word.concepts[0]}", 1.5) for word in speaking)
        if speaking:
            yield f"cf{side}:{speaking[0].concepts[0]}", 1.0
            yield f"ce{side}:{speaking[-1].concepts[0]}", 1.0


def _after(words: Sequence[TriggerWord], border: int) -> list[TriggerWord]:
    return [word for word in words if word.start > border]


def _until(words: Sequence[TriggerWord], border: int) -> list[TriggerWord]:
    return [word for word in words if word.end <= border]


def _last_border(normal: str, start: int, end: int) -> int:
    return max(normal.rfind(sign, start, end) for sign in _CLAUSE_END)


def _first_border(normal: str, start: int, end: int) -> int:
    return min((at for sign in _CLAUSE_END if (at := normal.find(sign, start, end)) >= 0), default=end)
