"""Final shares as exact fractions: who, at the end of all chains and circles, has how much of a firm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

import networkx as nx
import numpy as np

from firmgraph.graph.ownership.circles import solved
from firmgraph.graph.ownership.claims import FirmClaims, held_by

ZERO, ONE = Fraction(0), Fraction(1)
LARGEST_EXACT_CIRCLE = 24
"""Circles of more firms than this are solved in floating point; the answer says so."""


@dataclass(frozen=True, slots=True)
class FinalShares:
    """What each final holder has of a firm, and what nobody is known to have; they sum to one.

    `exact` is false where a circle too large for fractions was solved in floating point.
    """

    shares: Mapping[int, Fraction]
    unknown: Fraction
    exact: bool = True

    def of(self, nodes: Iterable[int]) -> Fraction:
        """Return what some nodes have together."""
        return sum((self.shares.get(node, ZERO) for node in nodes), ZERO)


def final_shares(book: Mapping[int, FirmClaims], firm: int) -> FinalShares:
    """Return the final shares in a firm; a node of which the ledger tells no holders is a final holder.

    What circles of firms hold of themselves falls to those who stand outside, in proportion (integrated ownership). A
    circle without anybody outside has no final holder: its part is unknown.
    """
    if firm not in book or not book[firm].claims:
        return FinalShares({}, ONE)
    holders = {node: held_by(told.claims) for node, told in book.items() if told.claims}
    flow, unknown, exact = {firm: ONE}, ZERO, True
    for circle in _from_below(holders):
        inflow = {node: flow.pop(node, ZERO) for node in circle}
        if not any(inflow.values()):
            continue
        if len(circle) > 1:
            visits, exactly = _visits(book, holders, inflow)
            exact &= exactly
            if not visits:
                unknown += sum(inflow.values(), ZERO)
                continue
            inflow = visits
        for node, part in inflow.items():
            each = part / book[node].total
            unknown += each * book[node].unknown
            for holder, stake in holders[node].items():
                if holder not in inflow:
                    flow[holder] = flow.get(holder, ZERO) + each * stake
    return FinalShares({node: share for node, share in flow.items() if share}, unknown, exact)


def _from_below(holders: Mapping[int, Mapping[int, int]]) -> list[list[int]]:
    """Return the firms that have holders, each before those that hold it; firms that hold each other stand together."""
    above = {node: [holder for holder in told if holder in holders] for node, told in holders.items()}
    try:
        return [[node] for node in TopologicalSorter(above).static_order()][::-1]
    except CycleError:
        graph = nx.DiGraph(above)
        circles = nx.condensation(graph)
        return [sorted(circles.nodes[place]["members"]) for place in nx.topological_sort(circles)]


def _visits(
    book: Mapping[int, FirmClaims], holders: Mapping[int, Mapping[int, int]], inflow: Mapping[int, Fraction]
) -> tuple[dict[int, Fraction], bool]:
    """Return how much in all flows through each firm of a circle, whether exactly; empty where none flows out."""
    inside = {n: {h: Fraction(s, book[n].total) for h, s in holders[n].items() if h in inflow} for n in inflow}
    if all(sum(parts.values()) == 1 for parts in inside.values()):
        return {}, True
    if len(inflow) > LARGEST_EXACT_CIRCLE:
        return _approximate(inside, inflow), False
    circle = solved(tuple(inflow), {(h, f): part for f, told in inside.items() for h, part in told.items()})
    sums = {node: sum((circle.held(node, at) * part for at, part in inflow.items()), ZERO) for node in inflow}
    return sums, True


def _approximate(inside: Mapping[int, Mapping[int, Fraction]], inflow: Mapping[int, Fraction]) -> dict[int, Fraction]:
    place = {node: at for at, node in enumerate(inside)}
    matrix = np.eye(len(place))
    for node, told in inside.items():
        for holder, part in told.items():
            matrix[place[holder], place[node]] -= float(part)
    solved = np.linalg.solve(matrix, np.array([float(inflow[node]) for node in place]))
    return {node: Fraction(float(value)) for node, value in zip(place, solved, strict=True)}
