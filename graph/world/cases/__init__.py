"""Planted cases: the same firms, people and rows in every world, whatever its seed and size."""

from firmgraph.graph.world.cases import (
    control,
    credit,
    crossholding,
    demo,
    guarantees,
    hub,
    identity,
    lenses,
    sources,
    trouble,
)
from firmgraph.graph.world.plot import Plot

_CASES = (
    crossholding.plant,
    control.plant,
    lenses.plant,
    hub.plant,
    guarantees.plant,
    trouble.plant,
    credit.plant,
    identity.plant,
    sources.plant,
    demo.plant,
)


def plant() -> Plot:
    """Return all planted firms, rows and expected answers."""
    plot = Plot()
    for case in _CASES:
        case(plot)
    return plot
