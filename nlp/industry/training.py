"""Learn which division a firm's name speaks of, from registrations whose scopes tell their industry.

No labels are needed: the scope of each registration is read without its name, and what it says is what the name
learns. Multinomial logistic regression over the features of names, by Adagrad with a fixed seed.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.errors import InvalidInput
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.industry.names import NameModel, name_features
from firmgraph.nlp.industry.regression import Pace, regress
from firmgraph.nlp.industry.said import said_of_divisions
from firmgraph.nlp.text import normal_form

Floats = NDArray[np.float32]
LEAST_COUNT = 15
LEAST_SHARE = 0.5
MOST_FEATURES = 40_000
_PACE = Pace(epochs=6, step=0.15, shown_only=False)
_HEADERS = {"name": ("name", "企业名称"), "scope": ("business_scope", "scope", "经营范围")}


def read_registrations(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Name and scope of each row of CSV files in UTF-8 with columns such as 企业名称 and 经营范围."""
    for path in files:
        try:
            yield from _read_registrations(path)
        except (UnicodeDecodeError, csv.Error) as error:
            raise InvalidInput(f"{path.name} cannot be read as CSV in UTF-8: {error}", field="files") from error


def _read_registrations(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        columns = [next((name for name in names if name in (rows.fieldnames or ())), None)
                   for names in _HEADERS.values()]  # fmt: skip
        if None in columns:
            raise InvalidInput(f"{path.name} must have the columns 企业名称 and 经营范围", field="files")
        yield from ((row[columns[0]] or "", row[columns[1]] or "") for row in rows)


def train_name_model(
    rows: Iterable[tuple[str, str]], *, version: str, about: str, without: Set[str] = frozenset()
) -> NameModel:
    """Learn from names and scopes; names in `without` (normal forms), kept for tests, are not looked at."""
    names: list[str] = []
    targets: list[Mapping[str, float]] = []
    told = hashlib.sha256()
    for name, scope in rows:
        shares = said_of_divisions(scope)
        whole = sum(shares.values())
        if whole and max(shares.values()) > LEAST_SHARE * whole and normal_form(name) not in without:
            names.append(name)
            targets.append(shares)
            told.update(f"{name}\n{scope}\n".encode("utf-8", "surrogatepass"))
    if not names:
        raise InvalidInput("no registration tells its industry", field="files")
    features, seen = _feature_matrix(names)
    weights, prior = regress(damped(seen), _target_matrix(targets), _PACE)
    kept, scale, packed = _packed(seen, weights)
    return NameModel(
        version, told.hexdigest(), about, tuple(classes().divisions),
        {features[at]: row for row, at in enumerate(kept)}, packed, scale, prior,
    )  # fmt: skip


def _feature_matrix(names: Sequence[str]) -> tuple[list[str], Any]:
    """The features that stand in enough names, in order, and in which names they stand."""
    from scipy.sparse import csr_matrix

    counts = Counter(feature for name in names for feature in name_features(name))
    least = min(LEAST_COUNT, 1 + len(names) // 100)
    features = sorted(feature for feature, count in counts.items() if count >= least and "\n" not in feature)
    column = {feature: at for at, feature in enumerate(features)}
    rows = [[column[feature] for feature in name_features(name) if feature in column] for name in names]
    pointers = np.cumsum([0, *map(len, rows)])
    columns = np.fromiter((at for row in rows for at in row), dtype=np.int32, count=int(pointers[-1]))
    ones = np.ones(len(columns), dtype=np.float32)
    return features, csr_matrix((ones, columns, pointers), shape=(len(names), len(features)))


def _target_matrix(targets: Sequence[Mapping[str, float]]) -> Floats:
    """The shares of the divisions in each row, squared so that the likeliest stands out."""
    column = {division: at for at, division in enumerate(classes().divisions)}
    matrix = np.zeros((len(targets), len(column)), dtype=np.float32)
    for row, shares in enumerate(targets):
        for division, share in shares.items():
            matrix[row, column[division]] = share**2
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True), dtype=np.float32)


def damped(seen: Any) -> Any:
    """The rows of a matrix of features, each divided by the fourth root of its number of features."""
    from scipy.sparse import diags

    counts = np.maximum(np.asarray(seen.sum(axis=1)).ravel(), 1)
    return (diags((counts**-0.25).astype(np.float32)) @ seen).tocsr()


def _packed(seen: Any, weights: Floats) -> tuple[list[int], float, NDArray[np.int8]]:
    """The columns of the features that weigh most over all names, and their weights in steps of one byte."""
    weighs = np.asarray(seen.sum(axis=0)).ravel() * (weights**2).sum(axis=1)
    kept = np.sort(np.argsort(-weighs, kind="stable")[:MOST_FEATURES])
    scale = float(np.abs(weights[kept]).max()) / 127 or 1.0
    return kept.tolist(), scale, np.round(weights[kept] / scale).astype(np.int8)
