"""Relations told in plain words, Chinese and English, with how certain they are: never more than the records say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from typing import Any

import numpy as np

from firmgraph.graph.ontology import ontology
from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.ownership.signals import per_cent
from firmgraph.graph.relations.between import Stated, stated_between
from firmgraph.graph.relations.contacts import NODE_KINDS
from firmgraph.graph.relations.parameters import strength_parameters
from firmgraph.graph.relations.stakes import is_nominal, weight_of
from firmgraph.graph.relations.strength import SCALE, Network, network
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """A relation as the records state it, from `start` to `end`."""

    kind: str
    start: str
    end: str
    certainty: Certainty
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathRelation(StatedRelation):
    """A step of a path: the strongest relation of the two, and in `also` all others that the records state."""

    strength: float
    also: tuple[StatedRelation, ...]


@dataclass(frozen=True, slots=True)
class RelationPath:
    """A path between two parties: its nodes as (id, name), one relation a step, and why they are related in words.

    `strength` is the product of the relations'. A path over a shared contact or a nominee is suspected, any other
    confirmed.
    """

    nodes: tuple[tuple[str, str], ...]
    relations: tuple[PathRelation, ...]
    strength: float
    certainty: Certainty
    words: str
    words_en: str

    @property
    def evidence(self) -> tuple[str, ...]:
        """The record ids behind the path."""
        told = [one for relation in self.relations for one in (relation, *relation.also)]
        return tuple(dict.fromkeys(record for relation in told for record in relation.evidence))


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a path: its place in the network, what is told of it, and what else is stated between the two."""

    place: int
    main: Stated
    also: tuple[Stated, ...]


def told_path(view: View, nodes: Sequence[int]) -> RelationPath:
    """Return a path of the network told in words; neighbouring nodes must be related in it."""
    net = network(view)
    steps = [_step(view, net, one, two) for one, two in pairwise(nodes)]
    relations = tuple(_relation(view, net, step) for step in steps)
    suspected = any(relation.certainty == "suspected" for relation in relations)
    return RelationPath(
        tuple((view.id(node), view.name(node)) for node in nodes), relations,
        strength_of(sum(int(net.cost[step.place]) for step in steps)), "suspected" if suspected else "confirmed",
        "；".join(_sentences(view, steps, nodes, "zh")), "; ".join(_sentences(view, steps, nodes, "en")),
    )  # fmt: skip


def strength_of(cost: int) -> float:
    """Return the strength of which this is the cost."""
    return exp(-cost / SCALE)


def _step(view: View, net: Network, one: int, two: int) -> _Step:
    first, last = int(net.rows.ptr[one]), int(net.rows.ptr[one + 1])
    place = first + int(np.searchsorted(net.rows.other[first:last], two))
    start, end = (one, two) if net.begins[place] else (two, one)
    main = Stated(net.kinds[int(net.kind[place])], int(net.place[place]), start, end)
    return _Step(place, main, tuple(stated for stated in stated_between(view, one, two) if stated != main))


def _relation(view: View, net: Network, step: _Step) -> PathRelation:
    told, also = _told(view, step.main), tuple(_told(view, stated) for stated in step.also)
    strength = strength_of(int(net.cost[step.place]))
    return PathRelation(told.kind, told.start, told.end, told.certainty, told.evidence, strength, also)


def _told(view: View, stated: Stated) -> StatedRelation:
    kind = NODE_KINDS[stated.kind][0] if stated.kind in NODE_KINDS else stated.kind
    holding = stated.kind == "holds"
    evidence = holdings(view).evidence(stated.place) if holding else view.edges(kind).evidence_of(stated.place)
    return StatedRelation(kind, view.id(stated.start), view.id(stated.end), _certainty(view, stated), evidence)


def _certainty(view: View, stated: Stated) -> Certainty:
    inferred = stated.kind in NODE_KINDS or stated.kind == "nominee_for"
    nominal = stated.kind == "holds" and is_nominal(view, stated.place)
    return "suspected" if inferred or nominal else "confirmed"


def _sentences(view: View, steps: Sequence[_Step], nodes: Sequence[int], language: str) -> Iterator[str]:
    """Yield a sentence for each relation of a path; the two steps over a contact are one sentence."""
    at = 0
    while at < len(steps):
        kind = steps[at].main.kind
        if kind in NODE_KINDS and at + 2 < len(nodes):
            form = strength_parameters()["contacts"][kind][language]
            one, contact, two = (view.name(node) for node in nodes[at : at + 3])
            yield form.format(one=one, contact=contact, two=two)
            at += 2
        else:
            yield from _of_step(view, steps[at], language)
            at += 1


def _of_step(view: View, step: _Step, language: str) -> Iterator[str]:
    """Yield the sentence of a step, and one for each further holding; relations of other kinds stand beside it."""
    further = [stated for stated in step.also if stated.kind == "holds"]
    kinds = dict.fromkeys(stated.kind for stated in step.also if stated.kind != "holds")
    yield _sentence(view, step.main, language) + _also(list(kinds), language)
    yield from (_sentence(view, stated, language) for stated in further)


def _also(kinds: Sequence[str], language: str) -> str:
    if not kinds:
        return ""
    names = [getattr(ontology().relations[kind], language) for kind in kinds]
    form: Mapping[str, str] = strength_parameters()["also"]
    return form[language].format(kinds=("、" if language == "zh" else ", ").join(names))


def _sentence(view: View, stated: Stated, language: str) -> str:
    start, end = view.name(stated.start), view.name(stated.end)
    if stated.kind in NODE_KINDS:
        return f"{start} – {end}"
    form, words = (_holding if stated.kind == "holds" else _other)(view, stated, language)
    return str(form[language].format(**{"from": start, "to": end, **words}))


def _holding(view: View, stated: Stated, language: str) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Return the words of a holding and what is to be filled in."""
    form: Mapping[str, Any] = strength_parameters()["kinds"]["holds"]
    held, place = holdings(view), stated.place
    weight, stake = form["weights"][weight_of(view, place)][language], int(held.stake[place])
    known = stake or not held.unstated[place]
    return form["stated"] if known else form, {"weight": weight, "share": per_cent(stake)}


def _other(view: View, stated: Stated, language: str) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Return the words of another kind of relation and what is to be filled in."""
    own = view.edges(stated.kind).properties_of(stated.place)
    relation = str(own.get("relation") or "other")
    known = strength_parameters()["relation_words"].get(relation, {})
    role = str(own.get("role") or ("职务未知" if language == "zh" else "unknown post"))
    return strength_parameters()["kinds"][stated.kind], {"relation": known.get(language, relation), "role": role}
