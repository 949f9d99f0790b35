"""Cross- and circular holdings as findings: who holds whom back, and how much of itself a firm so holds (row 21)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from typing import Literal

import networkx as nx

from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.ownership.integrated import surroundings
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united

LONGEST = 12
"""The most firms of one circle that is listed."""


@dataclass(frozen=True, slots=True)
class CircularHolding:
    """Firms that hold each other in a ring: `members` from the smallest id on, each holding the next, the last the
    first. `share` is the product of the stakes around. Two members are a cross-holding, more are circular.
    """

    kind: Literal["cross", "circular"]
    members: tuple[str, ...]
    share: Fraction
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CircularHoldings:
    """The rings found, largest share first; `truncated` where there are more, or longer ones, than asked for."""

    rings: tuple[CircularHolding, ...]
    truncated: bool


def circular_holdings(view: View, firm: int, limit: int = 100) -> CircularHoldings:
    """Return the rings of holdings above a firm, those it is part of included."""
    graph = surroundings(view, firm, up=True).graph
    rings, truncated = [], False
    for component in nx.strongly_connected_components(graph):
        if len(component) > 1:
            inner = graph.subgraph(sorted(component, key=view.id))
            found = list(islice(nx.simple_cycles(inner, length_bound=LONGEST), limit + 1))
            truncated |= len(found) > limit or len(component) > LONGEST
            rings += [_ring(view, inner, ring) for ring in found]
    rings.sort(key=lambda ring: (-ring.share, ring.members))
    return CircularHoldings(tuple(rings[:limit]), truncated or len(rings) > limit)


def _ring(view: View, graph: nx.DiGraph, ring: list[int]) -> CircularHolding:
    first = min(range(len(ring)), key=lambda at: view.id(ring[at]))
    members = [*ring[first:], *ring[:first]]
    edges = [graph.edges[edge] for edge in pairwise([*members, members[0]])]
    held = holdings(view)
    evidence = united([held.evidence(edge["holding"]) for edge in edges])
    kind: Literal["cross", "circular"] = "cross" if len(ring) == 2 else "circular"
    return CircularHolding(kind, tuple(map(view.id, members)), _product(edge["share"] for edge in edges), evidence)


def _product(shares: Iterable[Fraction]) -> Fraction:
    product = Fraction(1)
    for share in shares:
        product *= share
    return product
