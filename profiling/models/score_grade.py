"""The grade of a probability of default by the master scale of a rule pack, exact to 1e-8 at its lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.quadrants import UNTOLD, score_units

FAMILY = "score-grades"
_UNIT = 100_000_000


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of the scale with its words."""

    grade: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The grades from the best to the worst, and the lines between them in units of 1e-8."""

    grades: tuple[Grade, ...]
    lines: tuple[int, ...]

    def of(self, p: npt.ArrayLike) -> list[Grade | None]:
        """The grade of each calibrated probability, on a line the worse one; None where it is not known (NaN)."""
        units = score_units(np.asarray(p, np.float64), "probability")
        places = np.searchsorted(np.asarray(self.lines, np.int64), units, "right")
        return [
            None if unit == UNTOLD else self.grades[place]
            for unit, place in zip(units.tolist(), places.tolist(), strict=True)
        ]

    def middles(self) -> Numbers:
        """The probability in the middle of each grade, by which a rating given as a grade is read again."""
        ends = np.array([0, *self.lines, _UNIT], np.float64) / _UNIT
        middle: Numbers = (ends[1:] + ends[:-1]) / 2
        return middle


def read_scale(pack: RulePack) -> Scale:
    """The scale of a pack of the family `score-grades`.

    Raise InvalidInput where names repeat, lines do not rise within 0 and 1, or any but the last grade lacks a line.
    """
    told: Sequence[dict[str, Any]] = pack.parameters["grades"]
    grades = tuple(Grade(one["grade"], one["zh"], one["en"]) for one in told)
    if len({one.grade for one in grades}) != len(grades) or "below" in told[-1]:
        raise InvalidInput(f"{pack.id}: each grade has a name of its own, and the last has no line", field="pack")
    try:
        lines = tuple(int(Decimal(one["below"]) * _UNIT) for one in told[:-1])
    except (KeyError, InvalidOperation, TypeError) as error:
        raise InvalidInput(f"{pack.id}: every grade but the last has a line, as text", field="pack") from error
    if list(lines) != sorted({*lines} - {0}) or (lines and lines[-1] >= _UNIT):
        raise InvalidInput(f"{pack.id}: the lines rise between 0 and 1", field="pack")
    return Scale(grades, lines)
