"""The families of models behind one interface: what they learn, keep as text, and refuse."""

import sys
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from firmgraph.errors import InvalidInput, MissingTool
from firmgraph.profiling.models import boosting, measures
from firmgraph.profiling.models.coding import BinEvidence, Frame, LevelEvidence, Numbers
from firmgraph.profiling.models.corrected_loss import CorrectedLoss
from firmgraph.profiling.models.learners import FAMILIES, Fitted, Learner, fit
from firmgraph.profiling.models.scorecard import evidence_codes

SMALL = {"rounds": 30, "least_leaf": 5}
LEARNING = sorted(set(FAMILIES) - {"mean"})


def _clients(size: int, seed: int) -> tuple[dict[str, list[Any]], Numbers]:
    """Clients whose risk rises with debt and with one trade; one in ten debts and trades is missing."""
    random = np.random.default_rng(seed)
    debt, age = random.standard_normal(size), random.standard_normal(size)
    trade = random.choice(["mill", "shop", "yard"], size)
    y = (random.random(size) < 1 / (1 + np.exp(1 - 1.2 * debt - 1.5 * (trade == "mill")))).astype(float)
    missing = random.random((2, size)) < 0.1
    frame: dict[str, list[Any]] = {
        "debt": [None if gone else float(value) for value, gone in zip(debt, missing[0], strict=True)],
        "trade": [None if gone else str(value) for value, gone in zip(trade, missing[1], strict=True)],
        "age": age.tolist(),
    }
    return frame, y


FRAME, Y = _clients(500, 1)
LATER, LATER_Y = _clients(500, 2)


@pytest.mark.parametrize("family", LEARNING)
def test_row_1_03_each_family_ranks_later_clients_and_is_the_same_from_its_text(family: str) -> None:
    fitted = fit(Learner(family, SMALL), FRAME, Y)
    chances = fitted.predict(LATER)
    assert measures.auc(LATER_Y, chances) > 0.75
    assert chances.mean() == pytest.approx(LATER_Y.mean(), abs=0.06)
    again = Fitted.from_text(fitted.to_text())
    assert np.array_equal(again.predict(LATER), chances)
    assert again.to_text() == fitted.to_text()


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_learning_again_gives_the_same_model_and_column_order_means_nothing(family: str) -> None:
    learner = Learner(family, {**SMALL, "seeds": 2}, seed=3)
    turned = dict(reversed(FRAME.items()))
    assert fit(learner, FRAME, Y).to_text() == fit(learner, turned, Y).to_text()


@pytest.mark.parametrize("family", LEARNING)
def test_a_client_that_weighs_twice_counts_like_two(family: str) -> None:
    settings = {"rounds": 15, "least_leaf": 1, "columns": 1.0}
    whole = {name: [*values[:200], *values[:100]] for name, values in FRAME.items()}
    half = {name: values[:200] for name, values in FRAME.items()}
    twice = fit(Learner(family, settings), whole, [*Y[:200], *Y[:100]])
    weighted = fit(Learner(family, settings), half, Y[:200], np.repeat([2.0, 1.0], 100))
    assert np.corrcoef(twice.margin(LATER), weighted.margin(LATER))[0, 1] > 0.97


@pytest.mark.parametrize("family", ["histogram", "lightgbm", "xgboost"])
def test_a_monotone_column_never_lowers_the_risk(family: str) -> None:
    fitted = fit(Learner(family, SMALL, monotone={"debt": 1, "age": -1}), FRAME, Y)
    steps = np.linspace(-3, 3, 50)
    by_debt = fitted.margin({"debt": steps, "age": np.zeros(50), "trade": ["shop"] * 50})
    by_age = fitted.margin({"debt": np.zeros(50), "age": steps, "trade": ["shop"] * 50})
    assert (np.diff(by_debt) >= -1e-9).all()
    assert (np.diff(by_age) <= 1e-9).all()
    assert by_debt[-1] > by_debt[0]


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_row_1_04_the_corrected_weight_raises_every_familys_probability_of_bad(family: str) -> None:
    plain, heavy = (fit(Learner(family, SMALL, bad_weight=weight), FRAME, Y).predict(LATER) for weight in (1, 5))
    assert heavy.mean() > plain.mean() + 0.1
    assert ((heavy > 0.5) & (LATER_Y == 1)).sum() > ((plain > 0.5) & (LATER_Y == 1)).sum()


def test_the_trees_kept_of_histogram_boosting_answer_as_scikit_learn_does() -> None:
    rows = np.random.default_rng(0).standard_normal((300, 4))
    rows[::7, 1] = np.nan
    y = (rows[:, 0] + np.nan_to_num(rows[:, 1]) > 0.3).astype(float)
    loss = CorrectedLoss()
    kept = boosting.grow_histogram(rows, y, np.ones(300), boosting.Task({"rounds": 20}, (0,) * 4, loss, 0))
    own = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=20, max_depth=3, min_samples_leaf=10, l2_regularization=5, max_features=0.5,
        early_stopping=False, random_state=0,
    ).fit(rows, y)  # fmt: skip
    assert loss.start(y) + boosting.read_histogram(kept, rows) == pytest.approx(own.decision_function(rows))


