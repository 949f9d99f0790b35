"""Drift of the graph between two days: how many relations parties have, compared bin by bin."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from firmgraph.graph.monitoring.stability import population_stability
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack

State = Literal["stable", "watch", "act", "unknown"]


@dataclass(frozen=True, slots=True)
class Drift:
    """One measure: parties by number of relations before and after, the index, and what it calls for."""

    name: str
    zh: str
    en: str
    bins: tuple[str, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    index: float | None
    state: State


def drift(before: View, after: View, pack: RulePack) -> tuple[Drift, ...]:
    """Return the drift of every measure of a pack; unknown where there is nothing on one of the days."""
    return tuple(_measured(before, after, told, pack) for told in pack.parameters["measures"])


def _measured(before: View, after: View, told: dict[str, Any], pack: RulePack) -> Drift:
    counts = [_counts(view, told["relation"], told["side"], told["bins"]) for view in (before, after)]
    index = population_stability(*counts) if all(map(sum, counts)) else None
    labels = tuple(f">= {least}" if least == told["bins"][-1] else str(least) for least in told["bins"])
    state = _state(index, pack)
    return Drift(told["name"], told["zh"], told["en"], labels, tuple(counts[0]), tuple(counts[1]), index, state)


def _counts(view: View, relation: str, side: str, bins: Sequence[int]) -> list[int]:
    edges = view.edges(relation)
    _, degrees = np.unique(edges.start if side == "start" else edges.end, return_counts=True)
    found: list[int] = np.histogram(degrees, [*bins, np.inf])[0].tolist()
    return found


def _state(index: float | None, pack: RulePack) -> State:
    if index is None:
        return "unknown"
    return "act" if index > pack.parameters["act"] else "watch" if index >= pack.parameters["watch"] else "stable"
