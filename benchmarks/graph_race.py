"""Graph work on the company graph: the kernels against networkx, igraph, scipy and DuckDB, with equal results.

Seconds are processor time of one thread, the best of some rounds. Ratios are the peer's seconds over ours.
"""

import json
import math
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from benchmarks import graph_control, graph_ownership, graph_relations
from benchmarks.graph_memory import megabytes
from benchmarks.graph_timing import compared, timed
from benchmarks.graph_world import World, world
from firmgraph.graph.kernels.circles import Condensed, condense
from firmgraph.graph.kernels.control import control_of_all
from firmgraph.graph.kernels.csr import Holdings
from firmgraph.graph.kernels.every_share import shares_of_all
from firmgraph.graph.kernels.ownership import holders_of

LARGE = 2_000_000
MOST_GUARANTEES = 40_600
"""Firms in the guarantee graph at most: networkx takes minutes for the cycles of ten times as many."""
SLOPE = (40_600, 406_000, 4_060_000)


def _control(given: World, held: Holdings, graph: Any) -> dict[str, Any]:
    """Race to what every node controls."""
    size = given.size
    ours, found = timed(lambda: control_of_all(held), 7)
    pairs = graph_control.kernel_pairs(found)
    total = held.total.tolist()
    networkx, listed = timed(lambda: graph_control.worklist(graph, total))
    assert np.array_equal(pairs, graph_control.worklist_pairs(listed, size))
    with graph_control.database(given, held) as connection:
        duckdb, columns = timed(lambda: graph_control.using_key(connection), 2)
    assert np.array_equal(pairs, graph_control.keys_of(columns["holder"], columns["firm"], size))
    numpy, joined = timed(lambda: graph_control.joins(held), 2)
    assert np.array_equal(pairs, joined)
    stakes = csr_matrix((held.out.stake.astype(np.int64), held.out.other, held.out.ptr), (size, size))
    scipy, matrix = timed(lambda: graph_control.products(stakes, held.total.astype(np.int64)), 2)
    owner, firm = matrix.nonzero()
    assert np.array_equal(pairs, graph_control.keys_of(owner, firm, size))
    seconds = {
        "firmgraph": ours,
        "networkx": networkx,
        "duckdb USING KEY": duckdb,
        "scipy": scipy,
        "numpy joins": numpy,
    }
    small, large = "networkx 150, DuckDB 20, scipy 20", "networkx 200, numpy 20, DuckDB 30"
    return {**compared(seconds, f">= {large if size > LARGE else small}"), "pairs": pairs.size}


def _ownership(held: Holdings, circles: Condensed, graph: Any) -> dict[str, Any]:
    """Race to all shares in all firms; the kernel's seconds include condensing the circles."""
    size = held.total.size
    ours, found = timed(lambda: shares_of_all(held, condense(held)), 5)
    sweep, _ = timed(lambda: shares_of_all(held, circles), 5)
    shares = graph_ownership.kernel_matrix(found)
    direct = graph_ownership.direct_shares(held)
    scipy, powers = timed(lambda: graph_ownership.powers(direct))
    networkx, pushed = timed(lambda: graph_ownership.pushed(graph))
    apart = graph_ownership.furthest(shares, powers.T)
    apart = max(apart, graph_ownership.furthest(shares, graph_ownership.pushed_matrix(pushed, size)))
    assert apart < 1e-9, apart
    seconds = {"firmgraph": ours, "networkx": networkx, "scipy": scipy}
    goal = ">= networkx 35, scipy 15 (stretch 50, 20)"
    return {**compared(seconds, goal), "sweep alone": float(f"{sweep:.3g}"), "shares": shares.nnz}


def _lattices() -> dict[str, Any]:
    """Race to the holders of one firm at the foot of a lattice; the larger one has 1e26 paths and no peer."""
    small, large = graph_ownership.lattice(8, 5), graph_ownership.lattice(20, 20)
    circles, others = condense(small), condense(large)
    ours, found = timed(lambda: [holders_of(39, small, circles) for _ in range(1000)][-1], 3)
    paths, shares = timed(lambda: graph_ownership.enumerated(small, 39))
    assert np.allclose([shares[node] for node in found.node.tolist()], found.share, rtol=0, atol=1e-9)
    assert len(shares) == found.node.size
    twenty, _ = timed(lambda: [holders_of(399, large, others) for _ in range(200)], 3)
    seconds = {"firmgraph": ours / 1000, "path enumeration": paths}
    return {**compared(seconds, ">= 10,000; 20x20 < 0.001 s"), "20x20 seconds": float(f"{twenty / 200:.3g}")}


def slope(sizes: tuple[int, ...] = SLOPE) -> dict[str, Any]:
    """Return the slope of seconds over nodes, both as logarithms, from the smallest to the largest size."""
    works: dict[str, Callable[[Holdings], Any]] = {
        "control of all": control_of_all,
        "ownership of all": lambda held: shares_of_all(held, condense(held)),
    }
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for size in sizes:
        held = world(size).held()
        for name, work in works.items():
            seconds[name].append(timed(lambda work=work, held=held: work(held), 9)[0])  # type: ignore[misc]
    span = math.log(sizes[-1] / sizes[0])
    slopes = {f"slope, {name}": round(math.log(s[-1] / s[0]) / span, 2) for name, s in seconds.items()}
    return {**slopes, **{name: [float(f"{x:.3g}") for x in s] for name, s in seconds.items()}, "goal": "<= 1.1"}


def races(nodes: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each task with the seconds of each engine, the peers' ratios to ours and the goal."""
    control_of_all(world(1_000).held())
    given = world(nodes)
    held = given.held()
    circles = condense(held)
    graph = graph_control.digraph(given, held)
    yield "control of all", _control(given, held, graph)
    yield "ownership of all", _ownership(held, circles, graph)
    del graph
    yield "penetration of an 8x5 lattice", _lattices()
    yield from graph_relations.circles(min(nodes // 10, MOST_GUARANTEES)).items()
    memory = megabytes(given)
    ratio = round(memory["firmgraph"] / memory["networkx"], 3)
    yield "resident memory, MB", {**memory, "ours over networkx": ratio, "goal": "<= 0.1"}
    yield from graph_relations.relations(given)


def run(nodes: int) -> dict[str, dict[str, Any]]:
    """Return, by task, each engine's seconds, the peers' ratios to ours and the goal, on a graph of so many nodes."""
    found = {}
    for task, result in races(nodes):
        print(task, json.dumps(result), file=sys.stderr, flush=True)
        found[task] = result
    return found


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1])), indent=1))
