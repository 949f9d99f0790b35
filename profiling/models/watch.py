"""The watch over a model in use: drift, discrimination, calibration, reasons and fairness by month and part of clients.

Bad clients of one month are few, so what needs no comparison is told of all months together too, its intervals over
clients. How well a model ranks and is calibrated is told of what it did not learn from only. What is compared with is a
table of its own or the first month. Fairness is the largest gap of the AUC between groups by region, size or age; its
interval allows for all pairs of groups that were looked at (Bonferroni).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.calibration import slope_interval
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.contributions import contributions
from firmgraph.profiling.models.drift import Shape
from firmgraph.profiling.models.fairness import reach_of, widest_gap
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.reason_codes import agreement, top
from firmgraph.profiling.models.registry import Kept, marks
from firmgraph.profiling.models.scoring import scored
from firmgraph.profiling.models.selection import part
from firmgraph.profiling.models.shares import are_classes
from firmgraph.profiling.models.task import Sample, row_id
from firmgraph.profiling.models.watch_lines import LEVELS, Lines, Sign, read_lines, told, untold, worst
from firmgraph.profiling.reasons import Reason

ALL = "all"
Flags = npt.NDArray[np.bool_]
Cell = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Observed:
    """Clients by month: columns, labels (NaN where not known yet), segments, and the group of each by each axis."""

    sample: Sample
    months: Sequence[str]
    groups: Mapping[str, Sequence[str]]

    def __post_init__(self) -> None:
        """Refuse parts of unlike length."""
        if {len(self.months), *map(len, self.groups.values())} != {len(self.sample.ids)}:
            raise InvalidInput("months and groups are not of all clients", field="data")


@dataclass(frozen=True, slots=True)
class Watch:
    """What the watch found: the model, what it was compared with, and every sign."""

    model: str
    version: int
    pack: str
    compared_with: str
    signs: Sequence[Sign]

    def wire(self) -> dict[str, Any]:
        """The body of a watch; how many signs are of each level, and the worst of all."""
        head = {"model": self.model, "version": self.version, "pack": self.pack, "compared_with": self.compared_with}
        counts = {level: sum(sign.level == level for sign in self.signs) for level in LEVELS}
        return {**head, "level": worst(self.signs), "counts": counts, "signs": [sign.wire() for sign in self.signs]}


@dataclass(frozen=True, slots=True)
class _Seen:
    """Clients with what the model says of them and why; `new` are those whose month it did not learn from."""

    observed: Observed
    new: Flags
    margins: Numbers
    predicted: Numbers
    reasons: Sequence[frozenset[str]]

    def rows(self, month: str, segment: str = ALL) -> Flags:
        months, segments = (np.asarray(one, object) for one in (self.observed.months, self.observed.sample.segments))
        return np.asarray(((months == month) | (month == ALL)) & ((segments == segment) | (segment == ALL)), np.bool_)

    def clients(self, rows: Flags) -> int:
        """How many clients some rows are of."""
        return len({self.observed.sample.ids[row] for row in np.flatnonzero(rows).tolist()})


@dataclass(frozen=True, slots=True)
class _Known:
    """Clients whose label is known, with what the model says; one may stand in several months."""

    clients: Sequence[str]
    y: Numbers
    margins: Numbers
    predicted: Numbers

    def auc(self) -> Interval:
        return measures.auc_interval(self.y, self.margins, self.clients)

    def with_label(self, label: int) -> int:
        """How many clients had a label in some month."""
        return len({one for one, y in zip(self.clients, self.y.tolist(), strict=True) if y == label})


@dataclass(frozen=True, slots=True)
class _Compared:
    """What each month is compared with: the clients and the month of them, and the lines."""

    lines: Lines
    base: _Seen
    month: str


def watch(model: Kept, observed: Observed, pack: RulePack, base: Observed | None = None) -> Watch:
    """Watch a model on clients by month, compared with `base` or else with the first month.

    Raise InvalidInput without clients, or where only the month compared with is there.
    """
    if not observed.months:
        raise InvalidInput("there are no clients to watch", field="data")
    months = sorted(set(observed.months))
    seen, lines = _seen(model, observed), read_lines(pack)
    compared = _Compared(lines, seen, months[0]) if base is None else _Compared(lines, _seen(model, base), ALL)
    later = months[1:] if base is None else months
    if not later:
        raise InvalidInput(f"{months[0]} is the only month: there is nothing to compare it with", field="month")
    signs = [sign for month in later for sign in _of_month(compared, seen, month)]
    signs += _reasons(compared.lines, seen, months)
    signs += [sign for month in (*months, *_together(months)) for sign in _absolute(compared.lines, seen, month)]
    name = "the table given" if base is not None else months[0]
    return Watch(model.name, model.version, pack.id, name, sorted(signs, key=_place))


def _place(sign: Sign) -> tuple[str, str, str]:
    return sign.month, sign.measure, sign.part


def _together(months: Sequence[str]) -> tuple[str, ...]:
    return (ALL,) if len(months) > 1 else ()


def _seen(model: Kept, observed: Observed) -> _Seen:
    found = scored(model, observed.sample)
    reasons = top(contributions(model.fitted(), observed.sample.frame))
    return _Seen(observed, _new(model, observed), found.margins, found.predicted, reasons)


def _new(model: Kept, observed: Observed) -> Flags:
    rows = list(map(row_id, observed.sample.ids, observed.months))
    told = marks(rows, {name: observed.sample.frame[name] for name in model.columns})
    return ~np.isin(told, list(model.learned))


def _parts(seen: _Seen) -> list[str]:
    segments = sorted(set(seen.observed.sample.segments))
    return [ALL, *segments] if len(segments) > 1 else [ALL]


def _of_month(compared: _Compared, seen: _Seen, month: str) -> Iterator[Sign]:
    """The measures that compare a month with what it is compared with."""
    for segment in _parts(seen):
        before, now = compared.base.rows(compared.month, segment), seen.rows(month, segment)
        cell = (month, segment, int(now.sum()))
        if few := _too_few(compared.lines, int(before.sum()), int(now.sum())):
            yield untold(compared.lines, "score_psi", cell, few)
        else:
            index = Shape.of("score", compared.base.margins[before]).index("score", seen.margins[now])
            yield told(compared.lines, "score_psi", cell, _point(index))
        yield from _drops(compared, seen, (before, now), cell)
    yield from _columns(compared, seen, month)


def _columns(compared: _Compared, seen: _Seen, month: str) -> Iterator[Sign]:
    before, now = compared.base.rows(compared.month), seen.rows(month)
    first, second = (
        part(one.observed.sample.frame, np.flatnonzero(rows)) for one, rows in ((compared.base, before), (seen, now))
    )
    size = int(now.sum())
    if few := _too_few(compared.lines, int(before.sum()), size):
        yield untold(compared.lines, "column_psi", (month, ALL, size), few)
        return
    for name in sorted(second):
        cell = (month, name, size)
        yield told(compared.lines, "column_psi", cell, _point(Shape.of(name, first[name]).index(name, second[name])))


def _drops(compared: _Compared, seen: _Seen, rows: tuple[Flags, Flags], cell: Cell) -> Iterator[Sign]:
    """By how much AUC and KS have fallen."""
    before, now = (_labelled(one, mine) for one, mine in zip((compared.base, seen), rows, strict=True))
    if few := _thin(compared.lines, before) or _thin(compared.lines, now):
        yield from (untold(compared.lines, name, cell, few) for name in ("auc_drop", "ks_drop"))
        return
    first, second = before.auc(), now.auc()
    drop, reach = first.value - second.value, float(np.hypot(reach_of(first), reach_of(second)))
    yield told(compared.lines, "auc_drop", cell, Interval(drop, drop - reach, drop + reach), second)
    fallen = measures.ks(now.y, now.margins)
    yield told(compared.lines, "ks_drop", cell, _point(measures.ks(before.y, before.margins) - fallen), _point(fallen))


def _absolute(lines: Lines, seen: _Seen, month: str) -> Iterator[Sign]:
    """The measures that need no other month: discrimination, calibration, and fairness between groups."""
    for segment in _parts(seen):
        rows = seen.rows(month, segment)
        known, cell = _labelled(seen, rows), (month, segment, seen.clients(rows))
        if why := _thin(lines, known):
            yield from (untold(lines, name, cell, why) for name in ("auc", "calibration_slope"))
        else:
            yield told(lines, "auc", cell, known.auc())
            yield _slope(lines, known, cell)
    for axis, groups in sorted(seen.observed.groups.items()):
        yield from _gap(lines, seen, month, (axis, np.asarray(groups, object)))


def _slope(lines: Lines, known: _Known, cell: Cell) -> Sign:
    try:
        return told(lines, "calibration_slope", cell, slope_interval(known.y, known.predicted, known.clients))
    except InvalidInput:
        why = Reason("概率全都相同", "the probabilities are all the same")
        return untold(lines, "calibration_slope", cell, why)


def _gap(lines: Lines, seen: _Seen, month: str, axis: tuple[str, npt.NDArray[Any]]) -> Iterator[Sign]:
    """The largest gap of the AUC between groups that have clients enough; each that has not is unknown by itself."""
    name, groups = axis
    inside, found = seen.rows(month), {}
    for group in sorted({str(one) for one in groups[inside]}):
        rows = inside & (groups == group)
        known = _labelled(seen, rows)
        why = _thin(lines, known) if group else Reason("未说明所属组", "which group they are of is not told")
        if why:
            yield untold(lines, "auc_gap", (month, f"{name}: {group or '?'}", seen.clients(rows)), why)
        else:
            found[group] = known.auc()
    cell = (month, name, seen.clients(inside))
    if len(found) < 2:
        yield untold(
            lines, "auc_gap", cell, Reason("客户足够的组不足两个", "fewer than two groups have clients enough")
        )
        return
    best, least, gap = widest_gap(found)
    yield told(lines, "auc_gap", (month, f"{name}: {best} / {least}", cell[2]), gap)


def _reasons(lines: Lines, seen: _Seen, months: Sequence[str]) -> Iterator[Sign]:
    """How alike the reasons of the clients are that are there in a month and in the one before."""
    ids = seen.observed.sample.ids
    for before, now in pairwise(months):
        first, second = (
            {ids[row]: seen.reasons[row] for row in np.flatnonzero(seen.rows(month)).tolist()}
            for month in (before, now)
        )
        same = sorted(first.keys() & second.keys())
        cell = (now, ALL, len(same))
        if len(same) < lines.same_clients:
            why = f"{len(same)} < {lines.same_clients}"
            words = Reason(f"两个月都在的客户 {why}", f"clients of both months {why}")
            yield untold(lines, "reason_agreement", cell, words)
        else:
            alike = agreement([first[one] for one in same], [second[one] for one in same])
            yield told(lines, "reason_agreement", cell, _point(alike))


def _labelled(seen: _Seen, rows: Flags) -> _Known:
    y, ids = seen.observed.sample.y, seen.observed.sample.ids
    mine = rows & ~np.isnan(y) & seen.new
    clients = [ids[row] for row in np.flatnonzero(mine).tolist()]
    return _Known(clients, y[mine], seen.margins[mine], seen.predicted[mine])


def _too_few(lines: Lines, *counts: int) -> Reason | None:
    fewest = min(counts)
    return None if fewest >= lines.clients else _fewer("客户", "clients", fewest, lines.clients)


def _thin(lines: Lines, known: _Known) -> Reason | None:
    """Why labels are too few for a measure of discrimination or calibration."""
    if len(known.y) == 0:
        return Reason("模型未学过的客户尚无标签", "no label is known yet of clients that the model did not learn from")
    if not are_classes(known.y):
        return Reason("标签不是好坏两类", "the labels are not good and bad")
    if (count := len(set(known.clients))) < lines.clients:
        return _fewer("有标签的客户", "clients with a label", count, lines.clients)
    if (rarer := min(map(known.with_label, (0, 1)))) < lines.of_a_class:
        return _fewer("较少一类的客户", "clients of the rarer class", rarer, lines.of_a_class)
    return None


def _fewer(zh: str, en: str, count: int, least: int) -> Reason:
    return Reason(f"{zh} {count} < {least}", f"{en} {count} < {least}")


def _point(value: float) -> Interval:
    return Interval(value, value, value)
