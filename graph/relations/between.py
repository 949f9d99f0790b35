"""Every relation that the records state between two parties, either direction."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.relations.parameters import strength_parameters
from firmgraph.graph.snapshot.tables import Ints
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation from `start` to `end`; `place` is its number among those of its kind, of a holding its number."""

    kind: str
    place: int
    start: int
    end: int


def stated_between(view: View, one: int, two: int) -> list[Stated]:
    """Return the relations of two parties by kind as the pack orders them, of each kind those of the lower id first."""
    first, second = sorted((one, two), key=view.id)
    return [
        stated
        for kind in strength_parameters()["kinds"]
        for start, end in ((first, second), (second, first))
        for stated in _stated(view, kind, start, end)
    ]


def _stated(view: View, kind: str, start: int, end: int) -> Iterator[Stated]:
    if kind == "holds":
        held = holdings(view)
        return (Stated(kind, place, start, end) for place in _places(held.end, held.of_holder(start), end))
    edges = view.edges(kind)
    places = _places(edges.end, edges.out_of(start), end)
    return (Stated(kind, place, start, end) for place in sorted(places, key=edges.id_of))


def _places(ends: Ints, own: range, end: int) -> range:
    """Return the places among a node's own, which ascend by their end, that end at another."""
    told = ends[own.start : own.stop]
    first, last = np.searchsorted(told, end, "left"), np.searchsorted(told, end, "right")
    return range(own.start + int(first), own.start + int(last))
