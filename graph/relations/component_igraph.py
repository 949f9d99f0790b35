"""How igraph measures a component that is too large for networkx; igraph comes with the extra `large`."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Lock
from typing import Any

from firmgraph.errors import MissingTool
from firmgraph.graph.relations.component_graph import ComponentGraph
from firmgraph.graph.relations.component_measures import SAMPLED, SEED, Measures, ascending, sample_of

EXACT_STEPS = 30_000_000
"""Members times members and relations, up to which igraph finds the exact betweenness in about a second."""
_drawing = Lock()


def igraph_module() -> Any:
    """Return igraph; MissingTool says how to get it."""
    try:
        return import_module("igraph")
    except ImportError as error:
        raise MissingTool("igraph is not installed: pip install 'firmgraph[large]'") from error


def measured_by_igraph(graph: ComponentGraph) -> Measures:
    """Return the measures of a component, as networkx would but for the ties of communities; MissingTool: no igraph."""
    igraph, size = igraph_module(), len(graph)
    whole = igraph.Graph(size, graph.ends)
    strengths = list(graph.strengths)
    sampled = size > SAMPLED and size * (size + len(graph.ends)) > EXACT_STEPS
    with _seeded(igraph):
        communities = whole.community_multilevel(weights=strengths)
    return Measures(
        ascending(communities),
        tuple(sorted(whole.articulation_points())),
        tuple(sorted(graph.ends[bridge] for bridge in whole.bridges())),
        tuple(degree / (size - 1) if size > 1 else 1.0 for degree in whole.degree()),
        _betweenness(whole, size, sample_of(size) if sampled else None),
        tuple(whole.pagerank(directed=False, weights=strengths)),
        sampled,
    )  # fmt: skip


@contextmanager
def _seeded(igraph: Any) -> Iterator[None]:
    """Let igraph draw from our seed; it has one generator for the whole process, so one caller at a time."""
    with _drawing:
        igraph.set_random_number_generator(random.Random(SEED))
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)


def _betweenness(whole: Any, size: int, sources: list[int] | None) -> tuple[float, ...]:
    """Return the share of shortest paths through each member, of those from some sources, else of all.

    No path that begins at a member leads through it, so a source is held to the other sources only.
    """
    if size <= 2:
        return (0.0,) * size
    counted = whole.betweenness(directed=False, sources=sources)
    among = frozenset(sources or range(size))
    begun = (len(among) - (place in among) for place in range(size))
    # igraph counts a path as half of one, for it is met from both of its ends
    return tuple(2 * count / (begins * (size - 2)) for count, begins in zip(counted, begun, strict=True))
