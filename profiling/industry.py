"""The industry of a firm and where it comes from: stated by its records, or read from its business scope or name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from firmgraph.graph.elements import StoredRecord
from firmgraph.nlp.field_rules import PlainFields
from firmgraph.nlp.industry import Industry, read_industries
from firmgraph.nlp.industry.classes import classes
from firmgraph.nlp.tags import TagSpan
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.profiling.combine import Stated
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.read_tags import ReadTag

Origin = Literal["stated", "scope", "name", "unknown"]
LIKELY = 0.5
"""A reading contradicts what is stated only when it is surer than this."""
_CODE = re.compile(r"([A-T])?(\d{2,4})?")


@dataclass(frozen=True, slots=True)
class FirmIndustry:
    """The industry of a firm: as stated, as read, and whether the two contradict each other.

    `value` is the one that holds: what is stated, else the section and division read (C34); None is unknown, and
    `abstained` says why nothing was read. `record` is the registration that the spans of `found` point into.
    """

    origin: Origin
    value: str | None
    stated: str | None
    found: tuple[Industry, ...]
    abstained: str | None
    conflict: bool
    name: str
    record: StoredRecord | None
    evidence: tuple[str, ...]

    def wire(self) -> dict[str, Any]:
        """The body of the industry."""
        return {
            "value": self.value,
            "origin": self.origin,
            "stated": self.stated,
            "conflict": self.conflict,
            "abstained": self.abstained,
            "read": [self._wire(one) for one in self.found],
            "evidence": list(self.evidence),
        }

    def _wire(self, one: Industry) -> dict[str, Any]:
        spans = [
            {"record": s.record, "field": s.field, "start": s.start, "end": s.end, "text": s.text}
            for s in self.spans(one)
        ]
        told = {name: getattr(one, name) for name in ("section", "division", "code", "title", "confidence")}
        return {**told, "division_title": one.division_title, "from": _origin(one), "spans": spans}

    def spans(self, one: Industry) -> tuple[TagSpan, ...]:
        """The characters of the scope that say an industry, or of the name where the scope does not."""
        if self.record is None:
            return ()
        record = self.record
        if not one.spans:
            return (TagSpan(record.record_id, "name", 0, len(self.name), self.name),)
        scope = str(record.payload["scope"])
        return tuple(TagSpan(record.record_id, "scope", start, end, scope[start:end]) for start, end in one.spans)


def industry_of(facts: Facts) -> FirmIndustry:
    """Return the industry of a firm: what its records state wins, else its scope and name are read."""
    stated = facts.property("industry")
    record = _registration(facts)
    scope = str(record.payload.get("scope", "")) if record else ""
    name = _name(facts, record)
    reading = read_industries(scope, name or None)
    best = reading.found[0] if reading.found else None
    read = f"{best.section}{best.division}" if best else None
    return FirmIndustry(
        origin="stated" if stated else _origin(best) if best else "unknown",
        value=stated or read,
        stated=stated,
        found=reading.found,
        abstained=reading.abstained,
        conflict=bool(stated and best and best.confidence > LIKELY and not _agrees(stated, reading.found)),
        name=name,
        record=record,
        evidence=(record.record_id,) if record else facts.described.evidence if facts.described else (),
    )


def _registration(facts: Facts) -> StoredRecord | None:
    """The newest registration that states the scope believed, else the newest one."""
    rows = sorted(facts.of("registration"), key=lambda r: (r.observed_at, r.uid))
    scope = facts.property("scope")
    believed = [row for row in rows if scope and row.payload.get("scope") == scope]
    return next(reversed(believed or rows), None)


def _name(facts: Facts, record: StoredRecord | None) -> str:
    if record is not None:
        return str(record.payload["name"])
    return facts.described.node.name if facts.described else ""


def _origin(one: Industry) -> Literal["scope", "name"]:
    return "scope" if one.spans else "name"


def _agrees(stated: str, found: tuple[Industry, ...]) -> bool:
    """Whether a stated industry is one of those read, as far down as both tell it; an unknown one contradicts none."""
    place = _place_of(stated)
    return place is None or any(place in (one.section, one.division) for one in found)


def _place_of(stated: str) -> str | None:
    """The division that a stated code or title lies in, or its section where no division is told."""
    text = stated.strip()
    code = _CODE.fullmatch(text.upper())
    if code is not None:
        return code[2][:2] if code[2] else code[1]
    named = _codes_by_title().get(text)
    return named if named is None or named.isalpha() else named[:2]


@cache
def _codes_by_title() -> Mapping[str, str]:
    return {title: code for code, title in reversed(list(classes().titles.items()))}


def industry_statements(industry: FirmIndustry) -> Iterator[Stated]:
    """Yield what reading says of the industry: the likeliest division where none is stated or another one is."""
    if not industry.found or (industry.stated and not industry.conflict):
        return
    best = industry.found[0]
    value, basis = f"{best.section}{best.division}", f"{_origin(best)}_text"
    sources, observed = (("registration",), industry.record.observed_at) if industry.record else ((), "")
    yield Stated("industry", value, basis, sources, industry.evidence, observed, best.confidence)


def industry_tags(industry: FirmIndustry) -> Iterator[ReadTag]:
    """Yield the tags of the divisions read where no record states one, each with what says it."""
    if industry.stated or industry.record is None:
        return
    for one in industry.found:
        said = PlainFields.of({"industry": one.division})
        for tag, rule in taxonomy().by_kind.get("registration", ()):
            if tag.group == "industry" and rule.holds(said, None):
                yield ReadTag(tag.id, one.confidence, None, industry.spans(one))
