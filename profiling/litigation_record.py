"""A court record as a case: its text read, and what its fields state put before what the text says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.elements import StoredRecord
from firmgraph.nlp.litigation.causes import find_cause
from firmgraph.nlp.litigation.heading import court_level
from firmgraph.nlp.litigation.judgment import (
    Amount,
    Cause,
    CourtLevel,
    ExecutionState,
    Found,
    Judgment,
    Order,
    Outcome,
    Party,
    Role,
    Stage,
    T,
)
from firmgraph.nlp.litigation.reading import read_judgment
from firmgraph.nlp.litigation.results import party_of
from firmgraph.nlp.litigation.rules import side_of
from firmgraph.nlp.text import normal_form
from firmgraph.profiling.facts import says_by
from firmgraph.profiling.measured import amount_of

_FILE = Path(__file__).parent / "data" / "litigation.yaml"
ROLE_UNDER_ENFORCEMENT: Role = "enforcement_subject"


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case as a record tells it: `judgment` with the fields put before the text, `read` the text alone.

    `party` is the firm in the case; what only a field states stands at place 0 to 0 of the text.
    """

    record: StoredRecord
    text: str
    read: Judgment
    judgment: Judgment
    party: Party


@cache
def litigation_fields() -> Mapping[str, Any]:
    """The table of what the fields of court records say."""
    table: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return table


def case_of(record: StoredRecord, names: Iterable[str], day: str) -> CaseRecord:
    """Return the case of a record of a firm of these names, as far as it had gone by a day.

    A decision that was still to come on the day is not read: the case is pending.
    """
    decided = str(record.payload.get("judged", "")) <= day
    text = str(record.payload["text"]) if says_by(record, "text", day) else ""
    read = read_judgment(text)
    party = _party(record, read, names)
    others = tuple(other for other in read.parties if other.name != party.name)
    judgment = replace(
        read,
        court=_stated(record, "court") or read.court,
        court_level=_court_level(record, read),
        case_number=_stated(record, "case_no") or read.case_number,
        cause=_cause(record) or read.cause,
        parties=(party, *others),
        amounts=_amounts(record, read, decided=decided),
        orders=_orders(record, read, decided=decided),
        filed=_day(record, "filed", day) or read.filed,
        judged=_day(record, "judged", day) or read.judged,
        execution=_execution(record, day) or read.execution,
    )
    return CaseRecord(record, text, read, judgment, party)


def _found(value: T) -> Found[T]:
    return Found(value, 0, 0)


def _stated(record: StoredRecord, column: str) -> Found[str] | None:
    value = record.payload.get(column)
    return _found(str(value)) if value else None


def _day(record: StoredRecord, column: str, until: str) -> Found[date] | None:
    value = record.payload.get(column)
    return _found(date.fromisoformat(value)) if value and value <= until else None


def _party(record: StoredRecord, read: Judgment, names: Iterable[str]) -> Party:
    """The firm as a party: in the role that the record states, at the place where the text names it in that role."""
    role: Role = record.payload.get("role", ROLE_UNDER_ENFORCEMENT)
    side = side_of(role)
    own = list(names)
    told = (party_of(read.parties, name) for name in own)
    named = next((party for party in told if party is not None and party.side == side), None)
    if named is None:
        return Party(own[0], role, side, "organisation", 0, 0)
    return named if role == ROLE_UNDER_ENFORCEMENT else replace(named, role=role)


def _court_level(record: StoredRecord, read: Judgment) -> CourtLevel | None:
    stated = record.payload.get("court")
    return court_level(normal_form(stated)) if stated else read.court_level


def _cause(record: StoredRecord) -> Found[Cause] | None:
    stated = record.payload.get("cause")
    found = find_cause("案由:" + normal_form(stated)) if stated else None
    return _found(found.value) if found else None


def _amounts(record: StoredRecord, read: Judgment, *, decided: bool) -> tuple[Amount, ...]:
    stages: dict[Stage, str] = {"claim": "amount", "award": "awarded"} if decided else {"claim": "amount"}
    stated = {stage: amount for stage, column in stages.items() if (amount := amount_of(record, column)) is not None}
    made = (Amount(int(yuan * 100), "CNY", "unsaid", stage, True, 0, 0) for stage, yuan in stated.items())
    return (*made, *(amount for amount in read.amounts if amount.stage not in stated))


def stated_outcomes(record: StoredRecord) -> tuple[Outcome, ...]:
    """Return what the field `result` of a case says became of the claim; nothing where its words are not known."""
    result = normal_form(str(record.payload.get("result", "")))
    entries = litigation_fields()["outcomes"]
    return next((tuple(e["outcomes"]) for e in entries if any(word in result for word in e["words"])), ())


def _orders(record: StoredRecord, read: Judgment, *, decided: bool) -> tuple[Order, ...]:
    outcomes: tuple[Outcome, ...] = stated_outcomes(record) if decided else ("pending",)
    # Whom the text tells to do something is kept; of a field that agrees with it only the outcome is known.
    if {order.outcome for order in read.orders} == set(outcomes) or not outcomes:
        return read.orders
    return tuple(Order(outcome, (), True, 0, 0) for outcome in outcomes)


def _execution(record: StoredRecord, day: str) -> Found[ExecutionState] | None:
    table, payload = litigation_fields(), record.payload
    closed = str(payload.get("closed", ""))
    performed = table["performed"].get(payload.get("performed")) if closed <= day else None
    state = performed or table["measures"].get(payload.get("enforcement"))
    return _found(state) if state else None
