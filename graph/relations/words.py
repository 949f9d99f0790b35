"""Relations told in plain words, Chinese and English, with how certain they are: never more than the records say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from typing import Any

import numpy as np

from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.ownership.signals import per_cent
from firmgraph.graph.relations.contacts import NODE_KINDS
from firmgraph.graph.relations.parameters import strength_parameters
from firmgraph.graph.relations.strength import SCALE, Network, band_of, network
from firmgraph.graph.snapshot.view import View

CONFIRMED, SUSPECTED = "confirmed", "suspected"


@dataclass(frozen=True, slots=True)
class PathRelation:
    """One relation of a path as the records state it, from `start` to `end`."""

    kind: str
    start: str
    end: str
    strength: float
    certainty: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationPath:
    """A path between two parties: its nodes as (id, name), one relation a step, and why they are related in words.

    `strength` is the product of the relations'. A path over a shared contact is suspected, any other confirmed.
    """

    nodes: tuple[tuple[str, str], ...]
    relations: tuple[PathRelation, ...]
    strength: float
    certainty: str
    words: str
    words_en: str

    @property
    def evidence(self) -> tuple[str, ...]:
        """The record ids behind the path."""
        return tuple(dict.fromkeys(record for relation in self.relations for record in relation.evidence))


def told_path(view: View, nodes: Sequence[int]) -> RelationPath:
    """Return a path of the network told in words; neighbouring nodes must be related in it."""
    net = network(view)
    steps = [_edge(net, one, two) for one, two in pairwise(nodes)]
    relations = tuple(_relation(view, net, step, near) for step, near in zip(steps, nodes, strict=False))
    certainty = SUSPECTED if any(relation.certainty == SUSPECTED for relation in relations) else CONFIRMED
    return RelationPath(
        tuple((view.id(node), view.name(node)) for node in nodes), relations,
        strength_of(sum(int(net.cost[step]) for step in steps)), certainty,
        "；".join(_sentences(view, net, nodes, "zh")), "; ".join(_sentences(view, net, nodes, "en")),
    )  # fmt: skip


def strength_of(cost: int) -> float:
    """Return the strength of which this is the cost."""
    return exp(-cost / SCALE)


def _edge(net: Network, one: int, two: int) -> int:
    first, last = int(net.rows.ptr[one]), int(net.rows.ptr[one + 1])
    return first + int(np.searchsorted(net.rows.other[first:last], two))


def _relation(view: View, net: Network, step: int, near: int) -> PathRelation:
    kind, far = net.kinds[int(net.kind[step])], int(net.rows.other[step])
    start, end = (near, far) if net.begins[step] else (far, near)
    stated = NODE_KINDS[kind][0] if kind in NODE_KINDS else kind
    return PathRelation(
        stated, view.id(start), view.id(end), strength_of(int(net.cost[step])),
        SUSPECTED if kind in NODE_KINDS else CONFIRMED, _evidence(view, kind, int(net.place[step])),
    )  # fmt: skip


def _evidence(view: View, kind: str, place: int) -> tuple[str, ...]:
    if kind == "holds":
        return holdings(view).evidence(place)
    return view.edges(NODE_KINDS[kind][0] if kind in NODE_KINDS else kind).evidence_of(place)


def _sentences(view: View, net: Network, nodes: Sequence[int], language: str) -> list[str]:
    """Return one sentence for each relation of a path; the two steps over a contact are one sentence."""
    told: list[str] = []
    at = 0
    while at + 1 < len(nodes):
        step = _edge(net, nodes[at], nodes[at + 1])
        kind = net.kinds[int(net.kind[step])]
        if kind in NODE_KINDS and at + 2 < len(nodes):
            form = strength_parameters()["contacts"][kind][language]
            one, contact, two = (view.name(node) for node in nodes[at : at + 3])
            told.append(form.format(one=one, contact=contact, two=two))
            at += 2
        else:
            told.append(_sentence(view, net, step, nodes[at], language))
            at += 1
    return told


def _sentence(view: View, net: Network, step: int, near: int, language: str) -> str:
    kind, far, place = net.kinds[int(net.kind[step])], int(net.rows.other[step]), int(net.place[step])
    start, end = (near, far) if net.begins[step] else (far, near)
    if kind in NODE_KINDS:
        return f"{view.name(start)} – {view.name(end)}"
    form, words = _form(view, kind, place, language)
    return str(form[language].format(**{"from": view.name(start), "to": view.name(end), **words}))


def _form(view: View, kind: str, place: int, language: str) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Return the words of a kind of relation and what is to be filled in."""
    form: Mapping[str, Any] = strength_parameters()["kinds"][kind]
    if kind == "holds":
        held = holdings(view)
        stake = int(held.stake[place])
        return (form, {}) if held.unstated[place] and not stake else (band_of(stake), {"share": per_cent(stake)})
    stated = view.edges(kind).properties_of(place)
    relation = str(stated.get("relation") or "other")
    known = strength_parameters()["relation_words"].get(relation, {})
    role = str(stated.get("role") or ("职务未知" if language == "zh" else "unknown post"))
    return form, {"relation": known.get(language, relation), "role": role}
