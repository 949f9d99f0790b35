"""The snapshot at scale: its file opened again, and a write that is seen in the next answer.

Nodes and holdings are those of the company graph; the record written goes through a real store, which is small: what is
measured is what the arrays cost.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.graph_world import World, world
from firmgraph.graph.elements import Moment
from firmgraph.graph.kernels.runs import ordered_by
from firmgraph.graph.ownership.penetration import penetrate_up
from firmgraph.graph.prepared import Heading, prepare
from firmgraph.graph.records import KINDS
from firmgraph.graph.snapshot.clock import FIRST_DAY, LAST_DAY
from firmgraph.graph.snapshot.columns import kind_names
from firmgraph.graph.snapshot.delta import Delta, with_delta
from firmgraph.graph.snapshot.keys import Keys
from firmgraph.graph.snapshot.saved import open_snapshot, save_snapshot
from firmgraph.graph.snapshot.snapshot import Snapshot
from firmgraph.graph.snapshot.strings import Strings
from firmgraph.graph.snapshot.tables import NodeTable, RelationTable
from firmgraph.graph.store import open_store

DAY = Moment("2025-06-30")
GOAL = "reopen under 50 ms; a fresh write in the next answer within 1 s"


def snapshot_of(given: World) -> Snapshot:
    """Return the snapshot of a company graph, every text in place."""
    size, held = given.size, len(given.stake)
    ids = Strings.of(f"ent:{number:08d}" for number in range(size))
    empty = Strings.of("{}" for _ in range(size))
    none = Strings.of("" for _ in range(size))
    kinds = np.full(size, kind_names().index("enterprise"), dtype=np.uint8)
    nodes = NodeTable(ids, ids, kinds, np.zeros(size, np.int64), np.ones(size, np.bool_), empty, none)
    order = np.lexsort((given.firm, given.holder))
    start, end = given.holder[order].astype(np.int32), given.firm[order].astype(np.int32)
    into_order = ordered_by(end)
    columns = {"ratio": given.stake[order].astype(np.int32)}
    table = RelationTable(
        "holds", start, end, into_order, end[into_order], np.full(held, FIRST_DAY, np.int32),
        np.full(held, LAST_DAY, np.int32), np.zeros(held, np.int64), np.arange(held, dtype=np.int32), columns,
        Strings.of(f"holds-{number:08d}" for number in range(held)),
        Strings.of('{"role":"shareholder"}' for _ in range(held)), Strings.of("bench:1" for _ in range(held)),
    )  # fmt: skip
    keys = Keys.of(f"ent:{number:08d}" for number in range(size))
    return Snapshot(1, "2025-06-30T00:00:00", kind_names(), nodes, keys, {"holds": table})


def fresh_write(base: Snapshot, folder: Path) -> tuple[float, float]:
    """Return the seconds from a write to an answer that holds it, and of a second question."""
    codes = ("91990101MA001TRM3C", "91990101MA00H83197")
    with open_store(f"sqlite:///{folder}/small.db") as store:
        row = {"enterprise": codes[0], "holder": codes[1], "ratio": "60%"}
        record = prepare("shareholding", KINDS["shareholding"].read(dict(row)), row, Heading("bench", "2025-01-01"))
        begun = time.perf_counter()
        store.append([record])
        status = store.status(counts=False, since=0)
        assert status.touched is not None
        present = tuple(store.stream(evidence=True, ids=status.touched))
        fresh = with_delta(base, Delta(base.version + 1, status.loaded_at, status.touched, present)).at(DAY)
        firm = fresh.index(f"ent:{codes[0]}")
        assert firm is not None
        assert [stake.id for stake in penetrate_up(fresh, firm).holders] == [f"ent:{codes[1]}"]
        first = time.perf_counter() - begun
        begun = time.perf_counter()
        penetrate_up(fresh, firm)
        return first, time.perf_counter() - begun


def best(work: Callable[[], Any], rounds: int) -> float:
    """Return the fewest seconds of some rounds."""
    seconds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)


def run(nodes: int) -> dict[str, Any]:
    """Return what opening and refreshing a snapshot of so many nodes costs."""
    base = snapshot_of(world(nodes))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "large.snapshot"
        saving = best(lambda: save_snapshot(base, path), 1)
        size = path.stat().st_size
        reopening = best(lambda: open_snapshot(path), 5)
        opened = open_snapshot(path)
        assert opened is not None
        assert opened.index("ent:00000007") == 7
        view = opened.at(DAY)
        warm = best(lambda: penetrate_up(view, nodes // 2), 1)
        first, again = fresh_write(opened, Path(name))
    return {
        "nodes": nodes,
        "file mb": round(size / 1e6),
        "save seconds": round(saving, 2),
        "reopen ms": round(reopening * 1000, 2),
        "first answer seconds": round(warm, 2),
        "fresh write seconds": round(first, 2),
        "next answer ms": round(again * 1000, 2),
    }
