"""The naive figure beside the exact one: products of stakes along simple chains, and how long the chains are."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import networkx as nx

from firmgraph.graph.ownership.integrated import Surroundings

STEPS = 20_000
"""How many steps along simple chains are taken where firms hold each other before the figures are given up."""


@dataclass(frozen=True, slots=True)
class Naive:
    """By node: the sum over simple chains, and how many layers the longest and the shortest chain have.

    `share` and `longest` are None where there were too many chains to follow; nothing is guessed then.
    """

    share: Mapping[int, Fraction] | None
    longest: Mapping[int, int] | None
    shortest: Mapping[int, int]


def naive_shares(around: Surroundings, exact: Mapping[int, Fraction], *, up: bool) -> Naive:
    """Return the naive figures above or below a subject.

    Without circles every chain is simple, so the naive figure is the exact one; chains are followed only with circles.
    """
    further = around.graph.pred if up else around.graph.succ
    shortest = nx.single_source_shortest_path_length(
        around.graph.reverse(copy=False) if up else around.graph, around.subject
    )
    if not around.circles:
        return Naive(exact, _longest(around, further, up=up), shortest)
    walked = _walked(around.subject, further)
    return Naive(*walked, shortest)


def _longest(around: Surroundings, further: Mapping[int, Mapping[int, object]], *, up: bool) -> dict[int, int]:
    """Return the layers of the longest chain to each node of surroundings without circles."""
    found = {around.subject: 0}
    for (node,) in reversed(around.components) if up else around.components:
        for other in further[node]:
            found[other] = max(found.get(other, 0), found[node] + 1)
    return found


def _walked(
    subject: int, further: Mapping[int, Mapping[int, Mapping[str, Fraction]]]
) -> tuple[dict[int, Fraction] | None, dict[int, int] | None]:
    """Follow every simple chain from the subject; return sums and longest lengths, None where there are too many."""
    share: dict[int, Fraction] = {}
    longest: dict[int, int] = {}
    path, ways = [subject], [iter(further[subject].items())]
    products = [Fraction(1)]
    for _ in range(STEPS):
        step = next(ways[-1], None)
        if step is None:
            ways.pop()
            products.pop()
            path.pop()
            if not path:
                return share, longest
        elif step[0] not in path:
            node, product = step[0], products[-1] * step[1]["share"]
            share[node] = share.get(node, Fraction()) + product
            longest[node] = max(longest.get(node, 0), len(path))
            path.append(node)
            products.append(product)
            ways.append(iter(further[node].items()))
    return None, None
