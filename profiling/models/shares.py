"""Shares from 0 to 1 as labels of families that know only classes: each client counts in part as 1, in part as 0."""

import numpy as np
from scipy.special import logit

from firmgraph.profiling.models.coding import Numbers

# a share nearer to 0 or 1 than half a per cent would stretch the log odds without end
NEAREST = 0.005


def are_classes(y: Numbers) -> bool:
    """Whether every label is 0 or 1."""
    return bool(np.isin(y, (0, 1)).all())


def in_classes(rows: Numbers, y: Numbers, weights: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Rows, labels of 0 and 1, and weights, of which the log loss is that of the shares; classes are left as they are.

    A client of share s stands twice: as 1 with weight s, as 0 with weight 1 - s.
    """
    if are_classes(y):
        return rows, y, weights
    labels = np.repeat([1.0, 0.0], len(y))
    return np.vstack([rows, rows]), labels, np.concatenate([weights * y, weights * (1 - y)])


def held_log_odds(y: Numbers) -> Numbers:
    """The log odds of shares, those next to 0 and 1 held at NEAREST."""
    odds: Numbers = logit(np.clip(y, NEAREST, 1 - NEAREST))
    return odds
