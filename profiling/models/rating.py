"""Ratings in an order (D, C, B, A), told from a place on the scale: learned as a share, cut where the grades part.

The rating of a client is learned as its place from 0 (the worst) to 1 (the best). Where the scale is cut follows from
predictions of clients held out: as many of them fall into each grade as belong there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Frame, Numbers
from firmgraph.profiling.models.learners import Learner, fit_checked
from firmgraph.profiling.models.selection import (
    Folds,
    Goal,
    Rows,
    best,
    blend,
    blended,
    held_out_margins,
    metric_table,
    part,
)

GOAL = Goal("share", "spearman")


@dataclass(frozen=True, slots=True)
class Rated:
    """The grade of each client in each repeat, by its number from 0, and how often each way was chosen."""

    grades: Rows
    chosen: Mapping[str, int]


def places(ratings: Sequence[str], order: Sequence[str]) -> Rows:
    """Return the number of each rating in an order from the worst to the best; InvalidInput for one not in it."""
    if strange := sorted(set(ratings) - set(order)):
        raise InvalidInput(f"no rating {', '.join(strange)}, but {', '.join(order)}", field="rating")
    return np.array([order.index(rating) for rating in ratings], np.int64)


def cuts(held_out: Numbers, grades: Rows, size: int) -> Numbers:
    """Return where predictions of clients held out are cut, so that each grade has as many as belong there."""
    below = [float((grades < grade).mean()) for grade in range(1, size)]
    return np.quantile(held_out, below).astype(np.float64)


def graded(predicted: Numbers, at: Numbers) -> Rows:
    """Return the grade of each prediction; one on a cut is of the grade above it."""
    return np.searchsorted(at, predicted, side="right").astype(np.int64)


def rate(
    learners: Mapping[str, Learner], frame: Frame, grades: Rows, plans: tuple[Folds, Folds], most: int = 1
) -> Rated:
    """Rate each client by what was learned from others: way and cuts are chosen within each outer training part."""
    outer, inner = plans
    size = int(grades.max()) + 1
    y = grades / (size - 1)
    found = np.zeros((outer.repeats, len(y)), np.int64)
    chosen: dict[str, int] = {}
    for repeat, fold in enumerate(outer.drawn(y)):
        for held in range(outer.folds):
            inside, outside = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
            known, seen = part(frame, inside), y[inside]
            tried = {name: held_out_margins(learner, known, seen, inner) for name, learner in learners.items()}
            winner = best(metric_table(tried, seen, most, GOAL), GOAL.metric)
            chosen[winner.name] = chosen.get(winner.name, 0) + 1
            at = cuts(blend([tried[name] for name in winner.learners]).mean(axis=0), grades[inside], size)
            fitted = [fit_checked(learners[name], known, seen) for name in winner.learners]
            found[repeat, outside] = graded(blended(fitted, part(frame, outside)), at)
    return Rated(found, chosen)


def kappa(true: npt.ArrayLike, told: npt.ArrayLike) -> float:
    """Cohen's kappa with quadratic weights: 1 is perfect, 0 as chance would; InvalidInput where neither side varies."""
    first, second = np.asarray(true, np.float64), np.asarray(told, np.float64)
    if first.shape != second.shape or not len(first):
        raise InvalidInput("each client has a true grade and one told", field="grades")
    by_chance = float(np.mean((first[:, None] - second[None, :]) ** 2))
    if by_chance == 0:
        raise InvalidInput("all grades are the same, so that there is no kappa", field="grades")
    return 1 - float(np.mean((first - second) ** 2)) / by_chance


def confusion(true: Rows, told: Rows, order: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return how many clients of each true rating were told each rating."""
    return {
        name: {other: int(np.sum((true == row) & (told == column))) for column, other in enumerate(order)}
        for row, name in enumerate(order)
    }
