"""Logistic regression, and the mean alone, as plain numbers: scaled columns, missing values at the mean with a mark."""

import importlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from firmgraph.profiling.models.boosting import Task
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.shares import in_classes


def grow_logistic(rows: Numbers, y: Numbers, weights: Numbers, task: Task) -> dict[str, Any]:
    """Ridge logistic regression, bad clients weighted as the corrected loss does; `pairs` adds products of columns.

    On shares it is the fractional logit of Papke and Wooldridge (1996).
    """
    from sklearn.linear_model import LogisticRegression

    body: dict[str, Any] = {
        "mean": _mean(rows),
        "spread": [],
        "marked": np.flatnonzero(np.isnan(rows).any(axis=0)).tolist(),
        "pairs": bool(task.settings.get("pairs", False)),
    }
    spread = np.nanstd(_filled(body, rows), axis=0)
    body["spread"] = np.where(spread > 0, spread, 1.0).tolist()
    model = LogisticRegression(C=1 / float(task.settings.get("ridge", 10.0)), max_iter=2000, tol=1e-6)
    design, labels, mass = in_classes(_design(body, rows), y, weights * task.loss.weights(y))
    with _pools().limit(limits=1, user_api="blas"):  # so small a problem is slowed tenfold by threads that wait
        model.fit(design, labels, sample_weight=mass)
    body["slopes"] = model.coef_[0].tolist()
    body["intercept"] = float(model.intercept_[0]) - task.loss.start(y)
    return body


def read_logistic(model: Mapping[str, Any], rows: Numbers) -> Numbers:
    """The log odds of each row, less where all families start."""
    odds: Numbers = _design(model, rows) @ np.asarray(model["slopes"]) + model["intercept"]
    return odds


def grow_mean(rows: Numbers, y: Numbers, weights: Numbers, task: Task) -> float:
    """The log odds of the mean label of all clients, less where all families start."""
    mass = weights * task.loss.weights(y)
    return float(np.log(np.sum(mass * y)) - np.log(np.sum(mass * (1 - y)))) - task.loss.start(y)


def read_mean(model: float, rows: Numbers) -> Numbers:
    """The same for each row."""
    return np.full(len(rows), model)


@cache
def _pools() -> Any:
    return importlib.import_module("threadpoolctl").ThreadpoolController()


def _mean(rows: Numbers) -> list[float]:
    """The mean of the known values of each column, 0 where none is known."""
    known = ~np.isnan(rows)
    total = np.where(known, rows, 0.0).sum(axis=0)
    return [float(value) for value in total / np.maximum(known.sum(axis=0), 1)]


def _filled(model: Mapping[str, Any], rows: Numbers) -> Numbers:
    return np.where(np.isnan(rows), np.asarray(model["mean"]), rows)


def _design(model: Mapping[str, Any], rows: Numbers) -> Numbers:
    scaled = (_filled(model, rows) - np.asarray(model["mean"])) / np.asarray(model["spread"])
    marks = np.isnan(rows)[:, model["marked"]].astype(np.float64)
    if not model["pairs"]:
        return np.hstack([scaled, marks])
    first, second = np.triu_indices(scaled.shape[1], 1)
    # Products weigh half, so that the same ridge holds them twice as tight.
    return np.hstack([scaled, marks, scaled[:, first] * scaled[:, second] / 2])
