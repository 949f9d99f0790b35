"""Learn the division of an enterprise by scope and name: from registrations without labels, then from labelled ones.

Without labels the text learns what the words of the catalogue and the model of names say together, so that it knows
words that no alias names; the labelled registrations then correct it (`tuning`).
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, field_validator

from firmgraph.errors import InvalidInput
from firmgraph.nlp.industry.catalogue import catalogue
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.industry.features import text_features
from firmgraph.nlp.industry.model import IndustryModel, logarithms, share_features, shares_of
from firmgraph.nlp.industry.names import shipped_name_model
from firmgraph.nlp.industry.regression import Pace, regress
from firmgraph.nlp.industry.said import Said, blended, spread
from firmgraph.nlp.industry.tuning import Rows, best_temperature, held_out_scores, tune
from firmgraph.nlp.known_lines import read_known_lines

Floats = NDArray[np.float32]
LEAST_COUNT = 15
MOST_FEATURES = 40_000
_PACE = Pace(epochs=3, step=0.12, shown_only=True)
_TEXT_LIKENESS, _SHARE_LIKENESS, _SAME = 2.0, 0.5, 0.1


class Registration(BaseModel):
    """A registered name and scope, and the division that a person gave it, if any: a line of a JSONL file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    scope: str
    division: str | None = None

    @field_validator("division")
    @classmethod
    def _is_in_the_standard(cls, division: str | None) -> str | None:
        if division is not None and division not in classes().sections:
            raise ValueError(f"{division} is no division of GB/T 4754-2017")
        return division


def read_known_registrations(path: Path) -> Iterator[Registration]:
    """Yield the registrations of a JSONL file; raise with file and line for what is none."""
    return read_known_lines(path, Registration)


