"""Neighbourhoods, paths, circles and ranks: the kernels against networkx and igraph on the same graph."""

from collections.abc import Iterator
from typing import Any

import igraph
import networkx as nx
import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from benchmarks.graph_timing import compared, timed
from benchmarks.graph_world import World, guarantees
from firmgraph.graph.kernels.arrays import Ints
from firmgraph.graph.kernels.components import strong_components
from firmgraph.graph.kernels.csr import Csr, csr, undirected
from firmgraph.graph.kernels.cycles import cycles_up_to
from firmgraph.graph.kernels.pagerank import personalised_pagerank
from firmgraph.graph.kernels.reach import Neighbourhoods, neighbourhood, neighbourhoods
from firmgraph.graph.kernels.searching import Ways
from firmgraph.graph.kernels.shortest import shortest_path

EGOS = 10_000
PATHS = 50


def egos(rows: Csr, graph: Any, other: Any, draw: np.random.Generator) -> dict[str, Any]:
    """Race to the nodes at most three steps from random nodes; seconds are for one node."""
    nodes = draw.integers(0, rows.ptr.size - 1, EGOS)
    budget = rows.ptr.size
    single, alone = timed(lambda: [neighbourhood(node, rows, 3, budget=budget).node.size for node in nodes], 2)
    ours, sizes = timed(lambda: _sizes(neighbourhoods(nodes, rows, 3, budget=budget)), 3)
    assert sizes == alone
    listed = nodes.tolist()
    theirs, lengths = timed(lambda: [len(nx.single_source_shortest_path_length(graph, node, 3)) for node in listed])
    igraphs, sets = timed(lambda: [len(other.neighborhood(node, 3)) for node in listed])
    assert sizes == lengths == sets
    seconds = {"firmgraph": ours / EGOS, "networkx": theirs / EGOS, "igraph": igraphs / EGOS}
    return {**compared(seconds, ">= 80 networkx, 5 igraph"), "one at a time": float(f"{single / EGOS:.3g}")}


def _sizes(found: Neighbourhoods) -> list[int]:
    sizes: list[int] = (found.ptr[:, -1] - found.ptr[:, 0]).tolist()
    return sizes


def paths(rows: Csr, graph: Any, other: Any, draw: np.random.Generator) -> dict[str, Any]:
    """Race to one shortest path between random nodes that are connected; seconds are for one pair."""
    label = np.array(other.connected_components().membership)
    inside = np.flatnonzero(label == np.bincount(label).argmax())
    pairs = [(int(a), int(b)) for a, b in draw.choice(inside, (PATHS, 2))]
    ways = Ways(rows, rows)
    ours, found = timed(lambda: [shortest_path(pair, ways)[0].size - 1 for pair in pairs], 3)
    theirs, nodes = timed(lambda: [len(nx.bidirectional_shortest_path(graph, *pair)) - 1 for pair in pairs])
    igraphs, edges = timed(lambda: [len(other.get_shortest_path(*pair)) - 1 for pair in pairs])
    assert found == nodes == edges
    seconds = {"firmgraph": ours / PATHS, "networkx": theirs / PATHS, "igraph": igraphs / PATHS}
    return compared(seconds, ">= 20 networkx, 500 igraph")


def ranks(rows: Csr, graph: Any, other: Any, draw: np.random.Generator) -> dict[str, Any]:
    """Race to the personalised PageRank of one firm with many holders, networkx to the accuracy of the kernel."""
    size = rows.ptr.size - 1
    seed = int(np.argsort(np.diff(rows.ptr), kind="stable")[-50 - int(draw.integers(50))])
    ours, found = timed(lambda: personalised_pagerank(seed, rows), 3)
    finer, closer = timed(lambda: personalised_pagerank(seed, rows, tolerance=1e-7), 3)
    scores = np.zeros(size)
    scores[found.node] = found.score
    theirs, named = timed(lambda: nx.pagerank(graph, personalization={seed: 1}, tol=0.15 * found.rest / size))
    igraphs, listed = timed(lambda: other.personalized_pagerank(reset_vertices=seed))
    exact = np.array(listed)
    assert np.abs(scores - exact).sum() <= found.rest + 1e-6
    assert np.abs(np.fromiter((named[n] for n in range(size)), float) - exact).sum() < 2 * found.rest
    best = np.argsort(-exact, kind="stable")[:10]
    assert np.abs(scores[best] - exact[best]).max() < 1e-2 * exact[best[0]]
    seconds = {"firmgraph": ours, "networkx": theirs, "igraph": igraphs}
    rest = {"not pushed": float(f"{found.rest:.3g}")}
    tenth = {"at a tenth of the tolerance": float(f"{finer:.3g}"), "not pushed then": float(f"{closer.rest:.3g}")}
    return {**compared(seconds, ">= 1,000 networkx, 100 igraph"), **rest, **tenth}


