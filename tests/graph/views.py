"""Snapshots for tests: of the invented economy, and of graphs written down in a few lines."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import WORLD, load_world

from firmgraph.graph.elements import Moment, Node, Relation
from firmgraph.graph.references import relation_id
from firmgraph.graph.snapshot.build import build_snapshot
from firmgraph.graph.snapshot.snapshot import Snapshot
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import open_store

TODAY = "2025-06-30"
KNOWN = "2025-06-30T00:00:00"
Case = Mapping[str, Any]


@cache
def world_snapshot() -> Snapshot:
    """Return the snapshot of the invented economy, made once."""
    with TemporaryDirectory() as folder, open_store(f"sqlite:///{folder}/world.db") as store:
        load_world(store)
        status = store.status(counts=False)
        return build_snapshot(store.stream(evidence=True), status.version, status.loaded_at)


def world_view(day: str = TODAY) -> View:
    """Return the invented economy on a day."""
    return world_snapshot().at(Moment(day))


@cache
def planted() -> tuple[Case, ...]:
    """Return the planted cases with their expected answers."""
    return tuple(json.loads((WORLD / "expected.json").read_text(encoding="utf-8"))["cases"])


def planted_cases(*questions: str) -> list[Case]:
    """Return the planted cases that ask one of these questions."""
    return [case for case in planted() if case["question"] in questions]


def node(node_id: str, kind: str = "enterprise", **properties: Any) -> Node:
    """Return a node; its name is its id unless one is given."""
    return Node(node_id, kind, {"name": node_id, **properties}, KNOWN, (f"test:{node_id}",))


def relation(kind: str, start: str, end: str, **given: Any) -> Relation:
    """Return a relation; `valid_from`, `valid_to` and `discriminator` apart, what is given are its properties."""
    told_apart = str(given.pop("discriminator", ""))
    since, until = given.pop("valid_from", None), given.pop("valid_to", None)
    element = relation_id(kind, start, end, told_apart)
    return Relation(element, kind, start, end, told_apart, given, since, until, KNOWN, (f"test:{element}",))


def holding(holder: str, firm: str, per_cent: float, **given: Any) -> Relation:
    """Return a holding of so many per cent."""
    return relation("holds", holder, firm, ratio=round(per_cent * 1_000_000), **{"role": "shareholder", **given})


def made_view(nodes: Iterable[Node], relations: Iterable[Relation], day: str = TODAY) -> View:
    """Return the view of a graph written down in a test; ids that no node was given for become nodes.

    Ids beginning with `per:` are persons, all others enterprises.
    """
    told, related = {n.id: n for n in nodes}, list(relations)
    for end in sorted({end for r in related for end in (r.start, r.end)} - told.keys()):
        told[end] = node(end, "person" if end.startswith("per:") else "enterprise")
    ordered = sorted(related, key=lambda r: (r.kind, r.start, r.end, r.discriminator))
    return build_snapshot([*sorted(told.values(), key=lambda n: n.id), *ordered], 1, KNOWN).at(Moment(day))


def number_of(view: View, node_id: str) -> int:
    """Return the number of a node that a test knows to be there."""
    found = view.index(node_id)
    assert found is not None
    return found
