"""The part of a task that nothing was learned from, and a model judged on it."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import expit

from benchmarks.card_figures import held_out, twin_figures
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.card_source import Judged, Twin
from firmgraph.profiling.models.coding import Frame, Numbers
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.monotone import twin
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.selection import blended
from firmgraph.profiling.models.task import Sample, Task


def later_of(task: Task) -> Sample:
    """The clients that nothing was learned from and whose label is known."""
    assert task.later is not None
    return task.later.labelled()


def judged_later(task: Task, kept: Kept, cohorts: Sequence[str], **more: Any) -> Judged:
    """What a card tells of a model on the later clients; `more` are further fields of it."""
    later = later_of(task)
    told = contributions(kept.fitted(), later.frame)
    return Judged(later, scored(kept, later), told, cohorts=cohorts, before=held_out(task, kept), **more)


def later_margins(task: Task, learners: Sequence[Learner], columns: Sequence[str]) -> Numbers:
    """The log odds of the later clients by learners of the columns named, learned on all that is known."""
    known, later = (_only(one.frame, columns) for one in (task.known, later_of(task)))
    return blended([fit(one, known, task.known.y, target=task.goal.target) for one in learners], later)


def error_added(task: Task, learners: Sequence[Learner]) -> dict[str, Interval]:
    """By how much the mean absolute error on the later clients grows without each block of columns."""
    every, later = sorted(task.known.frame), later_of(task)

    def errors(columns: Sequence[str]) -> Numbers:
        return np.asarray(np.abs(later.y - expit(later_margins(task, learners, columns))))

    full, told = errors(every), {}
    for block in sorted(task.blocks):
        more = errors([name for name in every if name not in task.blocks[block]]) - full
        told[block.replace("_", " ")] = measures.ratio_interval(more, np.ones(len(more)), later.behind)
    return told


def twin_on_later(
    task: Task, learners: Sequence[Learner], signs: Mapping[str, int], pairs: Mapping[str, Learner]
) -> Twin:
    """The twin of the first of some learners, and the AUC it loses on later clients to each and to the model itself."""
    first, later = next(iter(pairs.values())), later_of(task)
    bound, every = twin(first, signs), sorted(task.known.frame)
    told = later_margins(task, [bound], every)

    def lost(models: Sequence[Learner]) -> Interval:
        return measures.auc_difference(later.y, later_margins(task, models, every), told, later.behind)

    cost = {name: lost([one]) for name, one in pairs.items()}
    if len(learners) > 1:
        cost["the blend"] = lost(learners)
    return twin_figures(task.known, (first, bound), learners, signs, cost)


def _only(frame: Frame, columns: Sequence[str]) -> Frame:
    return {name: frame[name] for name in columns}
