"""The stability index: the oracle's figure, the same as that of the measures, and every bin in its place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.drift import Shape, shapes, stability_index
from firmgraph.profiling.models.measures import psi


def test_the_index_of_the_oracle() -> None:
    expected, actual = (0.1, 0.2, 0.4, 0.2, 0.1), (0.05, 0.15, 0.4, 0.25, 0.15)
    assert stability_index(expected, actual) == pytest.approx(0.080472, abs=5e-7)


def test_numbers_have_the_index_of_the_measures_missing_values_too() -> None:
    random = np.random.default_rng(1)
    before, after = random.standard_normal(900), random.normal(0.4, 1.2, 700)
    before[:50], after[:90] = np.nan, np.nan
    found = Shape.of("debt", before).index("debt", after)
    assert found == pytest.approx(psi(before, after), abs=1e-12)
    assert found > 0.1


def test_categories_new_ones_and_missing_ones_are_bins_of_their_own() -> None:
    shape = Shape.of("trade", ["mill"] * 60 + ["shop"] * 30 + [None] * 10)
    assert (shape.levels, shape.counts) == (["mill", "shop"], [60, 30, 0, 10])
    assert shape.counted("trade", ["yard", "", "mill"]) == [1, 0, 1, 1]
    assert shape.index("trade", ["mill"] * 6 + ["shop"] * 3 + [None]) == pytest.approx(0)
    assert shape.index("trade", ["yard"] * 100) > 1
    assert Shape.of("trade", ["", ""]).counted("trade", ["mill", ""]) == [1, 1]
    assert shapes({"trade": ["mill"], "debt": [1.0]})["debt"].counts == [0, 1, 0, 0]


@given(st.lists(st.integers(0, 50), min_size=3, max_size=8).filter(any), st.randoms())
def test_the_index_is_never_below_0_and_0_for_the_same_shares(counts: list[int], random: object) -> None:
    assert stability_index(counts, counts) == pytest.approx(0, abs=1e-12)
    turned = counts[::-1]
    assert stability_index(counts, turned) >= 0
    assert stability_index(counts, turned) == pytest.approx(stability_index(turned, counts))


def test_unlike_bins_and_nobody_are_refused() -> None:
    for expected, actual in (((1, 2), (1, 2, 3)), ((0, 0), (1, 2))):
        with pytest.raises(InvalidInput, match="stability index"):
            stability_index(expected, actual)
