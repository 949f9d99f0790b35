"""The cards of the models learned from the table of a generated world, judged on its later months."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from benchmarks.card_figures import learned
from benchmarks.world_tables import LINES, RATED, World, months_of, tables
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.card_later import (
    auc_lost,
    chosen_learners,
    error_added,
    judged_later,
    later_margins,
    later_of,
)
from firmgraph.profiling.models.card_twin import twin_on_later
from firmgraph.profiling.models.monotone import read_signs
from firmgraph.profiling.models.table import task_of
from firmgraph.profiling.models.task import Sample, Task

CARDS = Path(__file__).parent / "cards"
YEARS = (5, 10)


def risk(folder: Path) -> list[Path]:
    """Write the card of the risk rating, whose signs are those of the portrait's features."""
    task = _task(RATED, "risk")
    return _rated(folder, "world-risk", task, read_signs(columns=sorted(task.known.frame)))


def willingness(folder: Path) -> list[Path]:
    """Write the card of the drawdown willingness, whose signs its own words state."""
    task = _task(RATED, "willingness")
    signs = {name: int(one["sign"]) for name, one in _words("world-willingness")["signs"].items()}
    return _rated(folder, "world-willingness", task, signs)


def use(folder: Path) -> list[Path]:
    """Write the card of the use of lines in three months."""
    task, words = _task(LINES, "utilisation"), _words("world-utilisation")
    kept = learned(task)
    lost = error_added(task, chosen_learners(kept, task.learners))
    cohorts = months_of(later_of(task))
    known = judged_later(task, kept, cohorts, metric="MAE", ablation=lost)
    return write_card(folder, "world-utilisation", kept, known, words)


def _rated(folder: Path, name: str, task: Task, signs: Mapping[str, int]) -> list[Path]:
    kept, later = learned(task), later_of(task)
    chosen = chosen_learners(kept, task.learners)
    columns = sorted(task.known.frame)
    blocks = {block.replace("_", " "): named for block, named in task.blocks.items()}
    known = judged_later(
        task,
        kept,
        months_of(later),
        ablation=auc_lost(later, columns, blocks, lambda named: later_margins(task, chosen, named)),
        groups=_groups(later),
        twin=twin_on_later(task, chosen, signs, {kept.metrics["chosen"]: chosen[0]}),
    )
    return write_card(folder, name, kept, known, _words(name))


def _groups(later: Sample) -> dict[str, list[str]]:
    """The clients by region, size and age."""
    ages = np.searchsorted(YEARS, np.asarray(later.frame["years_since_establishment"], np.float64), "right")
    bands = [f"under {YEARS[0]} years", f"{YEARS[0]} to {YEARS[1]} years", f"{YEARS[1]} years and more"]
    told = {"age": [bands[place] for place in ages.tolist()], "size": list(later.segments)}
    return {**told, "region": [str(one or "unknown") for one in later.frame["region"]]}


def _task(world: World, label: str) -> Task:
    return task_of(tables(world)[label].path, label)


def _words(name: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = yaml.safe_load((CARDS / f"{name}.yaml").read_text(encoding="utf-8"))
    return words
