"""The widest gap between groups: which groups, how wide, and how sure."""

import numpy as np
import pytest

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.fairness import reach_of, widest_gap
from firmgraph.profiling.models.measures import Interval


def test_the_gap_lies_between_the_best_and_the_worst_group_and_more_groups_widen_its_interval() -> None:
    two = {"north": Interval(0.8, 0.77, 0.83), "south": Interval(0.7, 0.66, 0.74)}
    best, least, gap = widest_gap(two)
    assert (best, least) == ("north", "south")
    assert gap.value == pytest.approx(0.1)
    assert gap.high - gap.value == pytest.approx(0.05)
    wider = widest_gap({**two, "east": Interval(0.75, 0.7, 0.8)})[2]
    assert wider.value == gap.value
    assert wider.high > gap.high
    assert widest_gap({"a": Interval(0.5, 0.4, 0.6), "b": Interval(0.5, 0.4, 0.6)})[2].low == 0


def test_the_reach_is_that_of_the_side_not_cut_off() -> None:
    assert reach_of(Interval(0.99, 0.9, 1.0)) == pytest.approx(0.09)


def test_a_gap_without_cause_is_seldom_told_as_sure() -> None:
    sure = 0
    for seed in range(150):
        random = np.random.default_rng(seed)
        found = {}
        for group in "abcd":
            y = (random.random(300) < 0.3).astype(float)
            found[group] = measures.auc_interval(y, y + 1.2 * random.standard_normal(300))
        sure += widest_gap(found)[2].low > 0
    assert sure <= 15


def test_one_group_has_no_gap() -> None:
    with pytest.raises(InvalidInput, match="two groups"):
        widest_gap({"a": Interval(0.5, 0.4, 0.6)})
