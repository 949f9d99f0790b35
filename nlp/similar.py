"""Firms alike by their tags: a tag that few firms have says more than one that most have."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum, log
from typing import Any

from firmgraph.errors import InvalidInput

TagWeights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SharedTag:
    """A tag that two firms have, and its part of their likeness."""

    tag: str
    part: float


@dataclass(frozen=True, slots=True)
class Similar:
    """A firm alike, how much in (0, 1], and the shared tags that make it so, the greatest part first."""

    firm: str
    score: float
    shared: tuple[SharedTag, ...]

    def to_wire(self) -> dict[str, Any]:
        """The body that an answer shows of a firm alike."""
        shared = [{"tag": one.tag, "part": one.part} for one in self.shared]
        return {"firm": self.firm, "score": self.score, "shared": shared}


def similar(tags_by_firm: Mapping[str, TagWeights], firm: str, limit: int = 10) -> list[Similar]:
    """The `limit` firms most alike to one by the weighted Jaccard index of their tags, best first, then by id.

    A tag counts its weight in the firm, in [0, 1], times log(1 + firms / firms with the tag). Firms that share no tag
    are left out; a firm that is not there, or a weight outside its range, raises InvalidInput.
    """
    if firm not in tags_by_firm:
        raise InvalidInput("this firm is not among those given", field="firm")
    rarity = _rarity(tags_by_firm)
    own = tags_by_firm[firm]
    shared: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for other, tags in tags_by_firm.items():
        for tag in own.keys() & tags.keys() if other != firm else ():
            if part := rarity[tag] * min(own[tag], tags[tag]):
                shared[other][tag] = part
    total = _total(own, rarity)
    found = (
        _similar(other, parts, total + _total(tags_by_firm[other], rarity) - fsum(parts.values()))
        for other, parts in shared.items()
    )
    return sorted(found, key=lambda one: (-one.score, one.firm))[: max(limit, 0)]


def _rarity(tags_by_firm: Mapping[str, TagWeights]) -> dict[str, float]:
    """How much having each tag tells; weights are checked on the way."""
    for tags in tags_by_firm.values():
        _check(tags.values())
    firms = Counter(tag for tags in tags_by_firm.values() for tag in tags)
    return {tag: log(1 + len(tags_by_firm) / count) for tag, count in firms.items()}


def _check(weights: Iterable[float]) -> None:
    if not all(0 <= weight <= 1 for weight in weights):
        raise InvalidInput("a tag's weight is a number from 0 to 1", field="tags_by_firm")


def _total(tags: TagWeights, rarity: Mapping[str, float]) -> float:
    return fsum(rarity[tag] * weight for tag, weight in tags.items())


def _similar(firm: str, parts: Mapping[str, float], union: float) -> Similar:
    score = min(round(fsum(parts.values()) / union, 6), 1.0)
    shared = (SharedTag(tag, round(part / union, 6)) for tag, part in parts.items())
    return Similar(firm, score, tuple(sorted(shared, key=lambda one: (-one.part, one.tag))))
