"""Guarantee circles (担保圈): parties that in the end answer for each other, two by two, jointly or in a ring."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import networkx as nx

from firmgraph.graph.guarantees.edges import Component, Guarantee, component
from firmgraph.graph.kernels.components import members_of_cycles, strong_components
from firmgraph.graph.kernels.csr import csr
from firmgraph.graph.kernels.cycles import cycles_up_to
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import RulePack

CIRCLES = "guarantee-circles"
"""The family of the packs by which guarantees are judged."""

CircleKind = Literal["mutual", "joint", "circular"]
Size = Literal["pair", "circle", "large"]


@dataclass(frozen=True, slots=True)
class Circle:
    """A guarantee circle.

    `mutual` are two parties that guarantee each other; `joint` all that guarantee all of the others, or several that
    answer together for one debt (then not `closed`, the debtor last); `circular` a ring, in the direction of its
    guarantees. `truncated` says that the search was cut short: the members are then all of a knot of rings.
    """

    members: tuple[int, ...]
    kind: CircleKind
    size: Size
    closed: bool
    truncated: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ring:
    """A circle of parties told by their rank: their place among the members of the component, ordered by id."""

    ranks: tuple[int, ...]
    kind: CircleKind
    closed: bool = True
    truncated: bool = False


def circles(view: View, found: Component, pack: RulePack, first: int | None = None) -> tuple[Circle, ...]:
    """Return the circles of a component, smaller ones first, one for each set of members.

    A ring begins with the party `first` where it belongs to it, else with the lowest id.
    """
    rank = {member: place for place, member in enumerate(found.members)}
    pairs = sorted({(rank[one.guarantor], rank[one.guaranteed]) for one in found.guarantees})
    rings = list(_rings(len(rank), pairs, pack.parameters["bounds"]))
    rings += _joint_debts(found.guarantees, rank)
    once = {(frozenset(ring.ranks), ring.closed): ring for ring in reversed(rings)}
    told = sorted(once.values(), key=lambda ring: (len(ring.ranks), sorted(ring.ranks), ring.closed))
    begin = None if first is None else rank.get(first)
    return tuple(_circle(ring, found, pack.parameters, begin) for ring in told)


def circles_of(view: View, node: int, pack: RulePack) -> tuple[Circle, ...]:
    """Return the circles to which a party belongs, as `circles` tells them."""
    found = component(view, node, pack.parameters["bounds"]["firms"])
    return tuple(ring for ring in circles(view, found, pack, node) if node in ring.members)


def _rings(size: int, pairs: Sequence[tuple[int, int]], bounds: Mapping[str, int]) -> Iterator[_Ring]:
    """Yield the circles among so many parties: groups where all answer for all, then the rings that no group holds.

    Where the search was cut short, or a knot (a strong component) has members on no ring, the knot itself is told.
    """
    rows = csr(size, [start for start, _ in pairs], [end for _, end in pairs])
    parts = strong_components(rows)
    groups = _joint_groups(pairs, bounds["cycles"])
    yield from (_Ring(group, "joint") for group in groups)
    steps, longest = bounds["cycle_steps"], bounds["cycle_length"]
    found = cycles_up_to(longest, rows, parts, limit=bounds["cycles"], steps=steps)
    rings = sorted(tuple(cycle.tolist()) for cycle in found.cycles)
    rings = [ring for ring in rings if not any(set(group).issuperset(ring) for group in groups)]
    yield from (_Ring(ring, "mutual" if len(ring) == 2 else "circular") for ring in rings)
    met = {member for ring in (*rings, *groups) for member in ring}
    for knot in members_of_cycles(parts):
        members = tuple(knot.tolist())
        if found.truncated or not met.issuperset(members):
            yield _Ring(members, "circular", truncated=True)


def _joint_groups(pairs: Sequence[tuple[int, int]], most: int) -> list[tuple[int, ...]]:
    """Return the groups of three and more in which everybody guarantees everybody (联保), the larger first."""
    given = set(pairs)
    both: nx.Graph[int] = nx.Graph(
        sorted((start, end) for start, end in pairs if start < end and (end, start) in given)
    )
    cliques = nx.find_cliques(both)
    groups = [tuple(sorted(group)) for group in islice(cliques, most) if len(group) > 2]
    return sorted(groups, key=lambda group: (-len(group), group))


def _joint_debts(guarantees: Iterable[Guarantee], rank: Mapping[int, int]) -> list[_Ring]:
    """Return the debts for which several parties answer jointly under one contract; the debtor stands last."""
    debts: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for one in guarantees:
        if one.joint:
            debts[one.contract, rank[one.guaranteed]].add(rank[one.guarantor])
    return [
        _Ring((*sorted(guarantors), debtor), "joint", closed=False)
        for (_, debtor), guarantors in sorted(debts.items())
        if len(guarantors) > 1
    ]


def _circle(ring: _Ring, found: Component, parameters: Mapping[str, Any], begin: int | None) -> Circle:
    ranks = _begun_with(ring.ranks, begin) if ring.closed else ring.ranks
    members = tuple(found.members[place] for place in ranks)
    inside = set(members)
    told = (one.evidence for one in found.guarantees if one.guarantor in inside and one.guaranteed in inside)
    return Circle(
        members,
        ring.kind,
        _size(len(members), parameters),
        ring.closed,
        ring.truncated or found.truncated,
        united(told),
    )


def _begun_with(ranks: Sequence[int], begin: int | None) -> tuple[int, ...]:
    place = ranks.index(begin if begin in ranks else min(ranks))
    return (*ranks[place:], *ranks[:place])


def _size(members: int, parameters: Mapping[str, Any]) -> Size:
    if members >= parameters["large"]:
        return "large"
    return "circle" if members >= parameters["circle"] else "pair"
