"""Resident memory of a process that holds the company graph as arrays, and of one that holds it in networkx."""

import gc
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.graph_world import World


def hold(file: str, way: str) -> None:
    """Hold a saved graph one way and print the resident megabytes of this process."""
    from firmgraph.graph.kernels.csr import holdings

    saved = np.load(file)
    size, columns = int(saved["size"]), (saved["holder"], saved["firm"], saved["stake"])
    kept: Any
    if way == "arrays":
        from firmgraph.graph.kernels.circles import condense

        # A service has its kernels loaded long before the graph: loaded in between, they would split its memory.
        condense(holdings(2, [0], [1], [1]))
        held = holdings(size, *columns)
        kept = (held, condense(held))
    else:
        import networkx as nx

        kept = nx.DiGraph()
        kept.add_nodes_from(range(size))
        rows = zip(*(column.tolist() for column in columns), strict=True)
        kept.add_edges_from((holder, firm, {"stake": stake}) for holder, firm, stake in rows)
    del saved, columns
    gc.collect()
    print(psutil.Process().memory_info().rss / 1e6, len(kept))


def megabytes(world: World) -> dict[str, float]:
    """Return the resident megabytes of a process of its own for each way to hold a graph."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "world.npz"
        np.savez(file, size=world.size, holder=world.holder, firm=world.firm, stake=world.stake)
        for name, way in (("firmgraph", "arrays"), ("networkx", "networkx")):
            code = "import sys; from benchmarks.graph_memory import hold; hold(*sys.argv[1:])"
            run = [sys.executable, "-c", code, str(file), way]
            text = subprocess.run(run, check=True, capture_output=True, text=True).stdout
            found[name] = round(float(text.split()[0]))
    return found
