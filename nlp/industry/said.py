"""What the items of a scope say of classes by words alone, and what scope and name say together without training."""

from collections import defaultdict
from collections.abc import Mapping

from firmgraph.nlp.industry.catalogue import Blend, catalogue
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.industry.items import scope_items
from firmgraph.nlp.industry.matching import MANUFACTURING, classes_of_item

Shares = Mapping[str, float]


class Said:
    """What the items of a scope say of classes, the first items more than those after them."""

    def __init__(self, scope: str, blend: Blend | None = None) -> None:
        decay = (blend or catalogue().blend).decay
        self.items = scope_items(scope)
        self._by_class: defaultdict[str, float] = defaultdict(float)
        self._spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_division: defaultdict[str, float] = defaultdict(float)
        weight = 1.0
        for item in self.items:
            for code, share in classes_of_item(item).items():
                self._by_class[code] += weight * share
                self.by_division[code[:2]] += weight * share
                self._spans[code].append((item.start, item.end))
            weight *= decay

    def class_of(self, division: str) -> str:
        """The class in a division that most was said of; the division itself where nothing was."""
        below = {code: weight for code, weight in self._by_class.items() if code[:2] == division}
        return min(below, key=lambda one: (-below[one], one), default=division)

    def spans_of(self, code: str) -> tuple[tuple[int, int], ...]:
        """The places of the items that said a class."""
        return tuple(self._spans.get(code, ()))


def said_of_divisions(scope: str) -> Shares:
    """How much the items of a scope say of each division, without a name."""
    said = Said(scope).by_division
    return {division: weight for division, weight in said.items() if division != MANUFACTURING}


def spread(scope: Shares, name: Shares, floor: float) -> Shares:
    """What is said of making in general, shared out among its divisions as the name has it."""
    making = [division for division, section in classes().sections.items() if section == MANUFACTURING]
    weights = {division: name.get(division, 0.0) + floor / len(making) for division in making}
    part = scope.get(MANUFACTURING, 0.0) / sum(weights.values())
    shared = {division: scope.get(division, 0.0) + part * weight for division, weight in weights.items() if part}
    return {division: share for division, share in {**scope, **shared}.items() if division != MANUFACTURING}


def blended(scope: Shares, name: Shares, blend: Blend) -> dict[str, float]:
    """The shares of the divisions: what the scope and the name say, multiplied, each with its weight."""
    if not any(scope.values()):
        return dict(name)
    scope = spread(scope, name, blend.floor)
    total = sum(scope.values())
    likely = {
        division: (blend.floor + scope.get(division, 0.0) / total) ** blend.scope_power
        * (blend.floor + name.get(division, 0.0) if name else 1.0) ** blend.name_power
        for division in sorted({*scope, *name})
    }  # fmt: skip
    whole = sum(likely.values())
    return {division: share / whole for division, share in likely.items()}
