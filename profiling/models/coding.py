"""How the columns of a training frame become numbers: as they are, one column a level, or by weight of evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput

Numbers = npt.NDArray[np.float64]
Column = Sequence[Any] | npt.NDArray[Any]
Frame = Mapping[str, Column]
Target = Literal["binary", "share"]
"""What a label is: 1 for bad and 0 for good, or any share from 0 to 1."""

LEAST_ROWS = 30
LEAST_OF_A_CLASS = 5


@dataclass(frozen=True, slots=True)
class Number:
    """A column of numbers as it is; a missing value stays missing."""

    name: str

    def matrix(self, values: Column) -> Numbers:
        """The values as one column."""
        return numbers(self.name, values)[:, None]


@dataclass(frozen=True, slots=True)
class Levels:
    """A column of categories as one column of 0 and 1 for each level; a missing or new level is 0 in all."""

    name: str
    levels: Sequence[str]

    def matrix(self, values: Column) -> Numbers:
        """One column for each level."""
        said = texts(values)
        return np.array([[text == level for level in self.levels] for text in said], np.float64)


@dataclass(frozen=True, slots=True)
class LevelEvidence:
    """A column of categories by the weight of evidence of each level; a new level has none (0)."""

    name: str
    evidence: Mapping[str, float]

    def matrix(self, values: Column) -> Numbers:
        """The weights of evidence as one column."""
        return np.array([[self.evidence.get(text, 0.0)] for text in texts(values)], np.float64)


@dataclass(frozen=True, slots=True)
class BinEvidence:
    """A column of numbers by the weight of evidence of its bins; the last weight is that of a missing value.

    A value on a cut belongs to the bin above it.
    """

    name: str
    cuts: Sequence[float]
    evidence: Sequence[float]

    def matrix(self, values: Column) -> Numbers:
        """The weights of evidence as one column."""
        weights: Numbers = np.asarray(self.evidence, np.float64)[self.bins(values)][:, None]
        return weights

    def bins(self, values: Column) -> npt.NDArray[np.int64]:
        """The bin of each value, the last for a missing one."""
        given = numbers(self.name, values)
        found = np.searchsorted(self.cuts, given, "right")
        found[np.isnan(given)] = len(self.cuts) + 1
        return found


Code = Number | Levels | LevelEvidence | BinEvidence
CODES = {code.__name__: code for code in (Number, Levels, LevelEvidence, BinEvidence)}


def plain_codes(frame: Frame) -> list[Code]:
    """Numbers as they are and one column a level, levels in the order of their text."""
    return [
        Levels(name, sorted(set(texts(values)))) if is_text(values) else Number(name)
        for name, values in sorted(frame.items())
    ]


def coded(codes: Sequence[Code], frame: Frame) -> Numbers:
    """The matrix of a frame; raise InvalidInput that names unknown and lacking columns."""
    names = {code.name for code in codes}
    if strange := sorted(set(frame) ^ names):
        words = ", ".join(f"{name} ({'unknown' if name in frame else 'lacking'})" for name in strange)
        raise InvalidInput(f"the columns are not those the model was trained on: {words}", field=strange[0])
    return np.hstack([code.matrix(frame[code.name]) for code in codes])


def sources(codes: Sequence[Code]) -> list[str]:
    """The column of the frame behind each column of the matrix."""
    return [code.name for code in codes for _ in (code.levels if isinstance(code, Levels) else (None,))]


def codes_to_json(codes: Sequence[Code]) -> list[dict[str, Any]]:
    """Codes as a model file holds them."""
    return [{"code": type(code).__name__, **asdict(code)} for code in codes]


def codes_from_json(body: Sequence[Mapping[str, Any]]) -> list[Code]:
    """Codes from a model file; raise InvalidInput on a code that is not known."""
    try:
        return [CODES[one["code"]](**{key: value for key, value in one.items() if key != "code"}) for one in body]
    except (KeyError, TypeError) as error:
        raise InvalidInput(f"the model's columns are broken: {error}", field="model") from error


def checked_training(frame: Frame, y: npt.ArrayLike, target: Target = "binary") -> Numbers:
    """The labels, once they and the columns can be learned from; raise InvalidInput that names what cannot."""
    labels = np.asarray(y, np.float64)
    if uneven := [name for name, values in sorted(frame.items()) if len(values) != len(labels)]:
        raise InvalidInput(f"columns of another length than the labels: {', '.join(uneven)}", field=uneven[0])
    _check_labels(labels, target)
    if not frame:
        raise InvalidInput("there is no column to learn from", field="columns")
    if constant := [name for name, values in sorted(frame.items()) if _is_constant(name, values)]:
        raise InvalidInput(f"columns that say the same of every client: {', '.join(constant)}", field=constant[0])
    return labels


def is_text(values: Column) -> bool:
    """Whether a column holds categories: any value in it is a text."""
    return any(isinstance(value, str) for value in values)


def texts(values: Column) -> list[str]:
    """The categories of a column, empty where missing."""
    return ["" if value is None or value != value else str(value) for value in values]  # noqa: PLR0124


def numbers(name: str, values: Column) -> Numbers:
    """A column of numbers, NaN where missing; raise InvalidInput where one is infinite or not a number."""
    try:
        given = np.array([np.nan if value is None or value == "" else value for value in values], np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidInput(f"the column {name} holds what is not a number: {error}", field=name) from error
    if np.isinf(given).any():
        raise InvalidInput(f"the column {name} holds an infinite value", field=name)
    return given


def _check_labels(labels: Numbers, target: Target) -> None:
    if len(labels) < LEAST_ROWS:
        raise InvalidInput(f"{len(labels)} clients are too few to learn from, at least {LEAST_ROWS}", field="y")
    if target == "share":
        _check_shares(labels)
    else:
        _check_classes(labels)


def _check_shares(labels: Numbers) -> None:
    if not ((labels >= 0) & (labels <= 1)).all():
        raise InvalidInput("a label is not a share from 0 to 1", field="y")
    if np.ptp(labels) == 0:
        raise InvalidInput("the labels are all the same", field="y")


def _check_classes(labels: Numbers) -> None:
    if not np.isin(labels, (0, 1)).all():
        raise InvalidInput("a label is neither 0 (good) nor 1 (bad)", field="y")
    for side, word in ((1, "bad"), (0, "good")):
        if (found := int((labels == side).sum())) < LEAST_OF_A_CLASS:
            raise InvalidInput(f"{found} {word} clients are too few, at least {LEAST_OF_A_CLASS}", field="y")


def _is_constant(name: str, values: Column) -> bool:
    said = texts(values) if is_text(values) else numbers(name, values)
    return len(np.unique(said)) < 2
