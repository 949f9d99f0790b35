"""What a card tells of the monotone twin of a model: what it costs, and how stable the reasons of both are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from firmgraph.profiling.models import measures
from firmgraph.profiling.models.card_later import later_margins, later_of
from firmgraph.profiling.models.card_source import Twin
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.monotone import against, twin
from firmgraph.profiling.models.reason_codes import stability
from firmgraph.profiling.models.task import Sample, Task

SEEDS, SEED_STEP, MOST_EXPLAINED = 20, 131, 1000


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
