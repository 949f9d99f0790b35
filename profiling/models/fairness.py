"""How unevenly a model does between groups of clients: the widest gap of a measure, with its interval."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
from scipy import stats

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.measures import Interval

SURE = 0.95


def widest_gap(found: Mapping[str, Interval]) -> tuple[str, str, Interval]:
    """The group of the highest and that of the lowest figure, and the gap, from each group's figure and its interval.

    The gap's interval allows for all pairs of groups that were looked at (Bonferroni); equal figures go by name. Raise
    InvalidInput for fewer than two groups.
    """
    if len(found) < 2:
        raise InvalidInput("a gap lies between at least two groups", field="groups")
    best, least = (pick(found, key=lambda one: (found[one].value, one)) for pick in (max, min))
    gap = found[best].value - found[least].value
    pairs = len(list(combinations(found, 2)))
    wider = float(stats.norm.ppf(1 - (1 - SURE) / 2 / pairs) / stats.norm.ppf((1 + SURE) / 2))
    reach = float(np.hypot(reach_of(found[best]), reach_of(found[least]))) * wider
    return best, least, Interval(gap, max(0.0, gap - reach), gap + reach)


def reach_of(found: Interval) -> float:
    """How far an interval reaches from its figure, on the side where it is not cut off."""
    return max(found.high - found.value, found.value - found.low)
