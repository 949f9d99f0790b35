"""What the shapes of two companies' names tell of their relation: kinds, endings, lengths and what they share."""

from collections.abc import Iterator
from functools import lru_cache

_KINDS = ("集团", "公司", "股份", "银行", "证券", "基金", "信托", "保险", "控股", "投资", "科技", "电子", "有限")
_LONGEST = 60


@lru_cache(maxsize=10_000)
def name_features(first: str, second: str) -> tuple[str, ...]:
    """The features of two names in the order of the text; of long ones, of their first 60 characters."""
    return tuple(_features(first[:_LONGEST], second[:_LONGEST]))


@lru_cache(maxsize=10_000)
def shared_length(first: str, second: str) -> int:
    """The length of the longest part that both names have; of long ones, in their first 60 characters."""
    first, second = first[:_LONGEST], second[:_LONGEST]
    best = 0
    for start in range(len(first)):
        while start + best < len(first) and first[start : start + best + 1] in second:
            best += 1
    return best


def _features(first: str, second: str) -> Iterator[str]:
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
    shared = min(shared_length(first, second), 4)
    within = (
        f"{first in second:d}{second in first:d}{_is_subsequence(first, second):d}{_is_subsequence(second, first):d}"
    )
    yield f"shared:{shared}"
    yield f"within:{within}"
    yield f"within-shared:{within}{shared}"
    yield f"start1:{first[:1] == second[:1]}"
    yield f"start2:{first[:2] == second[:2]}"


def _kinds(name: str) -> list[str]:
    return [kind for kind in _KINDS if kind in name] or ["-"]


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)
