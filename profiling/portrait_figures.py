"""The figures of a firm as a portrait's rules ask for them, each measured when it is first asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack, pack_for
from firmgraph.profiling.evaluation import Fact, Judgement, Lookup, evaluate
from firmgraph.profiling.expression import read_expression
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features import FEATURES, describe, open_listings, screened_listings
from firmgraph.profiling.features_graph import GRAPH_FEATURES, Place
from firmgraph.profiling.lookup import value_of
from firmgraph.profiling.measured import UNKNOWN, Measured
from firmgraph.profiling.tiers import worst_stated

_OF_RECORDS = {feature.__name__: feature for feature in FEATURES}
_WORDS = {"five_tier": "五级分类"}
_OF_GRAPH = {feature.__name__: feature for feature in GRAPH_FEATURES}


def described(name: str) -> tuple[str, str]:
    """Return what a reader is told a name of a rule means, in Chinese and English; of no feature, the name itself."""
    zh, _, _ = describe().get(name, _WORDS.get(name, name)).partition(":")
    return zh, name.replace("_", " ")


@dataclass(frozen=True)
class Figures:
    """A firm's facts and its place in the graph (None: the graph does not know it, or is not asked)."""

    facts: Facts
    place: Place | None
    chosen: Sequence[str] = ()
    _kept: dict[str, Measured] = field(default_factory=dict, compare=False, repr=False)

    def of(self, name: str) -> Measured:
        """Return a feature by its name; raise InvalidInput for a name that is no feature."""
        if name not in self._kept:
            self._kept[name] = self._measured(name)
        return self._kept[name]

    def _measured(self, name: str) -> Measured:
        if name in _OF_RECORDS:
            return _OF_RECORDS[name](self.facts)
        if name in _OF_GRAPH:
            return UNKNOWN if self.place is None else _OF_GRAPH[name](self.place)
        if name == open_listings.__name__:
            return UNKNOWN if self.place is None else screened_listings(self.facts, self.place.view)
        raise InvalidInput(f"the rule names {name}, which is no feature and no parameter", field="pack")

    def pack(self, family: str) -> RulePack:
        """Return the pack of a family to judge by: the one chosen, else the one in force on the day."""
        return pack_for(family, self.facts.day, self.chosen)

    def judged(self, expression: str, parameters: Mapping[str, Any]) -> Judgement:
        """Return what an expression over features and a pack's parameters says of the firm."""
        return evaluate(read_expression(expression), self._lookup(parameters))

    def _lookup(self, parameters: Mapping[str, Any]) -> Lookup:
        def look_up(name: str) -> Fact:
            if name in parameters:
                return Fact(value_of(parameters[name]))
            if name == "five_tier":
                return Fact(*worst_stated(self.facts))
            found = self.of(name)
            return Fact(found.value, found.evidence)

        return look_up
