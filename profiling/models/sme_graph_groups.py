"""How often firms of an industry or area went bankrupt, by firms other than those it is said of, drawn to the mean."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.sme_graph_own import Columns
from firmgraph.profiling.models.sme_graph_tables import Year

KINDS = ("industry", "area")
FOLDS, SEED = 5, 20263
DRAWN = 20.0
"""Firms that the mean weighs like: a group of as many is told half by itself."""

Rates = Mapping[str, Any]


def rates_of(year: Year, rows: npt.NDArray[np.int64] | None = None) -> dict[str, Any]:
    """The rate of bankruptcy of each group by the firms named (none: all whose label is known), as plain JSON."""
    of = np.flatnonzero(~np.isnan(year.y)) if rows is None else rows
    mean = float(year.y[of].mean()) if len(of) else 0.5
    return {"mean": mean, **{kind: _rates(_groups(year, kind), year.y, of, mean) for kind in KINDS}}


def encoded(year: Year, rates: Rates) -> Columns:
    """The mean rate of each firm's groups, a group not known having the mean of all, and the number of industries."""
    columns = {f"{kind}_rate": np.array(_told(_groups(year, kind), rates, kind)) for kind in KINDS}
    return {**columns, "industries": np.array([float(len(groups)) for groups in _groups(year, "industry")])}


def encoded_out_of_fold(year: Year) -> Columns:
    """The same for firms whose labels are learned from: those of a fold by the labels of the other folds alone.

    A firm's fold depends on its number only. Leaving out just the firm itself would give its label away.
    """
    fold = np.array([_fold(firm) for firm in year.firms])
    columns = encoded(year, rates_of(year, np.array([], np.int64)))
    for held in range(FOLDS):
        inside = np.flatnonzero((fold != held) & ~np.isnan(year.y))
        told = encoded(year, rates_of(year, inside))
        for name, values in columns.items():
            values[fold == held] = told[name][fold == held]
    return columns


def _rates(groups: Sequence[frozenset[str]], y: Numbers, rows: npt.NDArray[np.int64], mean: float) -> dict[str, float]:
    told: dict[str, list[float]] = {}
    for row in rows.tolist():
        for group in sorted(groups[row]):
            told.setdefault(group, []).append(float(y[row]))
    return {group: (sum(told[group]) + DRAWN * mean) / (len(told[group]) + DRAWN) for group in sorted(told)}


def _told(groups: Sequence[frozenset[str]], rates: Rates, kind: str) -> list[float]:
    mean, of_kind = float(rates["mean"]), rates[kind]
    return [float(np.mean([of_kind.get(one, mean) for one in sorted(of)])) if of else mean for of in groups]


def _groups(year: Year, kind: str) -> Sequence[frozenset[str]]:
    return year.groups.get(kind, [frozenset()] * len(year.firms))


def _fold(firm: str) -> int:
    return int(sha256(f"{SEED}/{firm}".encode()).hexdigest(), 16) % FOLDS
