"""The corrected loss of document 001: its derivatives, and what its weight does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss, recall_score

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.corrected_loss import CorrectedLoss
from firmgraph.profiling.models.learners import Learner, fit


@given(st.floats(-8, 8), st.sampled_from([0.0, 1.0]), st.floats(0.1, 20))
def test_row_1_04_the_gradient_and_hessian_are_the_finite_differences_of_the_loss(
    margin: float, label: float, weight: float
) -> None:
    loss, y, step = CorrectedLoss(weight), np.array([label]), 1e-4
    at = np.array([margin])
    slope = (loss.value(at + step, y) - loss.value(at - step, y)) / (2 * step)
    curvature = (loss.gradient(at + step, y) - loss.gradient(at - step, y)) / (2 * step)
    assert loss.gradient(at, y) == pytest.approx(slope, abs=1e-6 * weight)
    assert loss.hessian(at, y) == pytest.approx(curvature, abs=1e-6 * weight)


def test_a_weight_of_one_is_plain_log_loss() -> None:
    y, margin = np.array([1.0, 0, 0, 1]), np.array([0.3, -2, 1, 4])
    assert CorrectedLoss().value(margin, y).mean() == pytest.approx(log_loss(y, 1 / (1 + np.exp(-margin))))


def test_the_start_has_no_gradient_and_undoing_the_weight_gives_the_bad_rate() -> None:
    y, loss = np.repeat([0.0, 1.0], [70, 30]), CorrectedLoss(4)
    start = np.full(100, loss.start(y))
    assert loss.gradient(start, y).sum() == pytest.approx(0)
    assert 1 / (1 + np.exp(-loss.restored(start))) == pytest.approx(np.full(100, 0.3))


def test_row_1_04_raising_the_weight_raises_the_recall_of_bad_clients() -> None:
    random = np.random.default_rng(4)
    rows = random.standard_normal((1200, 3))
    y = (random.random(1200) < 1 / (1 + np.exp(2 - rows[:, 0] - rows[:, 1] * rows[:, 2]))).astype(float)
    frame = {name: rows[:, place] for place, name in enumerate("abc")}
    early, late = ({name: values[part] for name, values in frame.items()} for part in (slice(0, 800), slice(800, None)))
    recalls = [
        recall_score(
            y[800:],
            fit(Learner("xgboost", {"rounds": 40}, bad_weight=weight), early, y[:800]).predict(late) > 0.5,
        )
        for weight in (1.0, 2.0, 4.0, 8.0)
    ]
    assert recalls == sorted(recalls)
    assert recalls[-1] > recalls[0] + 0.2


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_that_is_not_above_zero_is_refused(weight: float) -> None:
    with pytest.raises(InvalidInput, match="above 0"):
        CorrectedLoss(weight)
