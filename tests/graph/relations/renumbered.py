"""The same graph with its nodes numbered in another order: answers must not change."""

import random
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from tests.graph.views import KNOWN, TODAY, node

from firmgraph.graph.elements import Moment, Node, Relation
from firmgraph.graph.snapshot.build import build_snapshot
from firmgraph.graph.snapshot.view import View


def renumbered(nodes: Iterable[Node], relations: Iterable[Relation], seed: int) -> View:
    """Return the view of a graph whose nodes have shuffled numbers."""
    told, related = {n.id: n for n in nodes}, list(relations)
    for end in {end for r in related for end in (r.start, r.end)} - told.keys():
        told[end] = node(end, "person" if end.startswith("per:") else "enterprise")

    def shuffled(size: int, start: NDArray[np.int32], end: NDArray[np.int32]) -> NDArray[np.int32]:
        return np.array(random.Random(seed).sample(range(size), size), dtype=np.int32)

    ordered = sorted(related, key=lambda r: (r.kind, r.start, r.end, r.discriminator))
    elements: list[Node | Relation] = [*sorted(told.values(), key=lambda n: n.id), *ordered]
    return build_snapshot(elements, 1, KNOWN, shuffled).at(Moment(TODAY))