def test_the_weight_of_evidence_by_hand() -> None:
    frame = {"kind": ["a"] * 20 + ["b"] * 20, "size": [*range(1, 40), None]}
    y = np.array([1.0] * 15 + [0.0] * 5 + [1.0] * 5 + [0.0] * 15)
    kind, size = evidence_codes(frame, y, np.ones(40), bins=2, smoothing=4)
    assert isinstance(kind, LevelEvidence)
    assert kind.evidence == pytest.approx({"a": np.log(17 / 7), "b": np.log(7 / 17)})
    assert isinstance(size, BinEvidence)
    assert (size.cuts, len(size.evidence)) == ([20.0], 3)
    assert size.evidence == pytest.approx([np.log(17 / 6), np.log(7 / 17), np.log(2 / 3)])
    assert kind.matrix(["b", "new", None])[:, 0] == pytest.approx([np.log(7 / 17), 0, 0])
    assert size.matrix([19.9, 20, np.nan])[:, 0] == pytest.approx([np.log(17 / 6), np.log(7 / 17), np.log(2 / 3)])


@pytest.mark.parametrize("family", ["lightgbm", "xgboost"])
def test_a_library_that_is_not_installed_is_told_with_how_to_get_it(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fitted = fit(Learner(family, SMALL), FRAME, Y)
    monkeypatch.setitem(sys.modules, family, None)
    with pytest.raises(MissingTool, match=rf"{family} is not installed: pip install firmgraph\[train\]"):
        fit(Learner(family, SMALL), FRAME, Y)
    with pytest.raises(MissingTool):
        fitted.predict(LATER)


def _with(**columns: Any) -> dict[str, Any]:
    return {**FRAME, **columns}


@pytest.mark.parametrize(
    ("frame", "y", "words"),
    [
        ({name: values[:20] for name, values in FRAME.items()}, Y[:20], "20 clients are too few"),
        (FRAME, np.zeros(500), "0 bad clients are too few"),
        (FRAME, np.ones(500), "0 good clients are too few"),
        (FRAME, np.repeat([0.0, 1.0], [497, 3]), "3 bad clients are too few"),
        (FRAME, np.full(500, 2.0), "neither 0"),
        (_with(land=[1] * 500, tax=["x"] * 500), Y, "the same of every client: land, tax"),
        (_with(land=[None] * 500), Y, "the same of every client: land"),
        (_with(age=[np.inf, *FRAME["age"][1:]]), Y, "age holds an infinite value"),
        (_with(age=FRAME["age"][1:]), Y, "another length than the labels: age"),
        (_with(age=[object()] * 500), Y, "age holds what is not a number"),
        ({}, Y, "no column"),
    ],
)
def test_what_cannot_be_learned_from_is_refused_in_clear_words(frame: Frame, y: Numbers, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        fit(Learner("logistic"), frame, y)


@pytest.mark.parametrize(
    ("learner", "words"),
    [
        (Learner("oracle"), "no family oracle"),
        (Learner("xgboost", bad_weight=0), "above 0"),
        (Learner("xgboost", monotone={"tax": 1}), "not in the frame: tax"),
    ],
)
def test_a_learner_that_cannot_be_is_refused(learner: Learner, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        fit(learner, FRAME, Y)


@pytest.mark.parametrize("family", LEARNING)
def test_columns_a_learner_does_not_name_are_not_looked_at(family: str) -> None:
    learner = Learner(family, {**SMALL, "only": ["debt", "trade", "land"]})
    fitted = fit(learner, FRAME, Y)
    again = Fitted.from_text(fitted.to_text())
    assert fitted.unused == again.unused == ["age"]
    nonsense: Frame = {**LATER, "age": np.full(len(LATER_Y), np.inf)}
    assert np.array_equal(again.predict(nonsense), fitted.predict(LATER))
    alone = fit(Learner(family, SMALL), {name: FRAME[name] for name in ("debt", "trade")}, Y)
    assert np.array_equal(alone.predict({name: LATER[name] for name in ("debt", "trade")}), fitted.predict(LATER))
    with pytest.raises(InvalidInput, match="none of the columns"):
        fit(Learner(family, {"only": ["land"]}), FRAME, Y)


def test_weights_that_are_not_above_zero_are_refused() -> None:
    for weights in (np.zeros(500), np.ones(499), np.full(500, np.nan)):
        with pytest.raises(InvalidInput, match="one weight above 0"):
            fit(Learner("logistic"), FRAME, Y, weights)


def test_unknown_lacking_and_infinite_columns_are_named_when_scoring() -> None:
    fitted = fit(Learner("scorecard"), FRAME, Y)
    other = {"debt": LATER["debt"], "age": LATER["age"], "tax": LATER["age"]}
    with pytest.raises(InvalidInput, match=r"tax \(unknown\), trade \(lacking\)"):
        fitted.predict(other)
    with pytest.raises(InvalidInput, match="debt holds an infinite value"):
        fitted.predict({**LATER, "debt": [np.inf] * 500})


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"form": 2, "family": "xgboost"}', '{"form": 1, "family": "x"}'])
def test_a_text_that_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        Fitted.from_text(text)
