"""Calibration by segment: rising, within 0 and 1, true on clients not seen, and honest about thin segments."""

import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.calibration import Calibration, slope_interval
from firmgraph.profiling.models.coding import Numbers


def _clients(size: int, seed: int) -> tuple[Numbers, Numbers, list[str]]:
    """Labels, probabilities twice too extreme and, in segment b, twice too high in odds, and the segments."""
    random = np.random.default_rng(seed)
    true = random.normal(-1, 1, size)
    segments = random.choice(["a", "b"], size).tolist()
    shift = np.where(np.array(segments) == "b", np.log(2), 0.0)
    y = (random.random(size) < expit(true)).astype(float)
    return y, expit(2 * true + 1 + shift), segments


def test_row_1_03_probabilities_calibrated_by_segment_are_true_on_new_clients() -> None:
    found = Calibration.fit(*_clients(20000, 1))
    y, p, segments = _clients(20000, 2)
    assert set(found.by_segment) == {"a", "b"}
    for segment in ("a", "b"):
        mine = np.array(segments) == segment
        told = found.apply(p, segments)[mine]
        assert measures.calibration_slope(y[mine], p[mine]) < 0.6
        assert measures.calibration_slope(y[mine], told) == pytest.approx(1, abs=0.1)
        assert told.mean() == pytest.approx(y[mine].mean(), abs=0.02)
    assert measures.brier(y, found.apply(p, segments)) < measures.brier(y, p) - 0.005


def test_a_thin_segment_and_one_of_one_class_take_the_curve_of_all() -> None:
    y, p, _ = _clients(1000, 3)
    segments = ["thin" if place < 150 else "good" if label == 0 else "rest" for place, label in enumerate(y)]
    found = Calibration.fit(y, p, segments)
    assert not found.by_segment
    assert np.array_equal(found.apply(p, segments), found.apply(p, ["unheard of"] * 1000))


def test_reading_needs_no_scikit_learn_and_is_the_same_from_json(monkeypatch: pytest.MonkeyPatch) -> None:
    y, p, segments = _clients(1500, 4)
    found = Calibration.fit(y, p, segments)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    again = Calibration.from_json(found.to_json())
    assert again == found
    assert np.array_equal(again.apply(p, segments), found.apply(p, segments))


def test_calibrating_twice_changes_little() -> None:
    y, p, segments = _clients(3000, 5)
    once = Calibration.fit(y, p, segments).apply(p, segments)
    assert np.abs(Calibration.fit(y, once, segments).apply(once, segments) - once).mean() < 0.005


def test_the_order_of_clients_means_nothing_and_a_probability_not_known_stays_so() -> None:
    y, p, segments = _clients(900, 6)
    found = Calibration.fit(y, p, segments)
    assert Calibration.fit(y[::-1], p[::-1], segments[::-1]).to_json() == found.to_json()
    assert np.isnan(found.apply([np.nan, 0.5], ["a", "a"])).tolist() == [True, False]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=2, max_size=60).filter(
        lambda rows: len({bad for bad, _ in rows}) == 2
    ),
    st.lists(st.floats(0, 1), min_size=1, max_size=30),
)
def test_a_curve_never_falls_and_stays_within_0_and_1(rows: list[tuple[bool, float]], asked: list[float]) -> None:
    y, p = (np.array(side, float) for side in zip(*rows, strict=True))
    told = Calibration.fit(y, p, ["one"] * len(y)).apply(sorted(asked), ["one"] * len(asked))
    assert (np.diff(told) >= 0).all()
    assert ((told > 0) & (told < 1)).all()


@pytest.mark.parametrize(
    ("y", "p", "words"),
    [
        ([0, 0], [0.1, 0.2], "good and bad"),
        ([0, 1], [0.1, np.nan], "all told"),
        ([0, 1], [0.1, 1.2], "between 0 and 1"),
        ([0, 2], [0.1, 0.2], "0 or 1"),
        ([0, 1, 1], [0.1, 0.2], "each client"),
    ],
)
def test_what_cannot_be_calibrated_is_refused(y: list[float], p: list[float], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        Calibration.fit(y, p, ["a"] * len(p))


@pytest.mark.parametrize("body", [{}, {"whole": [[0, 1], [0.5, 0.2]]}, {"whole": [[0, 1], [0, 1]]}, {"whole": 3}])
def test_a_broken_calibration_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="calibration"):
        Calibration.from_json(body)


def test_logit_of_a_calibrated_probability_is_finite() -> None:
    found = Calibration.fit([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9], ["a"] * 4)
    assert np.isfinite(logit(found.apply([0, 1], ["a", "a"]))).all()


def test_the_interval_of_the_slope_covers_the_truth_as_often_as_it_says() -> None:
    covered = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        margins = random.normal(-1, 1, 400)
        found = slope_interval((random.random(400) < expit(margins)).astype(float), expit(margins))
        covered += found.low <= 1 <= found.high
    assert 180 <= covered <= 200
