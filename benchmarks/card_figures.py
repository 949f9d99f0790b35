"""What cards of benchmarks share: a model kept nowhere, and probabilities calibrated by other clients."""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from firmgraph.profiling.models.calibration import Calibration
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.task import Task
from firmgraph.profiling.models.training import train


def learned(task: Task) -> Kept:
    """The model that the command would learn from a task, kept nowhere."""
    with TemporaryDirectory() as folder:
        return train(task, Path(folder), {}, lambda words: print(words, file=sys.stderr))


def calibrated_by_others(y: Numbers, p: Numbers, cohorts: Sequence[str]) -> Numbers:
    """The probabilities, those of each cohort calibrated by all the others."""
    named, told = np.asarray(cohorts, object), np.empty_like(p)
    for cohort in sorted(set(cohorts)):
        mine = named == cohort
        curve = Calibration.fit(y[~mine], p[~mine], ["all"] * int((~mine).sum()))
        told[mine] = curve.apply(p[mine], ["all"] * int(mine.sum()))
    return told
