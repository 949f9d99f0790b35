"""What the learned model sees of two companies in a sentence: characters around the masked names and their shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from firmgraph.nlp.relations.matching import Pair, hits

FEATURES = (
    "characters between, 1-4", "characters before, 1-3, last 20", "characters after, 1-3, first 30", "sentence, 1-3",
    "characters beside each name, 1-4", "all between up to 8", "length between", "kinds of both names",
    "last two characters", "lengths of names", "longest shared part of names", "one name within the other",
    "same first characters", "kind and direction of each rule that matches",
)  # fmt: skip
"""The templates of features, in order; a model learned with other ones is refused."""
_KINDS = ("集团", "公司", "股份", "银行", "证券", "基金", "信托", "保险", "控股", "投资", "科技", "电子", "有限")
_FIRST, _SECOND = "甲", "乙"


@dataclass(frozen=True, slots=True)
class PairFeatures:
    """Keys of the features present: of the words around, and of what stands nearest, which weighs more."""

    around: frozenset[int]
    near: frozenset[int]


def pair_features(pair: Pair) -> PairFeatures:
    """The features of a pair; a feature is told by a hash, so that no model holds words or names."""
    around = frozenset(map(_key, _around(pair)))
    return PairFeatures(around, frozenset(map(_key, (*_beside(pair), *_names(pair), *_rules(pair)))) - around)


def _key(feature: str) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass"))


def _grams(prefix: str, words: str, longest: int) -> Iterator[str]:
    for size in range(1, longest + 1):
        for start in range(len(words) - size + 1):
            yield prefix + words[start : start + size]


def _around(pair: Pair) -> Iterator[str]:
    yield from _grams("m:", pair.between, 4)
    yield from _grams("p:", pair.before[-20:], 3)
    yield from _grams("q:", pair.after[:30], 3)
    yield from _grams("s:", f"^{pair.before}{_FIRST}{pair.between}{_SECOND}{pair.after}$", 3)


def _beside(pair: Pair) -> Iterator[str]:
    for size in range(1, 5):
        yield f"al:{pair.before[-size:]}"
        yield f"ar:{pair.between[:size]}"
        yield f"bl:{pair.between[-size:]}"
        yield f"br:{pair.after[:size]}"
    length = len(pair.between)
    if length <= 8:
        yield f"all:{pair.between}"
    yield f"gap:{length}" if length < 7 else f"gap>{length // 8}"


def _names(pair: Pair) -> Iterator[str]:
    first, second = pair.first.name[:60], pair.second.name[:60]
    for kind in _kinds(first):
        yield f"k1:{kind}"
        for other in _kinds(second):
            yield f"k12:{kind}:{other}"
    for kind in _kinds(second):
        yield f"k2:{kind}"
    yield f"e1:{first[-2:]}"
    yield f"e2:{second[-2:]}"
    yield f"l1:{min(len(first), 8)}"
    yield f"l2:{min(len(second), 8)}"
    shared = min(_longest_shared(first, second), 4)
    within = (
        f"{first in second:d}{second in first:d}{_is_subsequence(first, second):d}{_is_subsequence(second, first):d}"
    )
    yield f"shared:{shared}"
    yield f"within:{within}"
    yield f"within-shared:{within}{shared}"
    yield f"start1:{first[:1] == second[:1]}"
    yield f"start2:{first[:2] == second[:2]}"
    if len(pair.between) <= 2:
        yield f"between:{pair.between}:{shared > 1}:{first[:2] == second[:2]}"


def _rules(pair: Pair) -> Iterator[str]:
    for hit in hits(pair):
        yield f"rule:{hit.rule.kind}:{hit.source == pair.first:d}"
        yield f"relation:{hit.rule.relation}:{hit.source == pair.first:d}"


def _kinds(name: str) -> list[str]:
    return [kind for kind in _KINDS if kind in name] or ["-"]


def _longest_shared(one: str, other: str) -> int:
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)
