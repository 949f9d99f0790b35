"""The cards of the models learned from the table of a generated world, judged on its later months."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from benchmarks.card_figures import learned
from benchmarks.world_tables import LINES, RATED, World, tables
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.monotone import read_signs
from firmgraph.profiling.models.table import task_of
from firmgraph.profiling.models.table_card import known_of
from firmgraph.profiling.models.task import Task

CARDS = Path(__file__).parent / "cards"


def risk(folder: Path) -> list[Path]:
    """Write the card of the risk rating, whose signs are those of the portrait's features."""
    task = _task(RATED, "risk")
    return _written(folder, "world-risk", task, read_signs(columns=sorted(task.known.frame)))


def willingness(folder: Path) -> list[Path]:
    """Write the card of the drawdown willingness, whose signs its own words state."""
    task = _task(RATED, "willingness")
    signs = {name: int(one["sign"]) for name, one in _words("world-willingness")["signs"].items()}
    return _written(folder, "world-willingness", task, signs)


def use(folder: Path) -> list[Path]:
    """Write the card of the use of lines in three months."""
    return _written(folder, "world-utilisation", _task(LINES, "utilisation"), {})


def _written(folder: Path, name: str, task: Task, signs: Mapping[str, int]) -> list[Path]:
    kept = learned(task)
    return write_card(folder, name, kept, known_of(task, kept, signs), _words(name))


def _task(world: World, label: str) -> Task:
    return task_of(tables(world)[label].path, label)


def _words(name: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml.safe_load((CARDS / f"{name}.yaml").read_text(encoding="utf-8"))
    return words
