"""The industries of an enterprise with their confidence and the items that said them, or why none is told."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from firmgraph.nlp.industry.catalogue import Blend, catalogue
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.industry.items import scope_items
from firmgraph.nlp.industry.matching import MANUFACTURING, classes_of_item
from firmgraph.nlp.industry.names import shipped_name_model

Reason = Literal["nothing_said", "unsure"]


@dataclass(frozen=True, slots=True)
class Industry:
    """A section, division and class of GB/T 4754-2017, the confidence 0 to 1 in the division, and what said it.

    `code` is the class (four digits), or the division where only the name told it; `spans` are places in the scope.
    """

    section: str
    section_title: str
    division: str
    division_title: str
    code: str
    title: str
    confidence: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class IndustryReading:
    """The industries found, the likeliest first; none, and `abstained` says why: nothing was said, or too little."""

    found: tuple[Industry, ...]
    abstained: Reason | None = None


def industries(scope: str, name: str | None = None, *, limit: int = 3) -> tuple[Industry, ...]:
    """The industries of an enterprise by its scope and, where given, its name; none where it abstains."""
    return read_industries(scope, name, limit=limit).found


def industry_of_name(name: str, *, limit: int = 3) -> tuple[Industry, ...]:
    """The divisions that a name alone speaks of; none where it abstains."""
    return read_industries("", name, limit=limit).found


def read_industries(scope: str, name: str | None = None, *, limit: int = 3) -> IndustryReading:
    """Read the industries of an enterprise; without a name, its scope alone decides."""
    blend = catalogue().blend
    said = _Said(scope, blend)
    by_name = shipped_name_model().divisions(name) if name else {}
    likely = _likelihoods(said.by_division, by_name, blend)
    if not likely:
        return IndustryReading((), "nothing_said")
    best = sorted(likely.items(), key=lambda one: (-one[1], one[0]))[:limit]
    if not best or best[0][1] < blend.least_confidence:
        return IndustryReading((), "unsure")
    return IndustryReading(
        tuple(said.industry(division, share) for division, share in best if share >= blend.least_share)
    )


def said_of_divisions(scope: str) -> Mapping[str, float]:
    """How much the items of a scope say of each division, without a name."""
    said = _Said(scope, catalogue().blend).by_division
    return {division: weight for division, weight in said.items() if division != MANUFACTURING}


class _Said:
    """What the items of a scope say of classes, the first items more than those after them."""

    def __init__(self, scope: str, blend: Blend) -> None:
        self._by_class: defaultdict[str, float] = defaultdict(float)
        self._spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_division: defaultdict[str, float] = defaultdict(float)
        weight = 1.0
        for item in scope_items(scope):
            for code, share in classes_of_item(item).items():
                self._by_class[code] += weight * share
                self.by_division[code[:2]] += weight * share
                self._spans[code].append((item.start, item.end))
            weight *= blend.decay

    def industry(self, division: str, confidence: float) -> Industry:
        """A division with the class in it that most was said of."""
        standard = classes()
        below = {code: weight for code, weight in self._by_class.items() if code[:2] == division}
        code = min(below, key=lambda one: (-below[one], one), default=division)
        section = standard.sections[division]
        return Industry(
            section, standard.titles[section], division, standard.titles[division], code, standard.titles[code],
            round(confidence, 6), tuple(self._spans[code]),
        )  # fmt: skip


def _spread(scope: Mapping[str, float], name: Mapping[str, float], blend: Blend) -> Mapping[str, float]:
    """What is said of making in general, shared out among its divisions as the name has it."""
    making = [division for division, section in classes().sections.items() if section == MANUFACTURING]
    weights = {division: name.get(division, 0.0) + blend.floor / len(making) for division in making}
    part = scope.get(MANUFACTURING, 0.0) / sum(weights.values())
    shared = {division: scope.get(division, 0.0) + part * weight for division, weight in weights.items() if part}
    return {division: share for division, share in {**scope, **shared}.items() if division != MANUFACTURING}


def _likelihoods(scope: Mapping[str, float], name: Mapping[str, float], blend: Blend) -> dict[str, float]:
    """The shares of the divisions: what the scope and the name say, multiplied, each with its weight."""
    if not any(scope.values()):
        return dict(name)
    scope = _spread(scope, name, blend)
    total = sum(scope.values())
    likely = {
        division: (blend.floor + scope.get(division, 0.0) / total) ** blend.scope_power
        * (blend.floor + name.get(division, 0.0) if name else 1.0) ** blend.name_power
        for division in sorted({*scope, *name})
    }  # fmt: skip
    whole = sum(likely.values())
    return {division: share / whole for division, share in likely.items()}
