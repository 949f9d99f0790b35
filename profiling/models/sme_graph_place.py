"""Where a firm stands in the graph: its degree by relation, what it shares, and its place in its component.

Every column here counts edges or walks along them: a model without node degree has none of them.
"""

from itertools import combinations

import networkx as nx
import numpy as np
from scipy import sparse

from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.sme_graph_links import (
    DIRECT,
    PERSONAL,
    Links,
    Matrix,
    largest_over,
    mean_over,
    share_of_pairs,
    sums,
)
from firmgraph.profiling.models.sme_graph_own import Columns

LARGEST = 1000
"""Nodes of a component beyond which distances within it are not told."""


def degrees(links: Links) -> Columns:
    """How many edges a firm has by relation, persons, firms linked or sharing a person, all in logarithms."""
    degree = {relation: links.degree(relation) for relation in (*PERSONAL, *DIRECT)}
    columns = {f"degree_{relation}": np.log1p(count) for relation, count in degree.items()}
    persons = sums(links.holds)[: links.firms]
    columns |= {
        "degree": np.log1p(np.sum(list(degree.values()), axis=0)),
        "persons": np.log1p(persons),
        "linked_firms": np.log1p(sums(links.direct)),
        "sharing_firms": np.log1p(sums(links.shared)),
        "roles_of_a_person": np.sum([degree[relation] for relation in PERSONAL], axis=0) / np.maximum(persons, 1),
    }
    for first, second in combinations(PERSONAL, 2):
        both = sums(links.relations[first].multiply(links.relations[second]))[: links.firms]
        columns[f"both_{first}_{second}"] = np.log1p(both)
    return columns


def persons_shared(links: Links) -> Columns:
    """How many firms a firm's persons have and in which roles, and how its own persons compare with those firms'."""
    holds = links.holds[: links.firms]
    persons, of_person = sums(holds), sums(links.holds, axis=0)
    each = np.maximum(persons, 1)
    columns = {
        "firms_of_a_person": np.log1p(holds @ of_person / each),
        "firms_of_a_person_most": np.nan_to_num(largest_over(holds, of_person)),
        "persons_elsewhere": np.log1p(holds @ (of_person > 1)),
        "persons_here_alone": holds @ (of_person == 1) / each,
        "shares": np.log1p(holds @ np.maximum(of_person - 1, 0)),
    }
    for relation in PERSONAL:
        columns[f"firms_of_a_person_{relation}"] = np.log1p(holds @ sums(links.relations[relation], axis=0) / each)
        columns[f"sharing_firms_{relation}"] = mean_over(links.shared, (links.degree(relation) > 0).astype(np.float64))
    rows, others = links.shared.nonzero()
    most = largest_over(links.shared, persons)
    columns |= {
        "persons_of_sharing_firm": mean_over(links.shared, persons),
        "persons_of_sharing_firm_most": most,
        "persons_beyond_sharing_firm": persons - most,
        "sharing_firms_of_more_persons": share_of_pairs(links.shared, (persons[others] > persons[rows]) * 1.0),
        "sharing_firms_of_as_many_persons": share_of_pairs(links.shared, (persons[others] == persons[rows]) * 1.0),
        "persons_of_linked_firm": mean_over(links.direct, persons),
    }
    for name, relation in (("investors", "invest_CC"), ("invested", "invested_CC"), ("branches", "branch")):
        columns[f"sharing_firms_{name}"] = mean_over(links.shared, links.degree(relation))
    return columns | _overlap(links, persons)


def standing(links: Links) -> Columns:
    """The place of a firm in its component: size, distances, share of shortest ways, cohesion.

    Distances are NaN in a component of more than `LARGEST` nodes.
    """
    whole = links.whole()
    graph = nx.from_scipy_sparse_array(whole)
    _, of_node = sparse.csgraph.connected_components(whole, directed=False)
    size, degree = np.bincount(of_node), sums(whole)
    firms = np.bincount(of_node[: links.size], minlength=len(size))
    cut = set(nx.articulation_points(graph))
    told = {
        "component": np.log1p(size[of_node]),
        "component_firms": np.log1p(firms[of_node]),
        "component_edges": (np.bincount(of_node, degree) / size)[of_node],
        "holds_component_together": np.array([float(node in cut) for node in graph]),
        **{name: _of_nodes(graph, values) for name, values in _cohesion(graph).items()},
        **_distances(graph, whole),
    }
    return {name: values[: links.firms] for name, values in told.items()}


def _cohesion(graph: nx.Graph) -> dict[str, dict[int, float]]:
    """Core number, clustering, and page rank against the mean of all nodes."""
    size = graph.number_of_nodes()
    rank = {node: size * value for node, value in nx.pagerank(graph).items()}
    return {"core": nx.core_number(graph), "clustering": nx.clustering(graph), "page_rank": rank}


def _distances(graph: nx.Graph, whole: Matrix) -> Columns:
    names = ("farthest", "closeness", "between", "within_two_steps")
    found = {name: np.zeros(graph.number_of_nodes()) for name in names}
    for nodes in map(sorted, nx.connected_components(graph)):
        if len(nodes) > LARGEST:
            for values in found.values():
                values[nodes] = np.nan
        elif len(nodes) > 1:
            steps = sparse.csgraph.shortest_path(whole[nodes][:, nodes], unweighted=True)
            between = nx.betweenness_centrality(graph.subgraph(nodes))
            found["farthest"][nodes] = steps.max(axis=1) / steps.max()
            found["closeness"][nodes] = (len(nodes) - 1) / steps.sum(axis=1)
            found["between"][nodes] = [between[node] for node in nodes]
            found["within_two_steps"][nodes] = (steps <= 2).mean(axis=1)
    return found


def _overlap(links: Links, persons: Numbers) -> Columns:
    """How much of the persons two firms have they share, and of how many firms all its persons are."""
    holds = links.holds[: links.firms]
    rows, others = links.shared.nonzero()
    both = sums(holds[rows].multiply(holds[others]))
    of_either = persons[rows] + persons[others] - both
    return {
        "persons_in_common": share_of_pairs(links.shared, both / np.maximum(of_either, 1)),
        "persons_all_in_common": share_of_pairs(links.shared, (both >= persons[rows]) * 1.0),
    }


def _of_nodes(graph: nx.Graph, values: dict[int, float]) -> Numbers:
    return np.array([values[node] for node in graph], np.float64)
