"""Generated worlds and the training tables made of them, each made once however many ask for it."""

import atexit
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from shutil import rmtree
from typing import Any

from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.graph.world import write_world
from firmgraph.profiling.models.frame import cohorts, known_through
from firmgraph.profiling.models.frame_file import write_table

WINDOWS = {
    "utilisation_next_month": ("2023-04", "2025-05"),
    "utilisation": ("2023-04", "2025-03"),
    "willingness": ("2023-03", "2025-03"),
    "risk": ("2021-06", "2024-06"),
}


@dataclass(frozen=True, slots=True)
class World:
    """A generated world: firms, seed, months of history, months from one cohort to the next, and labels told of it."""

    firms: int
    seed: int
    months: int
    apart: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and how it was made."""

    path: Path
    told: Mapping[str, Any]


LINES = World(700, 20261, 54, 1, ("utilisation_next_month", "utilisation"))
RATED = World(3000, 20263, 54, 3, ("willingness", "risk"))
"""Few firms and every month for the use of lines, many and every third month where few clients have the label 1."""


@cache
def tables(world: World) -> Mapping[str, Table]:
    """The tables of a world by label; they are gone when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="world-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    write_world(world.firms, world.seed, folder / "world", months=world.months)
    with open_store(f"sqlite:///{folder / 'bank.db'}") as store:
        load_files(store, [folder / "world"], LoadOptions())
        return {label: _table(world, label, store, folder / f"{label}.csv") for label in world.labels}


def _table(world: World, label: str, store: GraphStore, path: Path) -> Table:
    began = time.perf_counter()
    every = cohorts(label, *WINDOWS[label], known_through(store))
    written = write_table(store, replace(every, days=every.days[:: world.apart]), path, lambda _done, _all: None)
    told = {
        "firms of the world, months from one cohort to the next": (world.firms, world.apart),
        "clients, months, rows": (written.clients, written.cohorts, written.rows),
        "left out": [f"{count} {why.replace('_', ' ')}" for why, count in sorted(written.left_out.items())],
        "seconds to make the table": round(time.perf_counter() - began),
    }
    return Table(path, told)
