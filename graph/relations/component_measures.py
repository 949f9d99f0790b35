"""What is measured of a component, and how networkx measures it."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

import networkx as nx

from firmgraph.graph.relations.component_graph import ComponentGraph

COMMUNITY_METHOD = "louvain"
SEED = 20250630
SAMPLED = 100
EXACT_BETWEENNESS = 500
"""Beyond so many parties networkx takes seconds for an exact betweenness."""
MOST_SWEEPS = 1_000


@dataclass(frozen=True, slots=True)
class Measures:
    """Communities, articulation points, bridges and centralities of a component, all by the places of its members.

    Every list ascends; the lower end of a bridge stands first. Centralities are between 0 and 1, one for each member;
    `sampled` says that betweenness is estimated from the shortest paths that begin at some members only.
    """

    communities: tuple[tuple[int, ...], ...]
    articulation_points: tuple[int, ...]
    bridges: tuple[tuple[int, int], ...]
    degree: tuple[float, ...]
    betweenness: tuple[float, ...]
    pagerank: tuple[float, ...]
    sampled: bool


def measured_by_networkx(graph: ComponentGraph) -> Measures:
    """Return the measures of a component; a few seconds for 2,000 parties."""
    size = len(graph)
    whole = nx.Graph()
    whole.add_nodes_from(range(size))
    told = zip(graph.ends, graph.strengths, strict=True)
    whole.add_weighted_edges_from((*ends, strength) for ends, strength in told)
    sampled = size > EXACT_BETWEENNESS
    degree = nx.degree_centrality(whole)
    between = nx.betweenness_centrality(whole, k=SAMPLED if sampled else None, seed=SEED)
    rank = nx.pagerank(whole, tol=1e-12, max_iter=MOST_SWEEPS)
    return Measures(
        ascending(nx.community.louvain_communities(whole, seed=SEED)),
        tuple(sorted(nx.articulation_points(whole))),
        tuple(sorted((min(ends), max(ends)) for ends in nx.bridges(whole))),
        tuple(degree[place] for place in range(size)),
        tuple(between[place] for place in range(size)),
        tuple(rank[place] for place in range(size)),
        sampled,
    )  # fmt: skip


def sample_of(size: int) -> list[int]:
    """Return the members from which betweenness is estimated: those that networkx draws from the same seed."""
    return Random(SEED).sample(range(size), SAMPLED)


def ascending(groups: Iterable[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    """Return groups of places in ascending order, each ascending."""
    return tuple(sorted(tuple(sorted(group)) for group in groups))
