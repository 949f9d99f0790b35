"""Chains of holdings between a subject and those above or below it, the largest share first, listed only as asked."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from firmgraph.graph.ownership.integrated import Surroundings

STEPS = 2_000
"""How many part chains are looked at for one node before its list is said to be truncated."""


_Part = tuple[float, tuple[str, ...], tuple[int, ...], float]


@dataclass(frozen=True, slots=True)
class Chain:
    """Nodes from the holder down to the firm, none twice, and the product of the stakes between them."""

    nodes: tuple[int, ...]
    share: Fraction


@dataclass(frozen=True, slots=True)
class Chains:
    """What is needed to list chains: `nearer` leads from each node one step towards the subject."""

    around: Surroundings
    up: bool
    best: Mapping[int, float]

    def nearer(self, node: int) -> Iterator[tuple[int, float]]:
        """Yield the nodes one step nearer to the subject, and the stakes on the way."""
        graph = self.around.graph
        for other, edge in (graph.succ if self.up else graph.pred)[node].items():
            yield other, float(edge["share"])

    def of(self, node: int, limit: int) -> tuple[tuple[Chain, ...], bool]:
        """Return at most so many chains between a node and the subject, and whether there are more."""
        found: list[Chain] = []
        view, subject = self.around.view, self.around.subject
        waiting: list[_Part] = [(-self.best[node], (view.id(node),), (node,), 1.0)]
        for _ in range(STEPS):
            if not waiting:
                return tuple(found), False
            _, ids, nodes, share = heapq.heappop(waiting)
            if nodes[-1] == subject and len(nodes) > 1:
                if len(found) == limit:
                    return tuple(found), True
                found.append(self._chain(nodes))
                continue
            for other, stake in self.nearer(nodes[-1]):
                if other not in nodes:
                    product = share * stake
                    longer = (*ids, view.id(other)), (*nodes, other), product
                    heapq.heappush(waiting, (-product * self.best[other], *longer))
        return tuple(found), bool(waiting)

    def _chain(self, nodes: tuple[int, ...]) -> Chain:
        downwards = nodes if self.up else nodes[::-1]
        share = Fraction(1)
        for holder, firm in pairwise(downwards):
            share *= self.around.graph.edges[holder, firm]["share"]
        return Chain(downwards, share)


def chains(around: Surroundings, *, up: bool) -> Chains:
    """Return the chains between a subject and its surroundings; none is listed yet."""
    best = {around.subject: 1.0}
    done: set[int] = set()
    waiting = [(-1.0, around.subject)]
    further = around.graph.pred if up else around.graph.succ
    while waiting:
        share, node = heapq.heappop(waiting)
        if node in done:
            continue
        done.add(node)
        for other, edge in further[node].items():
            reached = -share * float(edge["share"])
            if reached > best.get(other, 0.0):
                best[other] = reached
                heapq.heappush(waiting, (-reached, other))
    return Chains(around, up, best)
