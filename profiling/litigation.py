"""The cases of a firm from court records: role, result, cause group, amount by revenue and age, and their tags."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import shortest
from firmgraph.graph.normal.names import name_key
from firmgraph.nlp.litigation.facts import LitigationFact
from firmgraph.nlp.litigation.facts import tags_of as fact_of
from firmgraph.nlp.litigation.judgment import Found, Judgment
from firmgraph.nlp.litigation.results import party_of, result_of
from firmgraph.nlp.litigation.rules import litigation_rules
from firmgraph.nlp.structured import LONGEST_VALUE, TagField
from firmgraph.nlp.tags import TagSpan
from firmgraph.nlp.taxonomy import taxonomy
from firmgraph.profiling.facts import Facts, fact_rules
from firmgraph.profiling.features_trade import revenue
from firmgraph.profiling.litigation_record import CaseRecord, case_of
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.read_tags import ReadTag

COURT_KINDS = ("litigation", "enforcement")
CASE_KINDS = (*COURT_KINDS, "statement")
"""The kinds of record that the cases of a firm are read from."""
TEXT = "text"
_PLACE = {"side": "role", "result": "result", "execution": "performed", "cause": "cause"}
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a firm: what was read, the fact it makes, and the records behind it (revenue's too where it counts)."""

    told: CaseRecord
    fact: LitigationFact
    evidence: tuple[str, ...]

    def wire(self) -> dict[str, Any]:
        """The body of a case; `unknown` bands and nulls are what neither record nor text says."""
        fact, judgment = self.fact, self.told.judgment
        return {
            "record": self.told.record.record_id,
            "kind": self.told.record.kind,
            "case_number": _value(judgment.case_number),
            "court": _value(judgment.court),
            "court_level": fact.court_level,
            "role": fact.role,
            "side": fact.side,
            "result": fact.result,
            "cause": judgment.cause.value.name if judgment.cause else None,
            "cause_group": fact.cause_group,
            "amount": None if fact.amount_fen is None else shortest(Decimal(fact.amount_fen) / 100),
            "amount_band": fact.amount_band,
            "filed": judgment.filed.value.isoformat() if judgment.filed else None,
            "judged": judgment.judged.value.isoformat() if judgment.judged else None,
            "age_days": fact.age_days,
            "age_band": fact.age_band,
            "execution": fact.execution,
            "text_says": self.text_says,
            "tags": list(fact.tags),
            "evidence": list(self.evidence),
        }

    @property
    def text_says(self) -> dict[str, str]:
        """What the text says otherwise than the fields of its record, which stand before it."""
        read, name = self.told.read, self.told.party.name
        party = party_of(read.parties, name)
        told = {"side": party.side if party else "unknown", "result": result_of(read, name)}
        return {about: said for about, said in told.items() if said not in ("unknown", getattr(self.fact, about))}


def cases_of(facts: Facts) -> tuple[Case, ...]:
    """Return the cases of a firm on the day of the facts; a case that several sources tell is told once, by the newest.

    What the fields of a record state stands before what its text says.
    """
    sales = revenue(facts)
    rows = [record for kind in COURT_KINDS for record in _newest(facts.of(kind))]
    return tuple(case for record in rows for case in _cases(facts, record, sales))


def _newest(records: Iterable[StoredRecord]) -> list[StoredRecord]:
    by_case: dict[tuple[str, ...], StoredRecord] = {}
    for record in sorted(records, key=lambda r: (r.observed_at, r.uid)):
        told = record.payload
        key = (name_key(str(told.get("case_no", record.uid))), *(str(told.get(c, "")) for c in ("role", "enforcement")))
        by_case[key] = record
    return sorted(by_case.values(), key=lambda r: r.uid)


def _cases(facts: Facts, record: StoredRecord, sales: Measured) -> Iterator[Case]:
    told = case_of(record, _names(facts, record), facts.day)
    fen = None if sales.value is None or sales.value < 0 else int(sales.value * 100)
    today = date.fromisoformat(facts.day)
    for fact in fact_of(told.judgment, told.party.name, revenue_fen=fen, today=today):
        by_revenue = sales.evidence if fact.amount_band != "unknown" else ()
        yield Case(told, fact, (record.record_id, *by_revenue))


def _names(facts: Facts, record: StoredRecord) -> list[str]:
    node = facts.described.node if facts.described else None
    known = (node.name, *node.properties.get("former_names", ())) if node else ()
    return list(dict.fromkeys(name for name in (record.payload["party"].get("name"), *known) if name))


def case_tags(cases: Iterable[Case]) -> Iterator[ReadTag]:
    """Yield the tags of cases, each with the characters and the fields of its record that say it."""
    for case in cases:
        decided = case.told.judgment.judged or case.told.judgment.filed
        for tag in case.fact.tags:
            said = [about for about, made in _made_by(case).items() if tag in made] or list(_PLACE)
            spans = tuple(span for about in said for span in _spans(case, about))
            fields = tuple(field for about in said for field in _fields(case, _PLACE[about]))
            yield ReadTag(tag, taxonomy().field_strength, _value(decided), spans, fields)


def _made_by(case: Case) -> dict[str, tuple[str | None, ...]]:
    """The tags that each part of a fact makes."""
    rules, fact, cause = litigation_rules(), case.fact, case.told.judgment.cause
    return {
        "side": (rules.side_tags.get(fact.side),),
        "result": rules.result_tags.get(fact.result, ()),
        "execution": rules.state_tags.get(fact.execution, ()) if fact.execution else (),
        "cause": (cause.value.tag if cause else None,),
    }


def _spans(case: Case, about: str) -> Iterator[TagSpan]:
    """Yield the characters of the text that say a part of a fact; none where only a field states it."""
    text = case.told.text
    for start, end in dict.fromkeys(_places(case, about)):
        if start < end:
            yield TagSpan(case.told.record.record_id, TEXT, start, end, text[start:end])


def _places(case: Case, about: str) -> Places:
    told, judgment, read = case.told, case.told.judgment, case.told.read
    if about == "side":
        return ((told.party.start, told.party.end),)
    if about == "result":
        return tuple((order.start, order.end) for order in judgment.orders)
    if about == "execution":
        same = read.execution and read.execution.value == case.fact.execution
        return ((read.execution.start, read.execution.end),) if same and read.execution else ()
    return _of_cause(judgment, read)


def _of_cause(judgment: Judgment, read: Judgment) -> Places:
    """The place where the text names the cause, if it names the one that the record states."""
    stated, named = judgment.cause, read.cause
    same = stated and named and stated.value.group == named.value.group
    return ((named.start, named.end),) if same and named else ()


def _fields(case: Case, column: str) -> Iterator[TagField]:
    record = case.told.record
    value = record.payload.get(column)
    if value is not None:
        day = record.payload.get(fact_rules()["kinds"][record.kind]["day"])
        yield TagField(record.record_id, "litigation", column, str(value)[:LONGEST_VALUE], day)


def _value(found: Found[Any] | None) -> Any:
    return found.value if found else None
