"""The card of the bankruptcy of small firms from their graph, judged on the year after the one learned from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import yaml

from benchmarks import models_sme
from benchmarks.card_figures import learned
from benchmarks.card_words import with_columns
from firmgraph.profiling.models import sme_graph
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.card_later import chosen_learners, judged_later, later_of
from firmgraph.profiling.models.card_twin import twin_on_later
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.task import Sample

WORDS = Path(__file__).parent / "cards" / "sme-bankruptcy.yaml"
RESULTS = Path(__file__).parent / "results" / "models-sme.json"
ABLATION, WITHOUT = "Bankruptcy of small firms, what it loses", "without the "
COHORT, TWIN_OF = "later year", "XGBoost"


def card(folder: Path) -> list[Path]:
    """Write the card and its plots into a folder and return their paths."""
    task = sme_graph.task_of(models_sme.DATA)
    later = later_of(task)
    words = with_columns(yaml.safe_load(WORDS.read_text(encoding="utf-8")), task.known.frame)
    kept = learned(task)
    signs = {name: int(one["sign"]) for name, one in words["signs"].items()}
    known = judged_later(
        task,
        kept,
        [COHORT] * len(later.ids),
        ablation=_ablation(),
        groups=_groups(task.known, later),
        twin=twin_on_later(task, chosen_learners(kept, task.learners), signs, {TWIN_OF: task.learners[TWIN_OF]}),
    )
    return write_card(folder, "sme-bankruptcy", kept, known, words)


def _ablation() -> dict[str, Interval]:
    """What the benchmark measured: the AUC lost without each block of columns and each kind of relation."""
    body: Mapping[str, Any] = orjson.loads(RESULTS.read_bytes())["results"][ABLATION]
    told = {name.removeprefix(WITHOUT): lost for name, lost in body.items() if name.startswith(WITHOUT)}
    return {name.removeprefix("block "): Interval(*lost) for name, lost in told.items()}


def _groups(known: Sample, later: Sample) -> dict[str, list[str]]:
    """The later firms by registered capital against the median of those learned from, and by lawsuits."""
    median = float(np.median(np.asarray(known.frame["registered_capital"], np.float64)))
    larger = np.asarray(later.frame["registered_capital"], np.float64) >= median
    sued = np.asarray(later.frame["lawsuits_all"], np.float64) > 0
    return {
        "registered capital": ["median and above" if one else "below the median" for one in larger.tolist()],
        "lawsuits": ["some" if one else "none" for one in sued.tolist()],
    }
