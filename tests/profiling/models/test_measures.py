"""The measures of a model, against scikit-learn, scipy and brute force."""

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from scipy import stats
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Numbers

RANDOM = np.random.default_rng(11)
Y = (RANDOM.random(300) < 0.3).astype(float)
P: Numbers = np.clip(0.3 + 0.25 * (Y - 0.3) + 0.15 * RANDOM.standard_normal(300), 0.01, 0.99).round(2)
Q: Numbers = np.clip(P + 0.2 * RANDOM.standard_normal(300), 0.01, 0.99).round(2)


def test_the_binary_measures_agree_with_scikit_learn_and_scipy_with_ties() -> None:
    assert measures.auc(Y, P) == pytest.approx(metrics.roc_auc_score(Y, P))
    assert measures.brier(Y, P) == pytest.approx(metrics.brier_score_loss(Y, P))
    assert measures.log_loss(Y, P) == pytest.approx(metrics.log_loss(Y, P))
    assert measures.ks(Y, P) == pytest.approx(stats.ks_2samp(P[Y == 1], P[Y == 0]).statistic)


def test_the_bad_rate_of_the_safest_by_hand_and_in_any_order() -> None:
    y, score = np.array([0.0, 1, 0, 0, 1, 1]), np.array([0.1, 0.2, 0.2, 0.2, 0.5, 0.9])
    assert measures.bad_rate_of_safest(y, score, 0.5) == pytest.approx((0 + 2 / 3) / 3)
    assert measures.bad_rate_of_safest(y[::-1], score[::-1], 0.5) == pytest.approx(2 / 9)
    assert measures.bad_rate_of_safest(y, score, 1) == 0.5
    for share in (0, 1.1):
        with pytest.raises(InvalidInput, match="at most 1"):
            measures.bad_rate_of_safest(y, score, share)


def test_the_measures_of_a_number_agree_with_scikit_learn_and_scipy() -> None:
    assert measures.r2(P, Q) == pytest.approx(metrics.r2_score(P, Q))
    assert measures.mae(P, Q) == pytest.approx(metrics.mean_absolute_error(P, Q))
    assert measures.spearman(P, Q) == pytest.approx(stats.spearmanr(P, Q).statistic)


def test_calibration_agrees_with_an_unpenalised_logistic_regression() -> None:
    x = np.log(P / (1 - P))[:, None]
    fitted = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x, Y)
    assert measures.calibration(Y, P) == pytest.approx((fitted.coef_[0, 0], fitted.intercept_[0]), abs=1e-4)


def test_too_extreme_probabilities_have_a_slope_below_one() -> None:
    chance = RANDOM.uniform(0.05, 0.95, 20000)
    happened = (RANDOM.random(20000) < chance).astype(float)
    extreme = chance**2 / (chance**2 + (1 - chance) ** 2)
    assert measures.calibration_slope(happened, chance) == pytest.approx(1, abs=0.06)
    assert measures.calibration_slope(happened, extreme) == pytest.approx(0.5, abs=0.04)


def _delong_by_pairs(y: Numbers, score: Numbers) -> float:
    bad, good = score[y == 1], score[y == 0]
    won = np.array([[(a > b) + (a == b) / 2 for b in good] for a in bad])
    return float(np.sqrt(won.mean(1).var(ddof=1) / len(bad) + won.mean(0).var(ddof=1) / len(good)))


def test_the_auc_interval_is_delongs_by_brute_force() -> None:
    found = measures.auc_interval(Y, P)
    reach = 1.959964 * _delong_by_pairs(Y, P)
    assert (found.low, found.high) == pytest.approx((found.value - reach, found.value + reach), abs=1e-6)
    assert measures.auc_interval([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]) == measures.Interval(1, 1, 1)


