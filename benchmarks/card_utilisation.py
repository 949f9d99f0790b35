"""The card of the use of revolving lines, judged on borrowers that nothing was learned from."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml
from scipy.special import expit

from benchmarks import models_utilisation
from benchmarks.card_figures import chosen_learners, held_out, learned
from benchmarks.card_words import with_columns
from firmgraph.profiling.models.card import write_card
from firmgraph.profiling.models.card_source import Judged
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.lines import task_of
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.selection import blended
from firmgraph.profiling.models.task import Sample, Task

WORDS = Path(__file__).parent / "cards" / "utilisation.yaml"
COHORT = "later half"


def card(folder: Path) -> list[Path]:
    """Write the card and its plots into a folder and return their paths."""
    task = task_of(models_utilisation.DATA)
    later = later_of(task)
    words = with_columns(yaml.safe_load(WORDS.read_text(encoding="utf-8")), task.known.frame)
    kept = learned(task)
    known = Judged(
        later,
        scored(kept, later),
        contributions(kept.fitted(), later.frame),
        "MAE",
        cohorts=[COHORT] * len(later.ids),
        before=held_out(task, kept),
        ablation=_error_added(task, chosen_learners(kept, task.learners)),
    )
    return write_card(folder, "utilisation", kept, known, words)


def later_of(task: Task) -> Sample:
    """The borrowers that nothing was learned from."""
    assert task.later is not None
    return task.later


def _error_added(task: Task, learners: Sequence[Learner]) -> dict[str, Interval]:
    """By how much the mean absolute error on the later borrowers grows without each block, borrower by borrower."""
    full = _errors(task, learners)
    told = {}
    for block in sorted(task.blocks):
        value, low, high = models_utilisation.interval(_errors(task.without([block]), learners) - full)
        told[block.replace("_", " ")] = Interval(value, low, high)
    return told


def _errors(task: Task, learners: Sequence[Learner]) -> Numbers:
    known, later = task.known, later_of(task)
    fitted = [fit(one, known.frame, known.y, target="share") for one in learners]
    return np.asarray(np.abs(later.y - expit(blended(fitted, later.frame))))
