"""Verdicts of a firm under two sets of packs or on two days, side by side: all gates and the client grade.

Consent is asked like any other gate: where it fails nothing else is read on that side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from firmgraph.profiling.asker import without_consent
from firmgraph.profiling.case import Case
from firmgraph.profiling.facts import gather
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.gates.sequence import examine
from firmgraph.profiling.grade import ClientGrade, authentication, client_grade, read_table
from firmgraph.profiling.request import Terms
from firmgraph.profiling.sight import Sight

CLIENT, GRADES = "client_grade", "client-grades"
_TOLD = ("verdict", "found", "grade", "reason", "evidence", "packs")


@dataclass(frozen=True, slots=True)
class Side:
    """What is said of a firm at a moment under chosen packs; no client grade where consent fails."""

    day: str
    gates: tuple[Gate, ...]
    client: ClientGrade | None
    packs: tuple[str, ...]

    def wire(self) -> dict[str, Any]:
        """The body of a side."""
        return {
            "as_of": self.day,
            "packs": list(self.packs),
            "gates": [gate.wire() for gate in self.gates],
            "client": None if self.client is None else self.client.wire(),
        }


def side_of(sight: Sight, subject: str, chosen: Sequence[str], terms: Terms, granted: bool | None = None) -> Side:
    """Return all gates and the client grade of a firm that asks for a loan, under chosen packs at the sight's moment.

    `granted` is consent given with the question. Raises InvalidInput for a chosen pack not in force on the day.
    """
    at = sight.at
    asking = Applicant(Case(gather(sight.store, subject, at, kinds=["consent"]), terms), sight, granted, chosen)
    if (refusal := without_consent(asking)) is not None:
        return Side(refusal.facts.day, refusal.gates, None, refusal.gates[0].packs)
    case = Case(gather(sight.store, subject, at), terms)
    gates, table = examine(replace(asking, case=case)), asking.pack(GRADES)
    grades = read_table(table.parameters)
    client = client_grade(case.asset, authentication(case.facts, grades), grades)
    packs = {table.id, *(pack for gate in gates for pack in gate.packs)}
    return Side(case.facts.day, gates, client, tuple(sorted(packs)))


def compared(one: Side, other: Side) -> list[dict[str, Any]]:
    """Return for each gate, and the client grade, what either side says and where they differ."""
    mine, theirs = _by_name(one), _by_name(other)
    return [_compared(name, mine.get(name), theirs.get(name)) for name in dict.fromkeys((*mine, *theirs))]


def _by_name(side: Side) -> dict[str, Mapping[str, Any]]:
    gates: dict[str, Mapping[str, Any]] = {gate.name: gate.wire() for gate in side.gates}
    return {**gates, CLIENT: side.client.wire()} if side.client else gates


def _compared(name: str, one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> dict[str, Any]:
    mine, theirs = one or {}, other or {}
    return {
        "name": name,
        "verdict": mine.get("verdict"),
        "beside": theirs.get("verdict"),
        "differs": [part for part in _TOLD if mine.get(part) != theirs.get(part)],
    }
