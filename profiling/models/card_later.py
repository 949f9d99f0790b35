"""What a card tells of a model on the part of a task that nothing was learned from."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import expit

from firmgraph.profiling.models import measures
from firmgraph.profiling.models.card_source import Judged
from firmgraph.profiling.models.coding import Frame, Numbers
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.selection import blend, blended, held_out_margins
from firmgraph.profiling.models.task import Sample, Task

Scores = Callable[[Sequence[str]], Numbers]


def later_of(task: Task) -> Sample:
    """The clients that nothing was learned from and whose label is known."""
    assert task.later is not None
    return task.later.labelled()


def judged_later(task: Task, kept: Kept, cohorts: Sequence[str], **more: Any) -> Judged:
    """What a card tells of a model on the later clients; `more` are further fields of it."""
    later = later_of(task)
    told = contributions(kept.fitted(), later.frame)
    return Judged(later, scored(kept, later), told, cohorts=cohorts, before=held_out(task, kept), **more)


def held_out(task: Task, kept: Kept) -> Numbers:
    """The log odds of the clients learned from, told by the learners chosen in folds that had not seen them."""
    known = task.known
    chosen = chosen_learners(kept, task.learners)
    margins: Numbers = blend([held_out_margins(one, known.frame, known.y, task.plan) for one in chosen]).mean(axis=0)
    return margins


def chosen_learners(kept: Kept, learners: Mapping[str, Learner]) -> list[Learner]:
    """The learners that the kept model is made of."""
    chosen = kept.metrics["chosen"]
    lines = (line["learners"] for line in kept.metrics["table"])
    return [learners[name] for name in next(names for names in lines if " + ".join(names) == chosen)]


def later_margins(task: Task, learners: Sequence[Learner], columns: Sequence[str]) -> Numbers:
    """The log odds of the later clients by learners of the columns named, learned on all that is known."""
    known, later = (_only(one.frame, columns) for one in (task.known, later_of(task)))
    return blended([fit(one, known, task.known.y, target=task.goal.target) for one in learners], later)


def auc_lost(
    judged: Sample, columns: Sequence[str], blocks: Mapping[str, Sequence[str]], scores: Scores
) -> dict[str, Interval]:
    """The AUC lost without each block; `scores` gives the log odds of the clients judged from the columns named."""
    full = scores(columns)
    rests = {name: [column for column in columns if column not in block] for name, block in blocks.items()}
    return {name: measures.auc_difference(judged.y, full, scores(rest), judged.behind) for name, rest in rests.items()}


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


def _only(frame: Frame, columns: Sequence[str]) -> Frame:
    return {name: frame[name] for name in columns}
