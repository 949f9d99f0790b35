"""A column of a book: each row's value by its number among the distinct ones, so that a rule is asked once a value."""

from array import array
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from firmgraph.graph.kernels.arrays import Ints


@dataclass(frozen=True)
class Column:
    """The distinct known values of a column and the number of each row's; one more stands for what is not known.

    `first` is the first row that has a value, -1 where none has; `ordered` tells that the values increase.
    """

    values: tuple[Any, ...]
    codes: Ints
    first: Ints
    ordered: bool

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers that some row has."""
        return tuple(int(code) for code in np.flatnonzero(self.first >= 0))

    def at(self, row: int) -> Any:
        """Return the value of a row, None where it is not known."""
        code = int(self.codes[row])
        return self.values[code] if code < len(self.values) else None


@dataclass
class Tally:
    """Values of a column as they are read, row by row."""

    _seen: dict[Hashable, int] = field(default_factory=dict)
    _codes: "array[int]" = field(default_factory=lambda: array("i"))
    _first: "array[int]" = field(default_factory=lambda: array("i"))

    def add(self, value: Hashable) -> None:
        """Read the value of the next row; None is not known."""
        code = self._seen.setdefault(value, len(self._seen))
        if code == len(self._first):
            self._first.append(len(self._codes))
        self._codes.append(code)

    def column(self, *, ordered: bool) -> Column:
        """Return the column read so far; the values of an `ordered` one can be compared."""
        known: list[Any] = [value for value in self._seen if value is not None]
        values = tuple(sorted(known)) if ordered else tuple(known)
        place = {value: code for code, value in enumerate(values)}
        renumbered = np.array([place.get(value, len(values)) for value in self._seen], np.int32)
        first = np.full(len(values) + 1, -1, np.int32)
        first[renumbered] = np.frombuffer(self._first, np.int32) if self._first else 0
        codes = np.frombuffer(self._codes, np.int32) if self._codes else np.empty(0, np.int32)
        return Column(values, renumbered[codes].astype(np.int32), first, ordered)


def combined(columns: Sequence[Column]) -> Column:
    """Return several columns as one of the distinct rows of their numbers; nothing of it counts as not known."""
    keys = np.zeros(columns[0].codes.size, np.int64)
    for one in columns:
        _, keys = np.unique(keys * (len(one.values) + 1) + one.codes, return_inverse=True)
    values, first, codes = np.unique(keys, return_index=True, return_inverse=True)
    return Column(tuple(values), codes.astype(np.int32), np.append(first, -1).astype(np.int32), ordered=False)
