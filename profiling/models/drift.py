"""How far clients have moved from those compared with: the population stability index of the score and of each column.

Numbers are cut in ten bins that hold equally many of the clients compared with, categories are bins of their own; a
missing value and a category never seen before are bins too. An empty bin counts as half a client.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.coding import Column, Frame, Numbers, is_text, numbers, texts

BINS, EMPTY = 10, 0.5


@dataclass(frozen=True, slots=True)
class Shape:
    """How the values of a column were spread: the cuts of its numbers or its categories, and how many fell in each bin.

    The bin before the last is of categories not seen, the last of missing values. Numbers have no categories (None).
    """

    cuts: Sequence[float]
    levels: Sequence[str] | None
    counts: Sequence[int]

    @classmethod
    def of(cls, name: str, values: Column) -> "Shape":
        """The shape of a column."""
        if is_text(values):
            shape = cls((), sorted({text for text in texts(values) if text}), ())
        else:
            known = (given := numbers(name, values))[~np.isnan(given)]
            inner = np.linspace(0, 1, BINS + 1)[1:-1]
            shape = cls(np.unique(np.quantile(known, inner)).tolist() if len(known) else (), None, ())
        return cls(shape.cuts, shape.levels, shape.counted(name, values))

    def counted(self, name: str, values: Column) -> list[int]:
        """How many values fall in each bin."""
        size = len(self.cuts) + 1 if self.levels is None else len(self.levels)
        if self.levels is not None:
            places = {"": size + 1, **{level: place for place, level in enumerate(self.levels)}}
            found = np.array([places.get(text, size) for text in texts(values)], np.int64)
        else:
            given = numbers(name, values)
            found = np.where(np.isnan(given), size + 1, np.searchsorted(self.cuts, given, "right"))
        return [int(count) for count in np.bincount(found, minlength=size + 2)]

    def index(self, name: str, values: Column) -> float:
        """The stability index of new values of the column."""
        return stability_index(self.counts, self.counted(name, values))


def stability_index(expected: npt.ArrayLike, actual: npt.ArrayLike) -> float:
    """The sum of (actual - expected) ln(actual / expected) over the bins, from counts or shares.

    A bin that is empty on both sides says nothing. Raise InvalidInput for unlike bins or a side of nobody.
    """
    before, after = (np.asarray(side, np.float64) for side in (expected, actual))
    if before.shape != after.shape or before.sum() <= 0 or after.sum() <= 0:
        raise InvalidInput(
            "a stability index compares the same bins on both sides, with somebody in them", field="bins"
        )
    told = (before > 0) | (after > 0)
    first, second = (_shares(side[told]) for side in (before, after))
    return float(np.sum((second - first) * np.log(second / first)))


def shapes(frame: Frame) -> Mapping[str, Shape]:
    """The shape of each column."""
    return {name: Shape.of(name, values) for name, values in sorted(frame.items())}


def _shares(counts: Numbers) -> Numbers:
    """Shares of all; half a client stands in an empty bin, of shares that are given half of the smallest."""
    held = np.where(counts > 0, counts, min(EMPTY, float(counts[counts > 0].min()) / 2))
    shares: Numbers = held / held.sum()
    return shares
