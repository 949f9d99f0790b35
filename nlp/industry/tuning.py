"""Fit scores of divisions to labelled registrations: multinomial logistic regression in the kernel of their rows.

What is learned is a small change of scores that were learned without labels, so few labels are enough.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Columns = NDArray[np.int64]
PENALTY = 0.3
STEPS = 60
FOLDS = 5
_FIRST_TRUST = np.array([0.5, 0.5, 0.3])


@dataclass(frozen=True)
class Tuned:
    """The trust in each of the given scores, and the weight of each known row for each division."""

    trust: Floats
    weights: Floats


@dataclass(frozen=True)
class Rows:
    """Labelled rows: the scores given by each source (sources, rows, divisions), likeness of rows, and divisions."""

    scores: Floats
    likeness: Floats
    gold: Columns


def tune(rows: Rows) -> Tuned:
    """The trust and weights of least cross-entropy, penalized by their size."""
    from scipy.optimize import minimize

    sources, count, width = rows.scores.shape
    wanted = np.eye(width)[rows.gold]

    def loss(point: Floats) -> tuple[float, Floats]:
        trust, weights = point[:sources], point[sources:].reshape(count, width)
        moved = rows.likeness @ weights
        logs = log_shares(np.tensordot(trust, rows.scores, 1) + moved)
        errors = np.exp(logs) - wanted
        distance = trust - _FIRST_TRUST
        cost = -(logs * wanted).sum() + PENALTY / 2 * (weights * moved).sum() + (distance**2).sum() / 2
        by_weight = rows.likeness @ (errors + PENALTY * weights)
        return float(cost), np.concatenate([(rows.scores * errors).sum((1, 2)) + distance, by_weight.ravel()])

    start = np.concatenate([_FIRST_TRUST, np.zeros(count * width)])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return Tuned(found[:sources], found[sources:].reshape(count, width))


def held_out_scores(rows: Rows) -> Floats:
    """The scores of each row by what was learned from the rows of the other folds."""
    fold = np.random.default_rng(0).permutation(len(rows.gold)) % FOLDS
    scores = np.zeros(rows.scores.shape[1:])
    for held in range(FOLDS):
        asked, known = np.flatnonzero(fold == held), np.flatnonzero(fold != held)
        tuned = tune(Rows(rows.scores[:, known], rows.likeness[np.ix_(known, known)], rows.gold[known]))
        scores[asked] = np.tensordot(tuned.trust, rows.scores[:, asked], 1)
        scores[asked] += rows.likeness[np.ix_(asked, known)] @ tuned.weights
    return scores


def best_temperature(scores: Floats, gold: Columns) -> float:
    """By how much to divide scores so that shares made of them are right as often as they say."""
    from scipy.optimize import minimize_scalar

    def loss(logarithm: float) -> float:
        return float(-log_shares(scores / np.exp(logarithm))[np.arange(len(gold)), gold].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-1.5, 1.5), method="bounded").x))


def log_shares(scores: Floats) -> Floats:
    """The logarithms of shares that sum to one in each row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))
