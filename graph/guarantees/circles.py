"""Guarantee circles (担保圈): parties that in the end answer for each other, two by two, jointly or in a ring."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import networkx as nx

from firmgraph.graph.guarantees.edges import Component, Guarantee
from firmgraph.graph.risk.findings import united
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack

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
    graph = _graph(found, rank)
    knots = sorted(sorted(knot) for knot in nx.strongly_connected_components(graph) if len(knot) > 1)
    rings = [ring for knot in knots for ring in _rings_of(graph.subgraph(knot), pack.parameters["bounds"])]
    rings += _joint_debts(found.guarantees, rank)
    once = {(frozenset(ring.ranks), ring.closed): ring for ring in reversed(rings)}
    told = sorted(once.values(), key=lambda ring: (len(ring.ranks), sorted(ring.ranks), ring.closed))
    begin = None if first is None else rank.get(first)
    return tuple(_circle(ring, found, pack.parameters, begin) for ring in told)


def _graph(found: Component, rank: Mapping[int, int]) -> "nx.DiGraph[int]":
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(found.members)))
    graph.add_edges_from(sorted({(rank[one.guarantor], rank[one.guaranteed]) for one in found.guarantees}))
    return graph


def _rings_of(knot: "nx.DiGraph[int]", bounds: Mapping[str, int]) -> Iterator[_Ring]:
    """Yield the circles of one knot: groups where all answer for all, then the rings that no such group holds."""
    groups = _joint_groups(knot, bounds["cycles"])
    yield from (_Ring(group, "joint") for group in groups)
    listed = list(islice(nx.simple_cycles(knot, length_bound=bounds["cycle_length"]), bounds["cycles"] + 1))
    rings = sorted(_begun_with(tuple(cycle), None) for cycle in listed[: bounds["cycles"]])
    rings = [ring for ring in rings if not any(set(group).issuperset(ring) for group in groups)]
    yield from (_Ring(ring, "mutual" if len(ring) == 2 else "circular") for ring in rings)
    met = {member for ring in (*rings, *groups) for member in ring}
    if len(listed) > bounds["cycles"] or len(met) < len(knot):
        yield _Ring(tuple(sorted(knot)), "circular", truncated=True)


def _joint_groups(knot: "nx.DiGraph[int]", most: int) -> list[tuple[int, ...]]:
    """Return the groups of three and more in which everybody guarantees everybody (联保), the larger first."""
    cliques = nx.find_cliques(knot.to_undirected(reciprocal=True))
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
