"""Lattices of firms: layers that hold the whole of the next layer in equal parts."""

from collections.abc import Iterator

from tests.graph.views import holding, made_view

from firmgraph.graph.elements import Relation
from firmgraph.graph.snapshot.view import View


def lattice(layers: int, wide: int) -> View:
    """Return so many layers of so many firms, held by as many persons on top, with one firm `ent:bottom` below."""
    return made_view([], _lattice(layers, wide))


def _lattice(layers: int, wide: int) -> Iterator[Relation]:
    above = [f"per:{at}" for at in range(wide)]
    for layer in range(layers):
        here = [f"ent:{layer:02d}-{at:02d}" for at in range(wide)]
        yield from (holding(a, b, 100 / wide) for a in above for b in here)
        above = here
    yield from (holding(a, "ent:bottom", 100 / wide) for a in above)
