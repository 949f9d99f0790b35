"""The population stability index (群体稳定性指数, PSI) of two distributions over the same bins."""

from collections.abc import Sequence
from math import log

LEAST = 1e-6


def population_stability(expected: Sequence[float], actual: Sequence[float]) -> float:
    """Return the PSI of two distributions, given as counts or shares; 0 where they are equal.

    An empty bin counts as one part in a million, so that the index stays finite. Raises ValueError for different
    numbers of bins or a distribution of nothing.
    """
    if len(expected) != len(actual):
        raise ValueError(f"{len(expected)} bins before and {len(actual)} after")
    before, after = _shares(expected), _shares(actual)
    return sum((now - then) * log(now / then) for then, now in zip(before, after, strict=True))


def _shares(told: Sequence[float]) -> list[float]:
    total = sum(told)
    if total <= 0:
        raise ValueError("a distribution of nothing")
    return [max(part / total, LEAST) for part in told]
