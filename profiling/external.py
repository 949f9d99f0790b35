"""The external portrait: what tags and the graph say of a firm (row 4-06)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.graph.records import KINDS
from firmgraph.nlp.tags import Tag
from firmgraph.profiling.combine import Stated, combine, portrait_rules
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features import (
    defendant_cases,
    direct_holders,
    guarantee_amount,
    open_enforcements,
    open_penalties,
    plaintiff_cases,
)
from firmgraph.profiling.features_graph import Place, control_evidence, measure_place
from firmgraph.profiling.industry import industry_statements
from firmgraph.profiling.measured import Measured, evidence_of
from firmgraph.profiling.read_tags import records_behind
from firmgraph.profiling.tagging import FirmTags

_REGISTERED = ("name", "status", "established", "address", "region", "registered_capital", "legal_rep")
_COUNTED = (
    ("defendant_cases", defendant_cases, "court", "litigation"),
    ("plaintiff_cases", plaintiff_cases, "court", "litigation"),
    ("guarantees_given", guarantee_amount, "bureau", "credit"),
    ("holders", direct_holders, "graph", "registration"),
)
# graph features as attributes: the source of the five that states what each rests on
_PLACED = {
    "near_enforcements": "litigation",
    "near_unheard": "litigation",
    "guarantees_received": "credit",
    "guarantee_circle": "credit",
    "group_size": "registration",
    "group_suspected": "registration",
    "control_depth": "registration",
    "shared_contacts": "registration",
}
_DOUBT = {"confirmed": "", "suspected": "疑似 "}


@dataclass(frozen=True, slots=True)
class ExternalPortrait:
    """What tags and graph say of a firm: the statements, the tags they were made from."""

    statements: tuple[Stated, ...]
    tags: FirmTags

    def wire(self) -> dict[str, Any]:
        """The body of the external portrait: its attributes, its tags, its cases and where its industry comes from."""
        stated = {s.attribute for s in self.statements}
        attributes = {name: a.wire() for name, a in combine(self.statements).items() if name in stated}
        read = self.tags.to_wire()
        used = sorted({source for s in self.statements for source in s.sources})
        return {
            "attributes": attributes,
            "sources": used,
            **{name: read[name] for name in ("tags", "cases", "industry")},
        }


def draw_external(facts: Facts, tags: FirmTags, place: Place | None = None) -> ExternalPortrait:
    """Return the external portrait of a firm from its tags, its relations and, where given, its place in the graph."""
    near = () if place is None else tuple(_from_place(place))
    statements = (*_from_graph(facts), *near, *_from_tags(facts, tags.tags), *industry_statements(tags.industry))
    return ExternalPortrait(statements, tags)


def registered(facts: Facts, names: Iterable[str]) -> Iterator[Stated]:
    """Yield what the firm's node says of some properties, with the records that state each."""
    for name in names:
        value = facts.property(name)
        if value is None:
            continue
        stated = [r for r in facts.of("registration") if name in r.payload]
        rows = [r for r in stated if r.payload[name] == value] or stated
        newest = max((r.observed_at for r in rows), default="")
        if rows:
            yield Stated(name, value, "registration", ("registration",), evidence_of(rows), newest)
        elif "graph" in portrait_rules()["attributes"][name]["order"] and facts.described is not None:
            yield Stated(name, value, "graph", (), facts.described.evidence)


def _from_graph(facts: Facts) -> Iterator[Stated]:
    yield from registered(facts, _REGISTERED)
    for attribute, feature, basis, source in _COUNTED:
        measured = feature(facts)
        if measured.value is not None:
            yield Stated(attribute, shortest(measured.value), basis, (source,), measured.evidence)
    yield from _open("enforcement", open_enforcements(facts))
    yield from _open("penalties", open_penalties(facts))
    held = [r for r in facts.of("qualification") if facts.is_open(r)]
    if held:
        names = tuple(dict.fromkeys(r.payload["name"] + r.payload.get("grade", "") for r in held))
        yield Stated("qualifications", names, "registration", ("registration",), evidence_of(held))


def _from_place(place: Place) -> Iterator[Stated]:
    for name, measured in measure_place(place).items():
        if measured.value is not None:
            yield Stated(name, shortest(measured.value), "graph", (_PLACED[name],), measured.evidence)
    if place.control.controllers:
        doubt = _DOUBT[place.control.certainty]
        names = tuple(f"{doubt}{one.name}" for one in place.control.controllers)
        yield Stated("controller", names, "graph", ("registration",), control_evidence(place))


def _open(attribute: str, measured: Measured) -> Iterator[Stated]:
    if measured.value is not None:
        yield Stated(attribute, "open" if measured.value else "none", "court", ("litigation",), measured.evidence)


def _from_tags(facts: Facts, tags: Iterable[Tag]) -> Iterator[Stated]:
    """Yield what tags state; what only fields say is stated by the records themselves, unless it is a tag of a list."""
    table: Mapping[str, Any] = portrait_rules()["tags"]
    sources = {record.record_id: KINDS[kind].group for kind, rows in facts.records.items() for record in rows}
    for tag in tags:
        for key in (tag.tag, f"{tag.group}.*"):
            if key in table and (tag.spans or "value" not in table[key]):
                yield _stated_by(tag, table[key], sources)


def _stated_by(tag: Tag, says: Mapping[str, str], sources: Mapping[str, str]) -> Stated:
    evidence = tuple(sorted(records_behind(tag)))
    newest = max([word.date or "" for word in tag.keywords] + [said.date or "" for said in tag.fields], default="")
    value: str | tuple[str, ...] = says.get("value") or (tag.label_zh,)
    spoke = tuple(sorted({sources[record] for record in evidence}))
    return Stated(says["attribute"], value, "tag", spoke, evidence, newest, tag.weight)
