"""Figures that cards of models share: what blocks of columns are worth, how a twin does, how stable reasons are."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from firmgraph.profiling.models import measures
from firmgraph.profiling.models.calibration import Calibration
from firmgraph.profiling.models.card_source import Twin
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.monotone import against
from firmgraph.profiling.models.reason_codes import stability
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.selection import blend, held_out_margins
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.training import train

SEEDS, SEED_STEP, MOST_EXPLAINED = 20, 131, 1000
Scores = Callable[[Sequence[str]], Numbers]


def learned(task: Task) -> Kept:
    """The model that the command would learn from a task, kept nowhere."""
    with TemporaryDirectory() as folder:
        return train(task, Path(folder), {}, lambda words: print(words, file=sys.stderr))


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


def calibrated_by_others(y: Numbers, p: Numbers, cohorts: Sequence[str]) -> Numbers:
    """The probabilities, those of each cohort calibrated by all the others."""
    named, told = np.asarray(cohorts, object), np.empty_like(p)
    for cohort in sorted(set(cohorts)):
        mine = named == cohort
        curve = Calibration.fit(y[~mine], p[~mine], ["all"] * int((~mine).sum()))
        told[mine] = curve.apply(p[mine], ["all"] * int(mine.sum()))
    return told


def auc_lost(
    judged: Sample, columns: Sequence[str], blocks: Mapping[str, Sequence[str]], scores: Scores
) -> dict[str, Interval]:
    """The AUC lost without each block; `scores` gives the log odds of the clients judged from the columns named."""
    full = scores(columns)
    rests = {name: [column for column in columns if column not in block] for name, block in blocks.items()}
    return {name: measures.auc_difference(judged.y, full, scores(rest), judged.behind) for name, rest in rests.items()}


def twin_figures(
    known: Sample,
    pair: tuple[Learner, Learner],
    explained: Sequence[Learner],
    signs: Mapping[str, int],
    cost: Mapping[str, Interval],
) -> Twin:
    """How the second of a pair, the twin, does beside the first; `explained` are the learners of the model in use.

    `cost` is the AUC lost against each model, measured on clients not seen; the rest is about the clients known.
    """
    shown = spread(known)
    shares = [against([fit(one, known.frame, known.y)], shown.frame, signs) for one in pair]
    both = {name: (share, shares[1][name]) for name, share in shares[0].items()}
    return Twin(cost, both, (agreement(explained, known), agreement([pair[1]], known)), SEEDS)


def spread(known: Sample) -> Sample:
    """The rows that are explained, evenly spread: all, or about `MOST_EXPLAINED` of more."""
    return known.taken(np.arange(0, len(known.ids), -(-len(known.ids) // MOST_EXPLAINED)))


def agreement(learners: Sequence[Learner], known: Sample) -> float:
    """How far the reasons of clients agree over models learned with other seeds."""
    shown = spread(known)
    runs = []
    for place in range(1, SEEDS + 1):
        seeded = [replace(one, seed=one.seed + SEED_STEP * place) for one in learners]
        runs.append(contributions([fit(one, known.frame, known.y) for one in seeded], shown.frame))
    return stability(runs)
