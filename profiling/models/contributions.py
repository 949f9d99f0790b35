"""What each column adds to a client's log odds; with the base they sum to the margin of the model.

Logistic regression and scorecard: slope times the distance from the mean of the training clients, a product of two
columns half to each, which is its Shapley value against a client of the mean. Trees: their exact Shapley values.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.boosting import library, lightgbm_trees, xgboost_trees
from firmgraph.profiling.models.coding import Frame, Numbers, sources
from firmgraph.profiling.models.learners import Fitted
from firmgraph.profiling.models.tree_contributions import tree_contributions

Reads = Callable[[Any, Numbers], Numbers]


@dataclass(frozen=True, slots=True)
class Contributions:
    """The log odds that a model has for nobody in particular, and what each column (sorted) adds for each client."""

    columns: tuple[str, ...]
    base: float
    added: Numbers

    def margin(self) -> Numbers:
        """The log odds of each client."""
        total: Numbers = self.base + self.added.sum(axis=1)
        return total


def contributions(models: Sequence[Fitted], frame: Frame) -> Contributions:
    """What each column adds on average over the models, whose log odds are averaged too.

    Raise InvalidInput where there is no model, or a model was trained on other columns.
    """
    if not models:
        raise InvalidInput("there is no model to explain", field="models")
    told = [_of(model, frame) for model in models]
    columns = told[0].columns
    return Contributions(
        columns, float(np.mean([one.base for one in told])), np.mean([one.added for one in told], axis=0)
    )


def _of(model: Fitted, frame: Frame) -> Contributions:
    rows = model.rows(frame)
    columns, read = sorted(frame), _READS[model.family]
    place = [columns.index(name) for name in sources(model.codes)]
    whole = np.mean([read(one, rows) for one in model.models], axis=0)
    added = np.zeros((len(rows), len(columns)))
    np.add.at(added.T, place, whole[:, :-1].T)
    return Contributions(tuple(columns), model.start + float(whole[0, -1]) if len(whole) else model.start, added)


def _logistic(model: Mapping[str, Any], rows: Numbers) -> Numbers:
    missing, slopes = np.isnan(rows), np.asarray(model["slopes"])
    scaled = np.where(missing, 0.0, (rows - np.asarray(model["mean"])) / np.asarray(model["spread"]))
    columns, marked = rows.shape[1], model["marked"]
    added = scaled * slopes[:columns]
    added[:, marked] += missing[:, marked] * slopes[columns : columns + len(marked)]
    if model["pairs"]:
        first, second = np.triu_indices(columns, 1)
        products = scaled[:, first] * scaled[:, second] / 2 * slopes[columns + len(marked) :]
        for side in (first, second):
            np.add.at(added.T, side, products.T / 2)
    return np.column_stack([added, np.full(len(rows), model["intercept"])])


def _mean(model: float, rows: Numbers) -> Numbers:
    return np.column_stack([np.zeros(rows.shape), np.full(len(rows), model)])


def _xgboost(model: str, rows: Numbers) -> Numbers:
    data = library("xgboost").DMatrix(rows, base_margin=np.zeros(len(rows)))
    return np.asarray(xgboost_trees(model).predict(data, pred_contribs=True), np.float64)


def _lightgbm(model: str, rows: Numbers) -> Numbers:
    return np.asarray(lightgbm_trees(model).predict(rows, pred_contrib=True, num_threads=1), np.float64)


def _histogram(model: Mapping[str, Any], rows: Numbers) -> Numbers:
    total: Numbers = np.sum([tree_contributions(tree, rows) for tree in model["trees"]], axis=0)
    total[:, -1] += model["start"]
    return total


_READS: Mapping[str, Reads] = {
    "histogram": _histogram,
    "lightgbm": _lightgbm,
    "logistic": _logistic,
    "mean": _mean,
    "scorecard": _logistic,
    "xgboost": _xgboost,
}
"""How each family tells what its columns add: a column for each of the matrix, and the base as the last."""
