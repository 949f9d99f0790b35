"""The lines of the watch over a model: when a measure is green, amber, red, or unknown, and why, in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.reasons import Reason

FAMILY = "model-watch"
Level = Literal["green", "amber", "red", "unknown"]
LEVELS: tuple[Level, ...] = ("green", "unknown", "amber", "red")
"""From the best to the worst: what is not known is never clean, and no alarm either."""
MEASURES = ("score_psi", "column_psi", "auc", "auc_drop", "ks_drop", "calibration_slope", "reason_agreement", "auc_gap")
_ENDS = ("green_from", "green_to", "red_below", "red_above")
_UNIT = 100_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """Where a measure is green and where red, in units of 1e-8, with its words; a line not stated is None."""

    green_from: int | None
    green_to: int | None
    red_below: int | None
    red_above: int | None
    zh: str
    en: str

    def beyond(self, value: float) -> str | None:
        """The sign and the green line that a value has passed; None where it is green."""
        units = round(value * _UNIT)
        if self.green_to is not None and units > self.green_to:
            return f"> {self.green_to / _UNIT:g}"
        if self.green_from is not None and units < self.green_from:
            return f"< {self.green_from / _UNIT:g}"
        return None

    def is_red(self, found: Interval) -> bool:
        """Whether a value that is not green is red: past the red line, or with all its interval past the green one."""
        units, low, high = (round(end * _UNIT) for end in (found.value, found.low, found.high))
        if self.red_above is not None or self.red_below is not None:
            above = self.red_above is not None and units > self.red_above
            return above or (self.red_below is not None and units < self.red_below)
        above = self.green_to is not None and low > self.green_to
        return above or (self.green_from is not None and high < self.green_from)


@dataclass(frozen=True, slots=True)
class Lines:
    """The line of each measure, how many clients it needs, and how a column of years is cut into age bands."""

    pack: str
    of: Mapping[str, Line]
    clients: int
    of_a_class: int
    same_clients: int
    age_column: str
    age_cuts: tuple[int, ...]

    def age_band(self, years: str) -> str:
        """The band of a number of years, empty where it is not a number; on a cut the band above."""
        try:
            whole = float(years)
        except ValueError:
            return ""
        place = sum(whole >= cut for cut in self.age_cuts)
        first, last = (0, *self.age_cuts)[place], (*self.age_cuts, 0)[place]
        return f"{first:02d}-{last - 1:02d}" if last else f"{first:02d}+"


@dataclass(frozen=True, slots=True)
class Sign:
    """What one measure says of one month and part of the clients; `found` is None where it cannot be told.

    Of a drop, `now` is the figure of the month that has dropped.
    """

    measure: str
    month: str
    part: str
    clients: int
    found: Interval | None
    level: Level
    reason: Reason
    now: Interval | None = None

    def wire(self) -> dict[str, Any]:
        """The body of a sign."""
        cell = {"measure": self.measure, "month": self.month, "part": self.part, "clients": self.clients}
        now = {"now": _ends(self.now)} if self.now else {}
        return {**cell, **_ends(self.found), **now, "level": self.level, "reason": self.reason.words()}


def read_lines(pack: RulePack) -> Lines:
    """The lines of a pack of the family `model-watch`; InvalidInput names a measure without one or out of order."""
    least: Mapping[str, int] = pack.parameters["least"]
    told: Mapping[str, Any] = pack.parameters["lines"]
    if strange := sorted(set(told) ^ set(MEASURES)):
        raise InvalidInput(f"{pack.id}: lines of {', '.join(MEASURES)}; not so: {', '.join(strange)}", field="pack")
    lines = {name: _line(pack, name, one) for name, one in told.items()}
    ages = pack.parameters["age_bands"]
    return Lines(pack.id, lines, **least, age_column=ages["column"], age_cuts=tuple(ages["cuts"]))


def told(lines: Lines, measure: str, cell: tuple[str, str, int], found: Interval, now: Interval | None = None) -> Sign:
    """The sign of a measure that could be told; `cell` is month, part and how many clients, `now` what has dropped."""
    line = lines.of[measure]
    passed = line.beyond(found.value)
    level: Level = "green" if passed is None else "red" if line.is_red(found) else "amber"
    zh = f"{line.zh} {_shown(found)}{'，正常' if passed is None else f'，{passed}'}"
    en = f"{line.en} {_shown(found)}{', in order' if passed is None else f', {passed}'}"
    if level == "amber" and found.low < found.high:
        zh, en = f"{zh}，可能出于偶然", f"{en}, which may be chance"
    if now:
        zh, en = f"{zh}；本月 {_shown(now)}", f"{en}; this month {_shown(now)}"
    return Sign(measure, *cell, found, level, Reason(zh, en), now)


def untold(lines: Lines, measure: str, cell: tuple[str, str, int], why: Reason) -> Sign:
    """The sign of a measure that cannot be told, with why."""
    line = lines.of[measure]
    return Sign(measure, *cell, None, "unknown", Reason(f"{line.zh}未知：{why.zh}", f"{line.en} not known: {why.en}"))


def worst(signs: Iterable[Sign]) -> Level:
    """The worst level of some signs; of none, unknown."""
    return max((sign.level for sign in signs), key=LEVELS.index, default="unknown")


def _ends(found: Interval | None) -> dict[str, float | None]:
    return {end: round(getattr(found, end), 6) if found else None for end in ("value", "low", "high")}


def _shown(found: Interval) -> str:
    span = "" if found.low == found.high else f" [{found.low:.4f}, {found.high:.4f}]"
    return f"{found.value:.4f}{span}"


def _line(pack: RulePack, name: str, stated: Mapping[str, str]) -> Line:
    ends = {end: int(Decimal(stated[end]) * _UNIT) if end in stated else None for end in _ENDS}
    order = [ends[end] for end in ("red_below", "green_from", "green_to", "red_above") if ends[end] is not None]
    if not order or order != sorted(order, key=lambda end: end or 0):
        raise InvalidInput(f"{pack.id}: the lines of {name} are not in order", field="pack")
    return Line(**ends, zh=stated["zh"], en=stated["en"])
