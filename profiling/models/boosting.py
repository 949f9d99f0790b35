"""Boosted trees of XGBoost, LightGBM and scikit-learn, each kept as text: trained, and read again for the log odds."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput, MissingTool
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.corrected_loss import CorrectedLoss
from firmgraph.profiling.models.shares import are_classes, held_log_odds, in_classes

FIELDS = ("feature_idx", "num_threshold", "missing_go_to_left", "left", "right", "is_leaf", "value", "count")
READ_AT_ONCE = 32
DEFAULT_SETTINGS = {"depth": 3, "rate": 0.05, "rounds": 150, "least_leaf": 10.0, "ridge": 5.0, "columns": 0.5}


@dataclass(frozen=True, slots=True)
class Task:
    """What boosted trees are grown on: the settings of `DEFAULT_SETTINGS`, a sign for each column, the loss, the seed.

    A sign of 1 lets the risk only rise with the column, -1 only fall, 0 leaves it free.
    """

    settings: Mapping[str, Any]
    signs: tuple[int, ...]
    loss: CorrectedLoss
    seed: int

    def number(self, name: str) -> float:
        """A setting, or its default."""
        return float(self.settings.get(name, DEFAULT_SETTINGS[name]))

    def count(self, name: str) -> int:
        """A whole setting, or its default."""
        return int(self.number(name))


def grow_xgboost(rows: Numbers, y: Numbers, weights: Numbers, task: Task) -> str:
    """XGBoost with the corrected loss as its objective, from a margin of 0; the model as its own JSON text."""
    xgboost = library("xgboost")

    def objective(margin: Numbers, data: Any) -> tuple[Numbers, Numbers]:
        at = margin.astype(np.float64)
        return weights * task.loss.gradient(at, y), weights * task.loss.hessian(at, y)

    settings = {
        "base_score": 0.0,
        "max_depth": task.count("depth"),
        "eta": task.number("rate"),
        "min_child_weight": task.number("least_leaf") / 4,  # a client's curvature is at most a quarter
        "lambda": task.number("ridge"),
        "colsample_bynode": task.number("columns"),
        "subsample": float(task.settings.get("rows", 1.0)),
        "monotone_constraints": str(task.signs).replace(" ", ""),
        "seed": task.seed,
        "nthread": 1,
        "tree_method": "hist",
    }
    data = xgboost.DMatrix(rows, base_margin=np.full(len(y), task.loss.start(y)))
    booster = xgboost.train(settings, data, task.count("rounds"), obj=objective)
    return str(booster.save_raw("json").decode())


def read_xgboost(model: str, rows: Numbers) -> Numbers:
    """The sum of XGBoost's trees for each row."""
    data = library("xgboost").DMatrix(rows, base_margin=np.zeros(len(rows)))
    return np.asarray(xgboost_trees(model).predict(data, output_margin=True), np.float64)


def xgboost_trees(model: str) -> Any:
    """The trees of a text of XGBoost, read once, for they are asked of one client after another."""
    return _xgboost_trees(library("xgboost"), model)


@lru_cache(maxsize=READ_AT_ONCE)
def _xgboost_trees(xgboost: Any, model: str) -> Any:
    return xgboost.Booster({"nthread": 1}, model_file=bytearray(model.encode()))


def grow_lightgbm(rows: Numbers, y: Numbers, weights: Numbers, task: Task) -> str:
    """LightGBM with the bad clients weighted as the corrected loss does; the model as its own text.

    With the setting `median` it learns the middle of the log odds of shares; no column is monotone then.
    """
    lightgbm = library("lightgbm")
    middle = bool(task.settings.get("median"))
    if middle and any(task.signs):
        raise InvalidInput("a median has no monotone columns", field="monotone")
    mean = "binary" if are_classes(y) else "cross_entropy"
    settings = {
        "objective": "regression_l1" if middle else mean,
        "boost_from_average": middle,
        "max_depth": task.count("depth"),
        "num_leaves": 2 ** task.count("depth"),
        "learning_rate": task.number("rate"),
        "min_child_samples": task.count("least_leaf"),
        "lambda_l2": task.number("ridge"),
        "feature_fraction_bynode": task.number("columns"),
        "bagging_fraction": float(task.settings.get("rows", 1.0)),
        "bagging_freq": 1,
        "monotone_constraints": None if middle else list(task.signs),
        "seed": task.seed,
        "deterministic": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    mass = weights * task.loss.weights(y)
    start = task.loss.start(y)
    if middle:
        data = lightgbm.Dataset(rows, held_log_odds(y) - start, weight=mass)
    else:
        data = lightgbm.Dataset(rows, y, weight=mass, init_score=np.full(len(y), start))
    return str(lightgbm.train(settings, data, task.count("rounds")).model_to_string())


def read_lightgbm(model: str, rows: Numbers) -> Numbers:
    """The sum of LightGBM's trees for each row."""
    return np.asarray(lightgbm_trees(model).predict(rows, raw_score=True, num_threads=1), np.float64)


def lightgbm_trees(model: str) -> Any:
    """The trees of a text of LightGBM, read once."""
    return _lightgbm_trees(library("lightgbm"), model)


@lru_cache(maxsize=READ_AT_ONCE)
def _lightgbm_trees(lightgbm: Any, model: str) -> Any:
    return lightgbm.Booster(model_str=model)


def grow_histogram(rows: Numbers, y: Numbers, weights: Numbers, task: Task) -> dict[str, Any]:
    """Histogram boosting of scikit-learn with the bad clients weighted; its trees as plain numbers."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    design, labels, mass = in_classes(rows, y, weights * task.loss.weights(y))
    model = HistGradientBoostingClassifier(
        learning_rate=task.number("rate"),
        max_iter=task.count("rounds"),
        max_depth=task.count("depth"),
        min_samples_leaf=task.count("least_leaf") * len(design) // len(rows),
        l2_regularization=task.number("ridge"),
        max_features=task.number("columns"),
        monotonic_cst=list(task.signs),
        early_stopping=False,
        random_state=task.seed,
    ).fit(design, labels, sample_weight=mass)
    trees = [one.nodes for (one,) in model._predictors]
    return {
        # Its own start knows the weights; ours is added for all kinds alike.
        "start": float(np.ravel(model._baseline_prediction)[0]) - task.loss.start(y),
        "trees": [{name: np.nan_to_num(tree[name]).tolist() for name in FIELDS} for tree in trees],
    }


def read_histogram(model: Mapping[str, Any], rows: Numbers) -> Numbers:
    """The sum of the trees of histogram boosting for each row."""
    total = np.full(len(rows), float(model["start"]))
    for tree in model["trees"]:
        total += _walk({name: np.asarray(tree[name]) for name in FIELDS}, rows)
    return total


def library(name: str) -> Any:
    """A library of the extra `train`; raise MissingTool that tells how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingTool(f"{name} is not installed: pip install firmgraph[train]") from error


def _walk(tree: Mapping[str, npt.NDArray[Any]], rows: Numbers) -> Numbers:
    """The value of the leaf that each row comes to."""
    node, line = np.zeros(len(rows), np.int64), np.arange(len(rows))
    while (inner := tree["is_leaf"][node] == 0).any():
        value = rows[line, tree["feature_idx"][node]]
        missing = tree["missing_go_to_left"][node] != 0
        left = np.where(np.isnan(value), missing, value <= tree["num_threshold"][node])
        node = np.where(inner, np.where(left, tree["left"][node], tree["right"][node]), node)
    return np.asarray(tree["value"][node], np.float64)
