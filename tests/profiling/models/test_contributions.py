"""What columns add: it sums to the margin for every family, and is exact where brute force can tell."""

from functools import partial
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Frame, Numbers, coded
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.learners import FAMILIES, Fitted, Learner, fit
from firmgraph.profiling.models.tree_contributions import tree_contributions

SMALL = {"rounds": 20, "least_leaf": 5}
SETTINGS: list[tuple[str, dict[str, Any]]] = [
    *((family, {}) for family in sorted(FAMILIES)),
    ("logistic", {"pairs": True}),
    ("scorecard", {"pairs": True}),
    ("xgboost", {"evidence": True, "seeds": 3}),
]


def clients(size: int = 300, seed: int = 1) -> tuple[dict[str, list[Any]], Numbers]:
    """Clients whose risk rises with debt, more so in mills, and not with age; some values are missing."""
    random = np.random.default_rng(seed)
    debt, age = random.standard_normal(size), random.standard_normal(size)
    trade = random.choice(["mill", "shop"], size)
    y = (random.random(size) < 1 / (1 + np.exp(1 - debt * (1 + (trade == "mill"))))).astype(float)
    gone = random.random(size) < 0.1
    frame: dict[str, list[Any]] = {
        "trade": trade.tolist(),
        "debt": [None if missing else float(value) for value, missing in zip(debt, gone, strict=True)],
        "age": age.tolist(),
    }
    return frame, y


FRAME, Y = clients()


@pytest.mark.parametrize(("family", "settings"), SETTINGS)
def test_row_1_03_base_and_contributions_sum_to_the_margin(family: str, settings: dict[str, Any]) -> None:
    model = fit(Learner(family, {**SMALL, **settings}), FRAME, Y)
    told = contributions([model], FRAME)
    assert told.columns == ("age", "debt", "trade")
    assert told.margin() == pytest.approx(model.margin(FRAME), abs=1e-5)


def test_a_blend_is_told_as_the_mean_of_its_models() -> None:
    models = [fit(Learner(family, SMALL), FRAME, Y) for family in ("logistic", "histogram")]
    told = contributions(models, FRAME)
    assert told.margin() == pytest.approx(np.mean([model.margin(FRAME) for model in models], axis=0), abs=1e-9)
    assert np.abs(told.added[:, 1]).mean() > 2 * np.abs(told.added[:, 0]).mean()


def test_a_logistic_model_adds_slope_times_distance_from_the_mean_of_the_known() -> None:
    model = fit(Learner("logistic", {"ridge": 1.0}), FRAME, Y)
    told = contributions([model], FRAME)
    mean = np.mean([value for value in FRAME["debt"] if value is not None])
    for row in range(2):
        debt = FRAME["debt"][row]
        moved = {name: [values[row]] for name, values in FRAME.items()} | {"debt": [mean]}
        assert debt is not None
        assert told.added[row, 1] == pytest.approx(model.margin(FRAME)[row] - model.margin(moved)[0], abs=1e-9)


def test_trees_of_histogram_boosting_have_the_shapley_values_of_brute_force() -> None:
    frame = {**FRAME, "extra": np.random.default_rng(5).standard_normal(len(Y)).tolist()}
    model = fit(Learner("histogram", {"rounds": 4, "depth": 4, "least_leaf": 5, "columns": 1.0}), frame, Y)
    rows = coded(model.codes, frame)[:25]
    for tree in model.models[0]["trees"]:
        told = tree_contributions(tree, rows)
        for row, given in enumerate(rows):
            assert told[row] == pytest.approx(_brute(tree, given), abs=1e-12)


def _brute(tree: dict[str, list[Any]], row: Numbers) -> list[float]:
    columns = range(len(row))
    found = np.zeros(len(row) + 1)
    orders = list(permutations(columns))
    for order in orders:
        known: set[int] = set()
        for column in order:
            before = _expected(tree, row, known, 0)
            known.add(column)
            found[column] += (_expected(tree, row, known, 0) - before) / len(orders)
    found[-1] = _expected(tree, row, set(), 0)
    return [float(value) for value in found]


def _expected(tree: dict[str, list[Any]], row: Numbers, known: set[int], node: int) -> float:
    if tree["is_leaf"][node]:
        return float(tree["value"][node])
    column, left, right = tree["feature_idx"][node], tree["left"][node], tree["right"][node]
    down = partial(_expected, tree, row, known)
    if column in known:
        missing = bool(tree["missing_go_to_left"][node])
        goes_left = missing if np.isnan(row[column]) else row[column] <= tree["num_threshold"][node]
        return down(left) if goes_left else down(right)
    shares = [tree["count"][child] / tree["count"][node] for child in (left, right)]
    return float(shares[0] * down(left) + shares[1] * down(right))


def test_a_model_kept_as_text_explains_the_same_and_other_columns_are_refused() -> None:
    model = fit(Learner("lightgbm", SMALL), FRAME, Y)
    again = Fitted.from_text(model.to_text())
    turned: Frame = dict(reversed(FRAME.items()))
    assert np.array_equal(contributions([again], turned).added, contributions([model], FRAME).added)
    with pytest.raises(InvalidInput, match="trade \\(lacking\\)"):
        contributions([model], {"debt": FRAME["debt"], "age": FRAME["age"]})
    with pytest.raises(InvalidInput, match="no model"):
        contributions([], FRAME)
