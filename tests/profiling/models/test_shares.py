"""Shares as labels: every family learns them, the table tells their metrics, and what is no share is refused."""

import numpy as np
import pytest
from scipy.special import expit, logit

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures, selection
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.corrected_loss import CorrectedLoss
from firmgraph.profiling.models.learners import FAMILIES, Fitted, Learner, fit
from firmgraph.profiling.models.selection import Folds, Goal
from firmgraph.profiling.models.shares import are_classes, in_classes

RANDOM = np.random.default_rng(31)
X = RANDOM.standard_normal((600, 3))
Y = np.clip(expit(1.5 * X[:, 0] - X[:, 1]) + 0.05 * RANDOM.standard_normal(600), 0, 1)
FRAME = {name: X[:, place] for place, name in enumerate("abc")}
SMALL = {"rounds": 60, "least_leaf": 5, "rate": 0.1}
LEARNERS = {
    **{family: Learner(family, SMALL) for family in sorted(FAMILIES)},
    "median": Learner("lightgbm", {**SMALL, "median": True}),
}
FIRST, LATER = ({name: values[side] for name, values in FRAME.items()} for side in (slice(0, 400), slice(400, None)))


@pytest.mark.parametrize("name", sorted(set(LEARNERS) - {"mean"}))
def test_each_family_tells_the_share_of_later_clients_and_is_the_same_from_its_text(name: str) -> None:
    fitted = fit(LEARNERS[name], FIRST, Y[:400], target="share")
    told = fitted.predict(LATER)
    assert measures.r2(Y[400:], told) > 0.6
    assert np.array_equal(Fitted.from_text(fitted.to_text()).predict(LATER), told)


def test_the_mean_knows_nothing_but_the_mean_by_weight() -> None:
    weights = np.linspace(1, 3, 400)
    told = fit(LEARNERS["mean"], FIRST, Y[:400], weights, target="share").predict(LATER)
    assert told == pytest.approx(np.full(200, np.average(Y[:400], weights=weights)))


def test_the_median_is_told_where_half_the_shares_are_nought() -> None:
    """Two groups, 60 % of either at 0: the mean lies far from 0, the middle does not."""
    y = np.tile([0.0, 0.0, 0.0, 0.9, 1.0], 80)
    frame = {"a": np.arange(400) % 7, "b": np.arange(400) % 3}
    middle, mean = (
        fit(Learner("lightgbm", {**SMALL, "median": median}), frame, y, target="share").predict(frame)
        for median in (True, False)
    )
    assert np.mean(middle) < 0.1
    assert np.mean(mean) > 0.3


def test_a_share_counts_in_part_on_either_side() -> None:
    """The loss of the parts is the loss of the share, at any margin."""
    rows, y, weights = np.array([[1.0], [2.0]]), np.array([0.3, 0.9]), np.array([1.0, 2.0])
    parts, labels, mass = in_classes(rows, y, weights)
    assert parts[:, 0].tolist() == [1, 2, 1, 2]
    loss, margin = CorrectedLoss(), np.array([0.4, -1.0])
    assert (mass * loss.value(np.tile(margin, 2), labels)).sum() == pytest.approx(
        (weights * loss.value(margin, y)).sum()
    )
    assert in_classes(rows, np.array([0.0, 1.0]), weights)[0] is rows
    assert are_classes(np.array([0.0, 1.0]))
    assert not are_classes(y)


def test_row_2_04_the_table_of_shares_tells_four_metrics_and_the_goals_metric_chooses() -> None:
    learners = {name: LEARNERS[name] for name in ("mean", "logistic", "lightgbm")}
    for metric, sign in (("mae", 1), ("r2", -1), ("spearman", -1), ("auc_above", -1)):
        table = selection.choose(learners, FRAME, Y, Folds(4), goal=Goal("share", metric))
        values = [sign * row.metrics[metric] for row in table]
        assert values == sorted(values)
        assert {row.name for row in table} == set(learners)
        assert set(table[0].metrics) == {"mae", "r2", "spearman", "auc_above"}
    held = selection.held_out_margins(learners["logistic"], FRAME, Y, Folds(4))[0]
    row = next(row for row in table if row.name == "logistic")
    assert row.metrics["mae"] == pytest.approx(np.abs(expit(held) - Y).mean())
    assert row.metrics["auc_above"] == pytest.approx(measures.auc(Y > 0.5, held))


def test_row_2_04_the_metric_named_before_decides_though_another_would_choose_otherwise() -> None:
    """A model that ranks perfectly at a wrong level, and one that is near but ranks half the clients wrongly."""
    y = np.array([0.2, 0.3, 0.4, 0.7])
    far, near = y * 0.5, np.array([0.3, 0.2, 0.4, 0.7])
    margins = {"far": logit(far)[None], "near": logit(near)[None]}
    for metric, winner in (("mae", "near"), ("spearman", "far")):
        goal = Goal("share", metric)
        assert selection.best(selection.metric_table(margins, y, goal=goal), metric).name == winner


def test_the_threshold_of_the_goal_is_strict_and_one_side_alone_has_no_metric() -> None:
    y, said = np.array([0.5, 0.5, 0.6]), np.array([0.1, 0.3, 0.2])
    assert measures.auc_above(y, said) == 0.5
    assert np.isnan(measures.auc_above(y, said, 0.7))
    with pytest.raises(InvalidInput, match="cannot be told"):
        selection.metric_table({"a": logit(said)[None]}, y, goal=Goal("share", "auc_above", 0.7))


def test_folds_of_shares_are_of_one_size_and_repeat_themselves() -> None:
    plan = Folds(5, 2, seed=4)
    first, second = plan.drawn(Y)
    assert np.ptp(np.bincount(first)) == 0
    assert not np.array_equal(first, second)
    assert np.array_equal(plan.drawn(Y)[1], second)


@pytest.mark.parametrize(
    ("y", "words"),
    [
        (np.append(Y[1:], 1.01), "not a share"),
        (np.full(600, 0.4), "all the same"),
        (np.full(600, np.nan), "not a share"),
    ],
)
def test_what_is_no_share_is_refused(y: Numbers, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        fit(Learner("logistic"), FRAME, y, target="share")


def test_a_median_is_not_monotone() -> None:
    with pytest.raises(InvalidInput, match="median"):
        fit(Learner("lightgbm", {"median": True}, monotone={"a": 1}), FRAME, Y, target="share")


def test_shares_have_no_bad_clients_and_no_metric_of_risk() -> None:
    with pytest.raises(InvalidInput, match="no bad clients"):
        fit(Learner("logistic", bad_weight=2), FRAME, Y, target="share")
    with pytest.raises(InvalidInput, match="no metric ks"):
        Goal("share", "ks")
