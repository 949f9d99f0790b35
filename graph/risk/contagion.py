"""Risk contagion (风险传导): what of the risk of others travels to a party, and by which paths."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import log1p
from typing import Any, NamedTuple

from firmgraph.graph.risk.events import risk_events
from firmgraph.graph.risk.grade import risk_grade
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import pack_for

CONTAGION = "contagion"
_SIX_PLACES = Decimal("0.000001")
_WHOLE = 100_000_000


@dataclass(frozen=True, slots=True)
class Step:
    """One relation by which risk travels: from the party nearer the one asked about to the next, and its weight."""

    relation: str
    weight: Decimal
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContagionPath:
    """A path by which risk travels, told from its source to the party asked about.

    `strength` is what arrives by this path alone, `share` its part of the score; the shares of all paths sum to 1.
    """

    nodes: tuple[int, ...]
    steps: tuple[Step, ...]
    strength: Decimal
    share: Decimal
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contagion:
    """The score (0 to 1) of what travels to a party, its strongest paths, how many there are, and the pack.

    `truncated` says that the search was cut short or passed over a party with too many relations: the score is then the
    least there is.
    """

    score: Decimal
    paths: tuple[ContagionPath, ...]
    found: int
    truncated: bool
    pack: str


def contagion(view: View, node: int, chosen: Sequence[str] = ()) -> Contagion:
    """Return what of the risk of others travels to a party over equity, role, guarantee and trade.

    The own risk of the party itself does not count; each source counts by every simple path within the pack's hops.
    """
    pack = pack_for(CONTAGION, view.day, chosen)
    rules, own = pack.parameters, _own_risk(view, pack.parameters["own"])
    walk = _Walk(view, rules)
    told = [
        _Arrived(nodes[::-1], steps[::-1], weight * source.risk, source.evidence)
        for nodes, steps, weight in walk.paths(node)
        if (source := own(nodes[-1])).risk > 0
    ]
    told.sort(key=lambda path: (-path.strength, [view.id(member) for member in path.nodes[::-1]]))
    strengths = [path.strength for path in told]
    paths = [
        ContagionPath(
            path.nodes,
            path.steps,
            path.strength.normalize(),
            share,
            united([path.evidence, *(step.evidence for step in path.steps)]),
        )
        for path, share in zip(told, shares(strengths), strict=True)
    ]
    shown = rules["bounds"]["told"]
    return Contagion(noisy_or(strengths), tuple(paths[:shown]), len(paths), walk.truncated, pack.id)


class _Source(NamedTuple):
    risk: Decimal
    evidence: tuple[str, ...]


class _Arrived(NamedTuple):
    nodes: tuple[int, ...]
    steps: tuple[Step, ...]
    strength: Decimal
    evidence: tuple[str, ...]


def noisy_or(strengths: Iterable[Decimal]) -> Decimal:
    """Return the chance that at least one of some independent causes acts, to six places, whatever their order."""
    none_acts = Decimal(1)
    for strength in sorted(strengths):
        none_acts *= 1 - strength
    return (1 - none_acts).quantize(_SIX_PLACES).normalize()


def shares(strengths: Sequence[Decimal]) -> list[Decimal]:
    """Return what each cause adds to a noisy-or, as parts of 1: by the logarithm of the chance that it does not act."""
    weights = [-log1p(-min(float(strength), 1 - 1e-9)) for strength in strengths]
    total = sum(sorted(weights))
    return [Decimal(weight / total).quantize(_SIX_PLACES).normalize() for weight in weights]


def _own_risk(view: View, by_colour: Mapping[str, str]) -> Callable[[int], _Source]:
    """Return what tells the own risk of a party by the colour of its grade, with the records of what gives it."""

    @cache
    def own(node: int) -> _Source:
        if not any(event.counts for event in risk_events(view, node)):
            return _Source(Decimal(0), ())
        graded = risk_grade(Subject(view, node))
        telling = (finding.evidence for finding in graded.findings if finding.colour == graded.grade)
        return _Source(Decimal(by_colour.get(graded.grade, "0")), united(telling))

    return own


class _Walk:
    """A walk from a party outward, the strongest path first; `truncated` once something was left out."""

    def __init__(self, view: View, rules: Mapping[str, Any]) -> None:
        self.view = view
        self.rules = rules
        self.truncated = False
        self._near: dict[int, dict[int, Step]] = {}

    def paths(self, begin: int) -> Iterator[tuple[tuple[int, ...], tuple[Step, ...], Decimal]]:
        """Yield simple paths that leave a party with the product of their weights, until the bounds are reached."""
        bounds, floor = self.rules["bounds"], Decimal(self.rules["bounds"]["floor"])
        heap: list[tuple[Decimal, tuple[str, ...], tuple[int, ...], tuple[Step, ...]]]
        heap, taken = [(Decimal(-1), (), (begin,), ())], 0
        while heap:
            minus, ids, nodes, steps = heapq.heappop(heap)
            if steps:
                taken += 1
                if taken > bounds["paths"]:
                    self.truncated = True
                    return
                yield nodes, steps, -minus
            if len(steps) == bounds["hops"]:
                continue
            for other, step in self._steps(nodes[-1]).items():
                if other not in nodes and -minus * step.weight >= floor:
                    longer = (*ids, self.view.id(other)), (*nodes, other), (*steps, step)
                    heapq.heappush(heap, (minus * step.weight, *longer))

    def _steps(self, node: int) -> dict[int, Step]:
        """Return the strongest step to each party beside one, by which the risk of that party travels here."""
        if node not in self._near:
            found: dict[int, Step] = {}
            for other, step in self._all_steps(node):
                known = found.get(other)
                if known is None or (step.weight, step.relation) > (known.weight, known.relation):
                    found[other] = step
            self._near[node] = found
        return self._near[node]

    def _all_steps(self, node: int) -> Iterator[tuple[int, Step]]:
        for rule in self.rules["steps"]:
            edges = self.view.edges(rule["relation"])
            out, into = edges.out_of(node), edges.into_node(node)
            if len(out) + len(into) > self.rules["bounds"]["fan"]:
                self.truncated = True
                continue
            for direction, places, ends in (("against", out, edges.end), ("along", into, edges.start)):
                for place in places:
                    weight = Decimal(rule[direction])
                    if rule.get("by"):
                        weight *= Decimal(_or_whole(edges.value(rule["by"], place))) / _WHOLE
                    yield int(ends[place]), Step(rule["relation"], weight, edges.evidence_of(place))


def _or_whole(share: int | None) -> int:
    """Return a stake, the whole where it is not stated: unknown is not harmless."""
    return _WHOLE if share is None else share
