"""How far loan products are apart: a Gower-like distance over sets, numbers and flags, weights as data."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache
from math import log10, nan
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from firmgraph.profiling.catalogue import Product

_FILE = Path(__file__).parent / "data" / "classes.yaml"
Matrix = NDArray[np.float64]
Known = NDArray[np.bool_]
_Compare = Callable[[Sequence[Any]], tuple[Matrix, Known]]


@cache
def class_rules() -> Mapping[str, Any]:
    """The table of weights, bounds and words of the product classes."""
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


def distances(products: Sequence[Product]) -> Matrix:
    """Return the matrix of distances in [0, 1]; an attribute that either product leaves unstated is not compared.

    Products that share no stated attribute are wholly apart (1); a product is no way from itself.
    """
    size = len(products)
    total, weights = np.zeros((size, size)), np.zeros((size, size))
    for weight, (apart, known) in _attributes(products):
        both = np.outer(known, known)
        total += np.where(both, weight * apart, 0.0)
        weights += np.where(both, weight, 0.0)
    found: Matrix = np.where(weights > 0, total / np.where(weights > 0, weights, 1.0), 1.0)
    np.fill_diagonal(found, 0.0)
    return found


def _attributes(products: Sequence[Product]) -> Iterator[tuple[float, tuple[Matrix, Known]]]:
    """Each attribute's weight, its distances, and which products state it."""
    rules = class_rules()
    ways: tuple[tuple[str, _Compare], ...] = (("sets", _jaccard), ("numbers", _over_range), ("flags", _unequal))
    for group, compare in ways:
        for name, weight in rules[group].items():
            yield float(weight), compare([getattr(product, name) for product in products])


def _jaccard(values: Sequence[Sequence[Hashable]]) -> tuple[Matrix, Known]:
    places = {word: place for place, word in enumerate(dict.fromkeys(word for own in values for word in own))}
    has = np.zeros((len(values), len(places)))
    for row, own in enumerate(values):
        has[row, [places[word] for word in own]] = 1
    sizes, shared = has.sum(axis=1), has @ has.T
    united = sizes[:, None] + sizes[None, :] - shared
    return 1 - shared / np.where(united > 0, united, 1.0), sizes > 0


def _over_range(values: Sequence[Any]) -> tuple[Matrix, Known]:
    scaled = np.array([log10(float(value)) if value is not None and value > 0 else nan for value in values])
    known = ~np.isnan(scaled)
    spread = float(np.ptp(scaled[known])) if known.any() else 0.0
    return np.abs(scaled[:, None] - scaled[None, :]) / (spread or 1.0), known


def _unequal(values: Sequence[bool | None]) -> tuple[Matrix, Known]:
    flags = np.array([bool(value) for value in values])
    return (flags[:, None] != flags[None, :]).astype(np.float64), np.array([value is not None for value in values])
