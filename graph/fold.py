"""The fold: from what records say of a node or relation to what it is, by stated precedence, losers kept.

A value wins by rank: a record about the node before one that only names it, then the class of its source, then the
newer
observation, then the record's id. The order in which records arrive never matters.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from firmgraph.graph.elements import Loser
from firmgraph.graph.ontology import aggregate_kinds
from firmgraph.graph.statements import NodeSaid, RelationSaid

_FILE = Path(__file__).parent / "precedence.yaml"
_VAGUE = frozenset({"unknown"})


class Origin(NamedTuple):
    """Where a statement comes from."""

    uid: str
    record_id: str
    kind: str
    source: str
    observed_at: str


class Rank(NamedTuple):
    """The strength of a statement; the greater wins."""

    subject: bool
    source_class: int
    observed_at: str
    uid: str


class FoldedNode(NamedTuple):
    """A node as its records say it is."""

    kind: str
    properties: dict[str, Any]


class FoldedRelation(NamedTuple):
    """A relation as its records say it is."""

    properties: dict[str, Any]
    valid_from: str | None
    valid_to: str | None


@cache
def _precedence() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


@cache
def source_class(source: str, kind: str) -> int:
    """Return the strength of a source: 4 official, 3 bank, 2 vendor, 1 self-declared."""
    table = _precedence()
    named = table["sources"].get(source) or table["sources"].get(source.replace("-", "_").split("_")[0])
    classes: list[str] = table["classes"]
    return len(classes) - classes.index(named or table["kinds"].get(kind, classes[-1]))


def rank(origin: Origin, *, subject: bool) -> Rank:
    """Return how strong a statement of this origin is."""
    return Rank(subject, source_class(origin.source, origin.kind), origin.observed_at, origin.uid)


def fold_node(said: Iterable[tuple[Origin, NodeSaid]]) -> FoldedNode:
    """Return the node that these statements make; at least one is needed."""
    ranked = sorted(((rank(origin, subject=node.subject), node) for origin, node in said), key=lambda pair: pair[0])
    properties: dict[str, Any] = {}
    kind = ranked[-1][1].kind
    for _, node in ranked:
        properties.update(node.properties)
        if node.kind not in _VAGUE:
            kind = node.kind
    return FoldedNode(kind, properties)


def fold_relation(said: Iterable[tuple[Origin, RelationSaid]]) -> FoldedRelation:
    """Return the relation that these statements make; at least one is needed.

    Of an aggregate kind, validity begins with the earliest statement and `last` is the latest day.
    """
    ranked = sorted(((rank(origin, subject=True), relation) for origin, relation in said), key=lambda pair: pair[0])
    properties: dict[str, Any] = {}
    valid_from: str | None = None
    valid_to: str | None = None
    for _, relation in ranked:
        properties.update(relation.properties)
        valid_from = relation.valid_from or valid_from
        valid_to = relation.valid_to or valid_to
    if ranked[0][1].kind in aggregate_kinds():
        days = [r.valid_from for _, r in ranked if r.valid_from]
        valid_from = min(days, default=None)
        last = [r.properties["last"] for _, r in ranked if "last" in r.properties]
        properties |= {"last": max(last)} if last else {}
    return FoldedRelation(properties, valid_from, valid_to)


def conflicts_of(said: Iterable[tuple[Origin, NodeSaid]]) -> dict[str, tuple[Loser, ...]]:
    """Return, per property, the values that lost against a stronger statement, and why."""
    ranked = sorted(((rank(o, subject=n.subject), o, n) for o, n in said), key=lambda triple: triple[0], reverse=True)
    winners: dict[str, tuple[Rank, Any]] = {}
    losers: dict[str, list[Loser]] = {}
    for strength, origin, node in ranked:
        for name, value in node.properties.items():
            if name not in winners:
                winners[name] = (strength, value)
            elif value != winners[name][1]:
                why = _reason(winners[name][0], strength)
                losers.setdefault(name, []).append(
                    Loser(value, origin.record_id, origin.source, origin.observed_at, why)
                )
    return {name: tuple(values) for name, values in sorted(losers.items())}


def _reason(winner: Rank, loser: Rank) -> str:
    if winner.subject != loser.subject:
        return "a record about the enterprise outranks one that only names it"
    classes: list[str] = _precedence()["classes"]
    if winner.source_class != loser.source_class:
        return f"{classes[-winner.source_class]} outranks {classes[-loser.source_class]}"
    return (
        "the newer observation wins" if winner.observed_at != loser.observed_at else "same day: the record id decides"
    )


def names_of(said: Iterable[tuple[Origin, NodeSaid]]) -> tuple[dict[str, Any], ...]:
    """Return every name the node bears: the current one, former names, and names in conflict, with the records that say
    so.
    """
    statements = list(said)
    current = fold_node(statements).properties.get("name")
    former = {name for _, node in statements for name in node.properties.get("former_names", ())}
    found: dict[str, list[str]] = {}
    for origin, node in statements:
        for name in (node.properties.get("name"), *node.properties.get("former_names", ())):
            if name:
                found.setdefault(name, []).append(origin.record_id)
    order = {"current": 0, "former": 1, "conflict": 2}
    rows = [
        {
            "name": name,
            "status": "current" if name == current else "former" if name in former else "conflict",
            "evidence": sorted(set(ids)),
        }
        for name, ids in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (order[str(row["status"])], row["name"])))
