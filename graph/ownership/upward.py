"""How much of a firm everyone above it has, circle by circle of firms that hold each other (integrated ownership)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

import networkx as nx
import numpy as np

from firmgraph.graph.ownership.circles import Shares, closed, solved

ZERO, ONE = Fraction(0), Fraction(1)
LARGEST_EXACT_CIRCLE = 24
"""Circles of more firms than this are solved in floating point; the answer says so."""

Parts = Mapping[int, Fraction]
HoldersOf = Callable[[int], Iterable[tuple[int, Fraction]]]
"""From a firm to its direct holders, each once, with their shares."""


@dataclass(frozen=True, slots=True)
class Upward:
    """The effective share in a firm of everyone above it, and of the firm itself, which is the whole.

    It counts every chain of holdings that does not come back to the holder. `exact` is false where a circle was too
    large for fractions.
    """

    shares: Parts
    exact: bool


def from_below(holders: Mapping[int, Collection[int]]) -> list[list[int]]:
    """Return firms, each before those that hold it; firms that hold each other stand together, sorted.

    `holders` names the direct holders of each firm, all of them among the firms.
    """
    try:
        return [[node] for node in TopologicalSorter(holders).static_order()][::-1]
    except CycleError:
        circles = nx.condensation(nx.DiGraph(holders))
        return [sorted(circles.nodes[place]["members"]) for place in nx.topological_sort(circles)]


def upward(firm: int, circles: Iterable[Sequence[int]], holders_of: HoldersOf) -> Upward:
    """Return who has how much of a firm; `circles` are all firms with holders as `from_below` returns them.

    What reaches a circle is passed on to those outside it. One that nobody outside holds passes nothing on.
    """
    came, shares, exact = {firm: ONE}, dict[int, Fraction](), True
    for circle in circles:
        inflow = {node: came.pop(node) for node in circle if came.get(node)}
        if not inflow:
            continue
        found, passed_on, exactly = (inflow, inflow, True) if len(circle) == 1 else _through(circle, holders_of, inflow)
        shares.update(found)
        exact &= exactly
        for node, part in passed_on.items():
            for holder, share in holders_of(node):
                if holder not in passed_on:
                    came[holder] = came.get(holder, ZERO) + part * share
    return Upward(shares | came, exact)


def _through(circle: Sequence[int], holders_of: HoldersOf, inflow: Parts) -> tuple[Parts, Parts, bool]:
    """Return the share of each member of a circle, how much passes through it in all, and whether that is exact."""
    direct = within(circle, holders_of)
    if len(circle) > LARGEST_EXACT_CIRCLE and not closed(circle, direct):
        return *_approximate(circle, direct, inflow), False
    found = solved(circle, direct)
    shares = {node: sum((found.reach(node, at) * part for at, part in inflow.items()), ZERO) for node in circle}
    return shares, {node: share * found.returns[node] for node, share in shares.items()}, True


def within(circle: Sequence[int], holders_of: HoldersOf) -> Shares:
    """Return the direct shares that members of a circle have in each other."""
    members = frozenset(circle)
    return {(holder, firm): share for firm in circle for holder, share in holders_of(firm) if holder in members}


def _approximate(circle: Sequence[int], direct: Shares, inflow: Parts) -> tuple[Parts, Parts]:
    place = {node: at for at, node in enumerate(circle)}
    matrix = np.eye(len(circle))
    for (holder, firm), share in direct.items():
        matrix[place[holder], place[firm]] -= float(share)
    inverse = np.linalg.inv(matrix)
    passing = inverse @ np.array([float(inflow.get(node, ZERO)) for node in circle])
    shares, passed_on = (
        {node: Fraction(value) for node, value in zip(circle, values.tolist(), strict=True)}
        for values in (passing / np.diag(inverse), passing)
    )
    return shares, passed_on
