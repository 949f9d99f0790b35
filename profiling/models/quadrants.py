"""The four classes of document 001: risk by drawdown willingness, cut at lines, slow to change (claims 5 and 6)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack

Scores = NDArray[np.float64]
Units = NDArray[np.int64]
Classes = NDArray[np.int8]
_UNIT = 100_000_000
UNTOLD = -1


class Quadrant(IntEnum):
    """A class of clients; its number counts two for high risk and one for high willingness."""

    LOW_RISK_LOW_WILLINGNESS = 0
    LOW_RISK_HIGH_WILLINGNESS = 1
    HIGH_RISK_LOW_WILLINGNESS = 2
    HIGH_RISK_HIGH_WILLINGNESS = 3

    @property
    def code(self) -> str:
        """The name under which packs and answers speak of the class."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Line:
    """A cut between low and high and the margin by which it must be passed, both in units of 1e-8 of a score."""

    at: float
    margin: int = 0


@dataclass(frozen=True, slots=True)
class Lines:
    """The cuts of both axes."""

    risk: Line
    willingness: Line


def score_units(scores: Scores, field: str) -> Units:
    """Return scores of 0 to 1 as units of 1e-8, -1 for those not known (NaN); raise InvalidInput for any other."""
    told = np.asarray(scores, dtype=np.float64)
    known = ~np.isnan(told)
    if not np.all((told[known] >= 0) & (told[known] <= 1)):
        raise InvalidInput(f"{field} must be a score from 0 to 1", field=field)
    return np.where(known, np.rint(np.where(known, told, 0) * _UNIT), UNTOLD).astype(np.int64)


def cut_lines(risk: Scores, willingness: Scores, pack: RulePack) -> Lines:
    """Return where a pack of the family `quadrants` cuts a portfolio; scores not known have no part in a median."""
    return Lines(_line("risk", risk, pack), _line("willingness", willingness, pack))


def _line(axis: str, scores: Scores, pack: RulePack) -> Line:
    cut: dict[str, Any] = pack.parameters["cut"][axis]
    margin = _units(pack.parameters["margin"][axis], axis)
    if cut["by"] == "fixed":
        return Line(_units(cut["at"], axis), margin)
    if cut["by"] != "median":
        raise InvalidInput(f"{pack.id}: the cut of {axis} is by `fixed` or by `median`", field="pack")
    told = score_units(scores, axis)
    told = told[told != UNTOLD]
    if not told.size:
        raise InvalidInput(f"no client has a score of {axis}, so that there is no median", field=axis)
    return Line(float(np.median(told)), margin)


def _units(stated: str, axis: str) -> int:
    value = Decimal(str(stated))
    if not 0 <= value <= 1:
        raise InvalidInput(f"the line and the margin of {axis} lie between 0 and 1", field="pack")
    return int(value * _UNIT)


def quadrants(risk: Scores, willingness: Scores, lines: Lines, earlier: Classes | None = None) -> Classes:
    """Return the class of each client as the number of its Quadrant, UNTOLD where a score is not known.

    A score on a line is of the higher side. `earlier` holds the classes of the round before, UNTOLD for new clients.
    """
    before = np.full(len(risk), UNTOLD, dtype=np.int8) if earlier is None else np.asarray(earlier, dtype=np.int8)
    if not len(risk) == len(willingness) == len(before):
        raise InvalidInput("risk, willingness and earlier classes must be of the same clients", field="clients")
    risks, wills = score_units(risk, "risk"), score_units(willingness, "willingness")
    told = before != UNTOLD
    risky = _high(risks, lines.risk, np.where(told, before // 2, UNTOLD))
    willing = _high(wills, lines.willingness, np.where(told, before % 2, UNTOLD))
    known = (risks != UNTOLD) & (wills != UNTOLD)
    return np.where(known, 2 * risky + willing, UNTOLD).astype(np.int8)


def _high(scores: Units, line: Line, was: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which scores are high: new clients from the line on, low ones from the margin above, high ones below it."""
    bar = np.where(was == 1, line.at - line.margin, np.where(was == 0, line.at + line.margin, line.at))
    return np.asarray(scores >= bar)
