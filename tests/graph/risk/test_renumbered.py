"""Answers do not depend on how a snapshot numbers its nodes."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from tests.conftest import load_world
from tests.graph.views import TODAY, number_of, world_view

from firmgraph.graph.elements import Moment
from firmgraph.graph.guarantees.position import guarantee_position
from firmgraph.graph.risk.alerts import alerts
from firmgraph.graph.risk.picture import risk_picture
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.snapshot.build import build_snapshot
from firmgraph.graph.snapshot.tables import Ints
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import open_store


def renumbered_view() -> View:
    def shuffled(size: int, _start: Ints, _end: Ints) -> Ints:
        numbers = list(range(size))
        Random(7).shuffle(numbers)
        return np.array(numbers, dtype=np.int32)

    with TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/world.db") as store:
        load_world(store)
        snapshot = build_snapshot(store.stream(evidence=True), 1, None, shuffled)
    return snapshot.at(Moment(TODAY))


def told_by_ids(view: View, answer: Any) -> Any:
    """Return an answer with the ids of the nodes in place of their numbers."""
    if isinstance(answer, (tuple, list, frozenset)):
        told = [told_by_ids(view, part) for part in answer]
        return sorted(told) if isinstance(answer, frozenset) else told
    if not is_dataclass(answer):
        return answer
    return {
        field.name: _ids(view, getattr(answer, field.name))
        if field.name in _NODES
        else told_by_ids(view, getattr(answer, field.name))
        for field in fields(answer)
    }


_NODES = {"members", "outside", "guarantor", "guaranteed", "nodes", "undecided"}


def _ids(view: View, nodes: int | Iterable[Any]) -> str | list[Any]:
    if isinstance(nodes, int):
        return view.id(nodes)
    if isinstance(nodes, frozenset):
        return sorted(view.id(node) for node in nodes)
    return [view.id(node) if isinstance(node, int) else node for node in nodes]


def test_every_firm_is_judged_alike_whatever_its_number() -> None:
    view, other = world_view(), renumbered_view()
    firms = [view.id(node) for node in range(view.size) if view.kind(node) == "enterprise"]
    assert any(number_of(view, firm) != number_of(other, firm) for firm in firms)
    for firm in firms:
        one, two = number_of(view, firm), number_of(other, firm)
        for answer in (lambda v, n: risk_picture(Subject(v, n)), guarantee_position):
            assert told_by_ids(view, answer(view, one)) == told_by_ids(other, answer(other, two))
    assert alerts(view, firms, "2024-01-01", TODAY) == alerts(other, firms, "2024-01-01", TODAY)
