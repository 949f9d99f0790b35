"""Multinomial logistic regression over sparse features, by Adagrad with a fixed seed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_BATCH, _SHRINK = 4096, 2e-6


@dataclass(frozen=True, slots=True)
class Pace:
    """How often all rows are seen, by how long a step, and whether a batch shrinks only the features it shows."""

    epochs: int
    step: float
    shown_only: bool


def regress(rows: Any, targets: Floats, pace: Pace) -> tuple[Floats, Floats]:
    """Return the weights of features and the priors of classes under the cross-entropy with the targets."""
    weights = np.zeros((rows.shape[1], targets.shape[1]), dtype=np.float32)
    squares = np.full(weights.shape, 1e-6, dtype=np.float32)
    prior = np.log(targets.mean(axis=0) + 1e-5).astype(np.float32)
    random = np.random.default_rng(0)
    for _ in range(pace.epochs):
        order = random.permutation(rows.shape[0])
        for start in range(0, len(order), _BATCH):
            at = order[start : start + _BATCH]
            batch = rows[at]
            errors = _softmax(batch @ weights + prior) - targets[at]
            moved = np.unique(batch.indices) if pace.shown_only else slice(None)
            gradient = np.asarray(batch[:, moved].T @ errors) / len(at) + _SHRINK * weights[moved]
            squares[moved] += gradient * gradient
            weights[moved] -= pace.step * gradient / np.sqrt(squares[moved])
    return weights, prior


def _softmax(logits: Floats) -> Floats:
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)