def relations(world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each race over the undirected graph of a world."""
    draw = np.random.default_rng(1)
    rows = undirected(world.size, world.holder, world.firm)
    edges = list(zip(world.holder.tolist(), world.firm.tolist(), strict=True))
    graph, other = nx.Graph(), igraph.Graph(world.size, edges)
    graph.add_nodes_from(range(world.size))
    graph.add_edges_from(edges)
    neighbourhoods([0], rows, 1)
    for once in (lambda: neighbourhood(0, rows, 1), lambda: personalised_pagerank(0, rows, most=9)):
        once()
    shortest_path((0, 1), Ways(rows, rows))
    yield "3-hop ego", egos(rows, graph, other, draw)
    yield "shortest path", paths(rows, graph, other, draw)
    yield "personalised PageRank, one seed", ranks(rows, graph, other, draw)


def circles(nodes: int) -> dict[str, dict[str, Any]]:
    """Race to the strong components and the cycles up to four of a guarantee graph."""
    guarantor, borrower = guarantees(nodes)
    rows = csr(nodes, guarantor, borrower)
    edges = list(zip(guarantor.tolist(), borrower.tolist(), strict=True))
    graph, other = nx.DiGraph(), igraph.Graph(nodes, edges, directed=True)
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(edges)
    cycles_up_to(2, rows, strong_components(rows))
    ours, parts = timed(lambda: strong_components(rows), 5)
    theirs, groups = timed(lambda: list(nx.strongly_connected_components(graph)))
    igraphs, listed = timed(lambda: other.connected_components("strong"), 2)
    matrix = csr_matrix((np.ones(rows.other.size), rows.other, rows.ptr), (nodes, nodes))
    scipys, labels = timed(lambda: connected_components(matrix, connection="strong"), 3)
    assert np.unique(parts.first).size == len(groups) == len(listed) == labels[0]
    assert {len(g) for g in groups} == set(np.unique(parts.first, return_counts=True)[1].tolist())
    found = {"firmgraph": ours, "networkx": theirs, "igraph": igraphs, "scipy": scipys}
    components = compared(found, ">= 12 networkx, 20 igraph")
    return {"guarantee SCC": components, "guarantee cycles up to 4": _cycles(rows, parts, graph, other)}


def _cycles(rows: Csr, parts: Any, graph: Any, other: Any) -> dict[str, Any]:
    """Race to the cycles of two to four guarantees."""
    ours, found = timed(lambda: cycles_up_to(4, rows, parts, limit=10**7, steps=10**10), 5)
    theirs, cycles = timed(lambda: list(nx.simple_cycles(graph, length_bound=4)))
    seconds: dict[str, float | str] = {"firmgraph": ours, "networkx": theirs}
    seconds["igraph"], vertices = timed(lambda: other.simple_cycles(max=4))
    mine = {_turned(cycle) for cycle in found.cycles}
    assert not found.truncated
    assert len(mine) == len(found.cycles) > 0
    assert mine == {_turned(np.array(cycle)) for cycle in cycles}
    assert mine >= {_turned(np.array(cycle)) for cycle in vertices}, "igraph 1.0.0 misses some bounded cycles"
    counts = {"cycles": len(mine), "cycles igraph finds": len(vertices)}
    return {**compared(seconds, ">= 5,000 networkx, 100 igraph"), **counts}


def _turned(cycle: Ints) -> tuple[int, ...]:
    """Return a cycle from its lowest node on."""
    return tuple(np.roll(cycle, -int(cycle.argmin())).tolist())