class _Table:
    """The features and shares of registrations that say anything, and their divisions (-1 where none was given)."""

    def __init__(self, rows: Iterable[Registration]) -> None:
        self.columns: dict[str, int] = {}
        self._at, self._values, self._ends = array("i"), array("f"), array("q", [0])
        shares: list[list[Floats]] = [[], [], []]
        gold, told = [], hashlib.sha256()
        for row in rows:
            told.update(row.model_dump_json().encode("utf-8", "surrogatepass"))
            for column, values in zip(shares, self._read(row), strict=True):
                column.append(values)
            gold.append(classes().divisions.index(row.division) if row.division else -1)
        if not gold:
            raise InvalidInput("no registration to learn from", field="file")
        self.said, self.named, self.targets = (np.concatenate(column) for column in shares)
        self.gold = np.array(gold)
        self.sha256 = told.hexdigest()

    def _read(self, row: Registration) -> tuple[Floats, Floats, Floats]:
        blend, divisions = catalogue().blend, classes().divisions
        said, named = Said(row.scope, blend), shipped_name_model().divisions(row.name)
        for feature, value in text_features(said.items, row.name).items():
            self._at.append(self.columns.setdefault(feature, len(self.columns)))
            self._values.append(value)
        self._ends.append(len(self._at))
        targets = blended(said.by_division, named, blend)
        spoken = spread(said.by_division, named, blend.floor)
        return shares_of(spoken, divisions), shares_of(named, divisions), shares_of(targets, divisions)

    def text(self) -> tuple[list[str], Any]:
        """The features that stand in enough rows, in order, and the damped rows of their values."""
        from scipy.sparse import csr_matrix, diags

        arrays = (np.frombuffer(self._values, "f"), np.frombuffer(self._at, "i"), np.frombuffer(self._ends, "q"))
        seen = csr_matrix(arrays, shape=(len(self.gold), len(self.columns)))
        least = min(LEAST_COUNT, 1 + len(self.gold) // 100)
        counts = np.bincount(seen.indices, minlength=len(self.columns))
        kept = sorted(one for one, at in self.columns.items() if counts[at] >= least and "\n" not in one)
        seen = seen[:, [self.columns[one] for one in kept]].tocsr()
        squares = np.maximum(np.asarray(seen.multiply(seen).sum(axis=1)).ravel(), 1)
        return kept, (diags((squares**-0.25).astype(np.float32)) @ seen).tocsr()


def train_industry_model(rows: Iterable[Registration], *, version: str, about: str) -> IndustryModel:
    """Learn from registrations, in their order; those without a division teach words only."""
    table = _Table(rows)
    features, text = table.text()
    taught = table.targets.sum(axis=1) > 0
    weights, prior = regress(text[taught], table.targets[taught], _PACE)
    kept = _weightiest(text, weights)
    text, weights = text[:, kept], weights[kept]
    labelled = np.flatnonzero(table.gold >= 0)
    change = _Change(table, text, text @ weights + prior, labelled)
    trust, by_feature, by_shares, shift = change.learned()
    packed, scales = _packed(trust[0] * weights + by_feature)
    return IndustryModel(
        version, table.sha256, about, change.figures, tuple(classes().divisions), (float(trust[1]), float(trust[2])),
        change.temperature, {features[at]: row for row, at in enumerate(kept)}, packed, scales,
        np.asarray(trust[0] * prior + shift, dtype=np.float32), by_shares,
    )  # fmt: skip


def _weightiest(text: Any, weights: Floats) -> list[int]:
    """The columns of the features that weigh most over all rows."""
    weighs = np.asarray(text.sum(axis=0)).ravel() * (weights**2).sum(axis=1)
    kept: list[int] = np.sort(np.argsort(-weighs, kind="stable")[:MOST_FEATURES]).tolist()
    return kept


class _Change:
    """What the labelled rows change: the kernel of their texts, by rarity, and of their shares."""

    def __init__(self, table: _Table, text: Any, scores: Floats, labelled: NDArray[np.int64]) -> None:
        documents = np.bincount(text.indices, minlength=text.shape[1])
        self._rarity = np.log(text.shape[0] / (1 + documents))
        self._text = text[labelled]
        said, named = table.said[labelled], table.named[labelled]
        self._shares = share_features(said, named).astype(np.float64)
        self._rows = Rows(
            np.concatenate([scores[labelled][None], logarithms(said, named)]).astype(np.float64),
            np.zeros((len(labelled),) * 2), table.gold[labelled],
        )  # fmt: skip
        self.figures: Mapping[str, float] = {"registrations": len(table.gold), "labelled": len(labelled)}
        self.temperature = 1.0

    def learned(self) -> tuple[NDArray[np.float64], Floats, Floats, Floats]:
        """The trust in text, scope and name, and the change of the weights of features, of shares, and of priors."""
        weighed = self._text.multiply(self._rarity).tocsr()
        size = float(weighed.multiply(weighed).sum()) / max(len(self._rows.gold), 1)
        scale = _TEXT_LIKENESS / max(size, 1e-9)
        likeness = scale * (weighed @ weighed.T).toarray() + _SHARE_LIKENESS * self._shares @ self._shares.T + _SAME
        rows = Rows(self._rows.scores, likeness, self._rows.gold)
        self._measure(rows)
        tuned = tune(rows)
        by_feature = scale * (self._text.multiply(self._rarity**2).T.tocsr() @ tuned.weights)
        by_shares = _SHARE_LIKENESS * self._shares.T @ tuned.weights
        return (
            tuned.trust, np.asarray(by_feature, dtype=np.float32), np.asarray(by_shares, dtype=np.float32),
            np.asarray(_SAME * tuned.weights.sum(axis=0), dtype=np.float32),
        )  # fmt: skip

    def _measure(self, rows: Rows) -> None:
        """Figures by cross-validation, and the temperature, where there are labels enough."""
        if len(rows.gold) < 2 * len(classes().divisions):
            return
        scores = held_out_scores(rows)
        order = np.argsort(-scores, axis=1, kind="stable")
        right, among = order[:, 0] == rows.gold, (order[:, :3] == rows.gold[:, None]).any(axis=1)
        self.figures = {**self.figures, "top-1": round(float(right.mean()), 3), "top-3": round(float(among.mean()), 3)}
        self.temperature = best_temperature(scores, rows.gold)


def _packed(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights in steps of one byte, and the step of each feature."""
    scales = np.abs(weights).max(axis=1) / 127 + 1e-12
    return np.round(weights / scales[:, None]).astype(np.int8), scales.astype(np.float32)
