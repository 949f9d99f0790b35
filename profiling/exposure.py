"""The bank's own limits as caps: one client, its group and the internal line (银保监会令2018年第1号)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from firmgraph.graph.groups.exposure import ExposureAsk, GroupExposure, LimitUse, group_exposure
from firmgraph.graph.groups.group import GroupCustomer, group_customer
from firmgraph.graph.verdicts import united
from firmgraph.profiling.caps import Cap
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.money import spoken
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.words import said
from firmgraph.settings import get_settings

_FEN = Decimal(100)
_OF_GROUPS = ("group_exposure", "internal_line")


def exposure_caps(sight: Sight, facts: Facts, chosen: Sequence[str] = ()) -> tuple[tuple[Cap, ...], tuple[str, ...]]:
    """Return the caps of the bank's limits for a firm, and the packs they rest on.

    A limit of which the bank's settings say nothing is left out: it cannot be applied. Of a firm the graph does not
    know, the limits that are set are not known.
    """
    found = exposure_limits(sight, facts, chosen)
    return found.caps, found.packs


@dataclass(frozen=True, slots=True)
class ExposureLimits:
    """The caps of the bank's limits, the packs they rest on, and the group that shares them where it was looked for."""

    caps: tuple[Cap, ...] = ()
    packs: tuple[str, ...] = ()
    group: GroupCustomer | None = None


def exposure_limits(sight: Sight, facts: Facts, chosen: Sequence[str] = ()) -> ExposureLimits:
    """Return what `exposure_caps` does, with the group of the firm."""
    settings = get_settings()
    stated = settings.net_capital, settings.tier1_net_capital, settings.internal_line
    if not any(stated):
        return ExposureLimits()
    node = sight.view.index(facts.subject)
    if node is None:
        words = (
            "图谱中没有该企业，授信限额余量未知",
            "the graph does not know the firm: what its limits leave is not known",
        )
        return ExposureLimits((Cap("exposure", None, said(*words)),))
    group = group_customer(sight.view, node, chosen)
    net, tier1, line = (None if value is None else int(value * _FEN) for value in stated)
    ask = ExposureAsk(settings.bank, net, tier1, line, packs=chosen)
    found = group_exposure(sight.view, node, ask, group)
    return ExposureLimits(tuple(_caps(found, group, facts.subject)), found.packs, group)


def _caps(found: GroupExposure, group: GroupCustomer, subject: str) -> Iterator[Cap]:
    owing = sorted((-one.exposure, one.id) for one in found.members if one.exposure and one.id != subject)
    for use in found.limits:
        if use.limit is not None:
            yield _cap(use, group, tuple(node for _, node in owing) if use.name in _OF_GROUPS else ())


def _cap(use: LimitUse, group: GroupCustomer, siblings: tuple[str, ...]) -> Cap:
    """A limit as a cap; `siblings` are the other firms of the group that use it up, the largest first."""
    evidence = united(member.evidence for member in group.members if member.id in siblings)
    if use.headroom is None:
        zh, en = f"{use.words.zh}余量未知", f"what is left of the limit of {use.words.en} is not known"
        return Cap(use.name, None, said(zh, en), evidence, siblings)
    left = max(Decimal(use.headroom) / _FEN, Decimal(0))
    used = spoken(Decimal(use.used or 0) / _FEN)
    names = {member.id: member.name for member in group.members}
    others = "、".join(names[one] for one in siblings)
    zh = f"{use.words.zh}余量 {spoken(left)}（已用 {used}{'，含' + others if others else ''}）"
    en = f"{use.words.en}: {spoken(left)} left, {used} used{' with ' + others if others else ''}"
    return Cap(use.name, left, said(zh, en), evidence, siblings)
