"""Chains of holdings between a subject and those above or below it, the largest share first, listed only as asked."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import log
from typing import NamedTuple

from firmgraph.graph.ownership.integrated import Surroundings

STEPS = 2_000
"""How many part chains are looked at for one node before its list is said to be truncated."""
_FINE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Chain:
    """Nodes from the holder down to the firm, none twice, and the product of the stakes between them."""

    nodes: tuple[int, ...]
    share: Fraction


class _Step(NamedTuple):
    """A step towards the subject: what the best chain that begins with it costs, and what it costs itself."""

    whole: int
    id: str
    node: int
    cost: int


class _Part(NamedTuple):
    """A part chain; `turn` is the place of its last step among those of the node before."""

    whole: int
    ids: tuple[str, ...]
    nodes: tuple[int, ...]
    cost: int
    turn: int


@dataclass(frozen=True, slots=True)
class Chains:
    """What is needed to list chains: `best` is the cost of the best chain of each node.

    A stake costs its negative logarithm, as an integer: equal shares cost the same whatever the order of the stakes.
    """

    around: Surroundings
    up: bool
    best: Mapping[int, int]
    steps: dict[int, list[_Step]] = field(default_factory=dict)

    def of(self, node: int, limit: int) -> tuple[tuple[Chain, ...], bool]:
        """Return at most so many chains between a node and the subject, and whether there are or may be more."""
        found: list[Chain] = []
        waiting = list(self._next(_Part(0, (), (node,), 0, 0), 0))
        for _ in range(STEPS):
            if not waiting or len(found) > limit:
                break
            part = heapq.heappop(waiting)
            for other in self._next(self._before(part), part.turn + 1):
                heapq.heappush(waiting, other)
            if part.nodes[-1] == self.around.subject:
                found.append(self._chain(part.nodes))
                continue
            for longer in self._next(part, 0):
                heapq.heappush(waiting, longer)
        return tuple(found[:limit]), bool(waiting) or len(found) > limit

    def _before(self, part: _Part) -> _Part:
        """Return a part chain without its last step."""
        step = self._steps(part.nodes[-2])[part.turn]
        return _Part(0, part.ids[:-1], part.nodes[:-1], part.cost - step.cost, 0)

    def _next(self, part: _Part, turn: int) -> Iterator[_Part]:
        """Yield the best longer chain by a step from `turn` on, none where all lead back."""
        steps = self._steps(part.nodes[-1])
        for place in range(turn, len(steps)):
            step = steps[place]
            if step.node not in part.nodes:
                ids, nodes = (*part.ids, step.id), (*part.nodes, step.node)
                yield _Part(part.cost + step.whole, ids, nodes, part.cost + step.cost, place)
                return

    def _steps(self, node: int) -> list[_Step]:
        """Return the steps from a node towards the subject, the best first."""
        if node not in self.steps:
            graph, view = self.around.graph, self.around.view
            near = (graph.succ if self.up else graph.pred)[node].items()
            costs = [(other, _cost(edge["share"])) for other, edge in near]
            self.steps[node] = sorted(_Step(cost + self.best[to], view.id(to), to, cost) for to, cost in costs)
        return self.steps[node]

    def _chain(self, nodes: tuple[int, ...]) -> Chain:
        downwards = nodes if self.up else nodes[::-1]
        share = Fraction(1)
        for holder, firm in pairwise(downwards):
            share *= self.around.graph.edges[holder, firm]["share"]
        return Chain(downwards, share)


def chains(around: Surroundings, *, up: bool) -> Chains:
    """Return the chains between a subject and its surroundings; none is listed yet."""
    best = {around.subject: 0}
    done: set[int] = set()
    waiting = [(0, around.subject)]
    further = around.graph.pred if up else around.graph.succ
    while waiting:
        cost, node = heapq.heappop(waiting)
        if node in done:
            continue
        done.add(node)
        for other, edge in further[node].items():
            reached = cost + _cost(edge["share"])
            if reached < best.get(other, reached + 1):
                best[other] = reached
                heapq.heappush(waiting, (reached, other))
    return Chains(around, up, best)


def _cost(share: Fraction) -> int:
    return round(-log(share) * _FINE)