def test_the_interval_of_an_auc_covers_the_truth_about_as_often_as_it_says() -> None:
    random, truth, covered = np.random.default_rng(3), stats.norm.cdf(1 / np.sqrt(2)), 0
    y = np.repeat([0.0, 1.0], 60)
    for _ in range(400):
        found = measures.auc_interval(y, random.standard_normal(120) + y)
        covered += found.low <= truth <= found.high
    assert 0.91 <= covered / 400 <= 0.98


def test_the_paired_interval_is_narrower_than_the_two_apart() -> None:
    found = measures.auc_difference(Y, P, Q)
    assert found.value == pytest.approx(measures.auc(Y, P) - measures.auc(Y, Q))
    apart = sum(_delong_by_pairs(Y, score) ** 2 for score in (P, Q)) ** 0.5 * 1.96 * 2
    assert 0 < found.high - found.low < apart
    nothing = measures.auc_difference(Y, P, P)
    assert (nothing.low, nothing.high) == (0, 0)


def test_the_paired_bootstrap_agrees_with_delong_and_repeats_itself() -> None:
    found = measures.paired_bootstrap(measures.auc, Y, (P, Q), draws=800, seed=5)
    delong = measures.auc_difference(Y, P, Q)
    assert (found.low, found.high) == pytest.approx((delong.low, delong.high), abs=0.015)
    assert found == measures.paired_bootstrap(measures.auc, Y, (P, Q), draws=800, seed=5)
    assert found != measures.paired_bootstrap(measures.auc, Y, (P, Q), draws=800, seed=6)


def test_the_paired_bootstrap_takes_a_measure_of_numbers() -> None:
    found = measures.paired_bootstrap(measures.mae, P, (Q, P), draws=200)
    assert found.value == pytest.approx(measures.mae(P, Q))
    assert 0 < found.low < found.value < found.high


def test_the_stability_index_is_zero_for_the_same_and_grows_with_the_shift() -> None:
    base = RANDOM.standard_normal(5000)
    assert measures.psi(base, base) == pytest.approx(0)
    shifts = [measures.psi(base, base + shift) for shift in (0.1, 0.5, 1.0)]
    assert shifts == sorted(shifts)
    assert shifts[0] < 0.1
    assert shifts[2] > 0.25


def test_the_stability_index_by_hand_with_missing_values_as_a_bin() -> None:
    before, after = [0.0, 1.0, 2.0, 3.0, np.nan], [0.0, 3.0, 3.0, 3.0, 3.0, np.nan, np.nan, np.nan]
    pairs = [(2 / 5, 1 / 8), (2 / 5, 4 / 8), (1 / 5, 3 / 8)]
    by_hand = sum((b - a) * np.log(b / a) for a, b in pairs)
    assert measures.psi(before, after, bins=2) == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("measure", "values"),
    product((measures.auc, measures.ks, measures.calibration), [([1, 1], [0.1, 0.2]), ([0, 2], [0.1, 0.2])]),
)
def test_labels_that_are_not_of_two_classes_are_refused(
    measure: Callable[..., object], values: tuple[list[float], list[float]]
) -> None:
    with pytest.raises(InvalidInput, match="both must occur"):
        measure(*values)


@pytest.mark.parametrize("measure", [measures.brier, measures.log_loss, measures.r2, measures.mae, measures.spearman])
@pytest.mark.parametrize("values", [([], []), ([0, 1], [0.5]), ([0, 1], [0.5, np.nan]), ([0, np.inf], [0.5, 0.6])])
def test_values_that_do_not_fit_are_refused(
    measure: Callable[..., object], values: tuple[list[float], list[float]]
) -> None:
    with pytest.raises(InvalidInput):
        measure(*values)


def test_what_has_no_spread_is_refused() -> None:
    for measure in (measures.r2, measures.spearman):
        with pytest.raises(InvalidInput, match="all the same"):
            measure(np.ones(4), np.arange(4.0))
    with pytest.raises(InvalidInput, match="no calibration slope"):
        measures.calibration([0, 1], [0.5, 0.5])
