"""Parties near a firm by plain relations: what it controls, who holds it, whom its head leads, whom it guarantees."""

from collections.abc import Iterator

from firmgraph.graph.snapshot.view import View

_HALF = 50_000_000


def near_parties(view: View, node: int) -> list[tuple[int, tuple[str, ...]]]:
    """Return parties near a firm with the ways in which they are, those near in several ways first, then by id."""
    ways: dict[int, set[str]] = {}
    for other, way in _near(view, node):
        if other != node:
            ways.setdefault(other, set()).add(way)
    found = ((other, tuple(sorted(told))) for other, told in ways.items())
    return sorted(found, key=lambda party: (-len(party[1]), view.id(party[0])))


def _near(view: View, node: int) -> Iterator[tuple[int, str]]:
    holds, represents, guarantees = (view.edges(kind) for kind in ("holds", "legal_rep_of", "guarantees"))
    for place in holds.out_of(node):
        if (holds.value("ratio", place) or 0) > _HALF:
            yield int(holds.end[place]), "controlled"
    for place in holds.into_node(node):
        yield int(holds.start[place]), "holder"
    for place in represents.into_node(node):
        head = int(represents.start[place])
        yield head, "legal_representative"
        for led in represents.out_of(head):
            yield int(represents.end[led]), "same_legal_representative"
    for place in guarantees.out_of(node):
        yield int(guarantees.end[place]), "guaranteed"
    for place in guarantees.into_node(node):
        yield int(guarantees.start[place]), "guarantor"
