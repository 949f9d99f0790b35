"""How far two loan products are apart: a Gower-like distance over sets, numbers and flags, weights as data."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from math import log10
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from firmgraph.profiling.catalogue import Product

_FILE = Path(__file__).parent / "data" / "classes.yaml"
Matrix = NDArray[np.float64]
_Apart = Callable[[Any, Any], float]


@cache
def class_rules() -> Mapping[str, Any]:
    """The table of weights, bounds and words of the product classes."""
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


def distances(products: Sequence[Product]) -> Matrix:
    """Return the matrix of distances in [0, 1]; an attribute that either product leaves unstated is not compared.

    Products that share no stated attribute are wholly apart (1).
    """
    size = len(products)
    total, weights = np.zeros((size, size)), np.zeros((size, size))
    for weight, values, apart in _attributes(products):
        for i in range(size):
            for j in range(i):
                if values[i] is not None and values[j] is not None:
                    total[i, j] += weight * apart(values[i], values[j])
                    weights[i, j] += weight
    found = np.where(weights > 0, total / np.where(weights > 0, weights, 1.0), 1.0)
    lower: Matrix = np.tril(found, -1)
    return lower + lower.T


def _attributes(products: Sequence[Product]) -> list[tuple[float, list[Any], _Apart]]:
    rules = class_rules()
    found: list[tuple[float, list[Any], _Apart]] = []
    for name, weight in rules["sets"].items():
        found.append((weight, [frozenset(getattr(p, name)) or None for p in products], _jaccard))
    for name, weight in rules["numbers"].items():
        scaled = [_scaled(getattr(p, name)) for p in products]
        known = [value for value in scaled if value is not None]
        found.append((weight, scaled, _over(max(known, default=0.0) - min(known, default=0.0))))
    for name, weight in rules["flags"].items():
        found.append((weight, [getattr(p, name) for p in products], lambda one, other: float(one != other)))
    return found


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return 1 - len(one & other) / len(one | other)


def _scaled(value: Any) -> float | None:
    return None if value is None or value <= 0 else log10(float(value))


def _over(spread: float) -> _Apart:
    return lambda one, other: abs(one - other) / spread if spread > 0 else 0.0
