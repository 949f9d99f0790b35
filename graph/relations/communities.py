"""The component around a party: its communities, whom it hangs on, and who stands in the middle."""

from dataclasses import dataclass

import networkx as nx

from firmgraph.graph.relations.around import part_around
from firmgraph.graph.relations.strength import TIES, network
from firmgraph.graph.relations.words import strength_of
from firmgraph.graph.snapshot.view import View

MOST_NODES = 2_000
"""networkx takes a few seconds for a component of this size; larger ones are cut and said to be."""
EXACT_BETWEENNESS = 500
SAMPLED = 100
SEED = 20250630


@dataclass(frozen=True, slots=True)
class Central:
    """How a party stands in its component; all between 0 and 1."""

    id: str
    name: str
    degree: float
    betweenness: float
    pagerank: float


@dataclass(frozen=True, slots=True)
class Component:
    """The component of a party in the network of relations, or its part nearest to the party where `truncated`.

    `communities` are groups of ids, the largest first. Without an articulation point, or a bridge (two ids), the
    component falls apart. `central` are the most central, by betweenness; it is estimated where `sampled`.
    """

    size: int
    relations: int
    communities: tuple[tuple[str, ...], ...]
    articulation_points: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]
    central: tuple[Central, ...]
    sampled: bool
    truncated: bool


def component_graph(view: View, party: int, *, most_nodes: int = MOST_NODES) -> tuple[nx.Graph, bool]:
    """Return the component of a party as a networkx graph of ids with the strength of each relation, nearest nodes
    first where it is larger than allowed, and whether it was.
    """
    net = network(view)
    part = part_around(net, [party], steps=view.size, budget=most_nodes)
    ids = [view.id(node) for node in part.node.tolist()]
    graph = nx.Graph()
    for node_id, node in sorted(zip(ids, part.node.tolist(), strict=True)):
        graph.add_node(node_id, name=view.name(node))
    told = zip(part.start.tolist(), part.end.tolist(), part.price.tolist(), strict=True)
    ends = ((ids[start], ids[end], strength_of(int(price) // TIES)) for start, end, price in told)
    graph.add_weighted_edges_from(sorted(end for end in ends if end[0] < end[1]))
    return graph, part.truncated


def component_of(view: View, party: int, *, most_nodes: int = MOST_NODES, most_central: int = 20) -> Component:
    """Return the communities, articulation points, bridges and centralities of the component around a party."""
    graph, truncated = component_graph(view, party, most_nodes=most_nodes)
    sampled = len(graph) > EXACT_BETWEENNESS
    return Component(
        len(graph), graph.number_of_edges(),
        _communities(graph),
        tuple(sorted(nx.articulation_points(graph))),
        tuple(sorted((min(ends), max(ends)) for ends in nx.bridges(graph))),
        _central(graph, sampled)[:most_central], sampled, truncated,
    )  # fmt: skip


def _communities(graph: nx.Graph) -> tuple[tuple[str, ...], ...]:
    """Return the communities by Louvain's method, on numbers: the order of sets of texts differs between processes."""
    ids = list(graph)
    numbered = nx.convert_node_labels_to_integers(graph)
    found = nx.community.louvain_communities(numbered, seed=SEED)
    groups = (tuple(sorted(ids[number] for number in group)) for group in found)
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def _central(graph: nx.Graph, sampled: bool) -> tuple[Central, ...]:
    degree = nx.degree_centrality(graph)
    between = nx.betweenness_centrality(graph, k=min(SAMPLED, len(graph)) if sampled else None, seed=SEED)
    rank = nx.pagerank(graph)
    told = [
        Central(node, graph.nodes[node]["name"], round(degree[node], 6), round(between[node], 6), round(rank[node], 6))
        for node in graph
    ]
    return tuple(sorted(told, key=lambda one: (-one.betweenness, -one.pagerank, one.id)))
