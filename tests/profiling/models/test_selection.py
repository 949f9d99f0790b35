"""How a model is chosen: folds, metric table, ties, blends, nested choice and the gate."""

import numpy as np
import pytest
from scipy.special import expit

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures, selection
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.selection import Folds, Row

RANDOM = np.random.default_rng(8)
X = RANDOM.standard_normal((240, 6))
Y = (RANDOM.random(240) < expit(X[:, 0] + 0.5 * X[:, 1] - 0.7)).astype(float)
FRAME = {name: X[:, place] for place, name in enumerate("abcdef")}
TIGHT, LOOSE = Learner("logistic", {"ridge": 20}), Learner("logistic", {"ridge": 0.01, "pairs": True})


def test_folds_hold_each_client_out_once_and_have_as_many_bad_clients_each() -> None:
    first, second = Folds(5, 2, seed=3).drawn(Y)
    assert not np.array_equal(first, second)
    for fold in (first, second):
        for counted in (fold, fold[Y == 1]):
            assert np.ptp(np.bincount(counted, minlength=5)) <= 1
    assert np.array_equal(first, Folds(5, 1, seed=3).drawn(Y)[0])


def test_folds_have_as_many_of_each_of_a_few_grades() -> None:
    grades = RANDOM.choice([0, 1 / 3, 2 / 3, 1], 240, p=[0.1, 0.2, 0.3, 0.4])
    fold = Folds(5).drawn(grades)[0]
    assert np.ptp(np.bincount(fold)) <= 1
    for grade in np.unique(grades):
        assert np.ptp(np.bincount(fold[grades == grade], minlength=5)) <= 1


def test_a_class_smaller_than_the_folds_is_refused() -> None:
    with pytest.raises(InvalidInput, match="fewer clients than the 5 folds"):
        Folds(5).drawn(np.repeat([0.0, 1.0], [50, 4]))


def test_no_client_is_scored_by_a_model_that_saw_it() -> None:
    plan = Folds(4, 1, seed=1)
    margins = selection.held_out_margins(TIGHT, FRAME, Y, plan)[0]
    held = plan.drawn(Y)[0] == 2
    seen = {name: values[~held] for name, values in FRAME.items()}
    unseen = {name: values[held] for name, values in FRAME.items()}
    assert margins[held] == pytest.approx(fit(TIGHT, seen, Y[~held]).margin(unseen))


def test_labels_by_chance_are_ranked_by_chance() -> None:
    chance = RANDOM.permutation(Y)
    found = selection.nested({"l": LOOSE, "t": TIGHT}, FRAME, chance, (Folds(4, 3), Folds(3)), most=2)
    assert np.mean([measures.auc(chance, one) for one in found.margins]) < 0.6


def test_row_2_04_every_models_metric_is_in_the_table_and_the_best_comes_first() -> None:
    table = selection.choose({"loose": LOOSE, "tight": TIGHT}, FRAME, Y, Folds(4, 2), most=2)
    assert {row.name for row in table} == {"loose", "tight", "loose + tight"}
    aucs = [row.metrics["auc"] for row in table]
    assert aucs == sorted(aucs, reverse=True)
    alone = selection.held_out_margins(TIGHT, FRAME, Y, Folds(4, 2))
    by_hand = np.mean([measures.brier(Y, expit(one)) for one in alone])
    assert next(row for row in table if row.name == "tight").metrics["brier"] == pytest.approx(by_hand)


def test_row_2_04_equals_go_to_fewest_learners_then_first_name_in_any_order() -> None:
    def row(*names: str, auc: float, brier: float) -> Row:
        return Row(names, {"auc": auc, "brier": brier})

    table = [
        row("b", auc=0.8, brier=0.2),
        row("a", "b", auc=0.8, brier=0.2),
        row("a", auc=0.8 - 1e-9, brier=0.3),
        row("c", auc=0.7, brier=0.1),
    ]
    for turn in range(4):
        assert selection.best([*table[turn:], *table[:turn]]).name == "a"
        assert selection.best([*table[turn:], *table[:turn]], "brier").name == "c"
    assert selection.best(table[:2]).name == "b"
    with pytest.raises(InvalidInput, match="no metric gini"):
        selection.best(table, "gini")


def test_a_blend_is_the_mean_of_log_odds() -> None:
    models = [fit(learner, FRAME, Y) for learner in (TIGHT, LOOSE)]
    mean = (models[0].margin(FRAME) + models[1].margin(FRAME)) / 2
    assert selection.blended(models, FRAME) == pytest.approx(mean)


def test_nested_choice_takes_the_better_learner_and_repeats_itself() -> None:
    plans = (Folds(4, 1), Folds(3))
    first, second = (selection.nested({"l": LOOSE, "t": TIGHT}, FRAME, Y, plans) for _ in range(2))
    assert first.chosen == second.chosen
    assert np.array_equal(first.margins, second.margins)
    assert first.chosen["t"] == max(first.chosen.values())
    assert sum(first.chosen.values()) == 4


def test_the_calibration_of_an_overfitted_learner_is_mended_by_the_inner_held_out_log_odds() -> None:
    raw = selection.held_out_margins(LOOSE, FRAME, Y, Folds(4, 2))
    mended = selection.nested({"l": LOOSE}, FRAME, Y, (Folds(4, 2), Folds(4))).margins
    before, after = (np.mean([measures.calibration_slope(Y, expit(one)) for one in side]) for side in (raw, mended))
    assert before < 0.8
    assert abs(after - 1) < abs(before - 1) / 2


def test_the_gate_lets_through_what_is_surely_better_and_nothing_else() -> None:
    good, noise = expit(3 * (Y - 0.5) + X[:, 2]), expit(X[:, 3])
    for metric in selection.METRICS:
        passed, gain = selection.passes_gate(Y, good, noise, metric)
        assert (passed, gain.low > 0) == (True, True)
        assert not selection.passes_gate(Y, noise, good, metric)[0]
        assert not selection.passes_gate(Y, good, good, metric)[0]
