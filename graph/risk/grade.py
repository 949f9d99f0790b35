"""The four-colour grade of a party (红橙黄绿): every rule is judged, the highest colour wins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from firmgraph.graph.risk.findings import Finding, failures_first, finding_of
from firmgraph.graph.risk.grade_tests import TESTS
from firmgraph.graph.risk.past import GRADES
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.verdicts import Verdict
from firmgraph.packs import RulePack, pack_for

Colour = Literal["red", "orange", "yellow", "green"]
_GAP = "the source gives no colour here; the pack tells the reading taken"


@dataclass(frozen=True, slots=True)
class RiskGrade:
    """The grade, the hours within which to respond (None: none are set), and every rule's finding, failures first.

    `verdict` is FAIL above green; a green is PASS only where courts and bureau both spoke (`silent` names which did
    not), else UNKNOWN: a missing source never reads as no risk.
    """

    grade: Colour
    verdict: Verdict
    respond_within_hours: int | None
    findings: tuple[Finding, ...]
    silent: tuple[str, ...]
    pack: str


def risk_grade(subject: Subject, chosen: Sequence[str] = ()) -> RiskGrade:
    """Return the grade of a party under a pack of the family risk-grades."""
    pack = pack_for(GRADES, subject.view.day, chosen)
    findings = [_finding(subject, rule, pack) for rule in pack.parameters["rules"]]
    colours = pack.parameters["colours"]
    failed = [finding.colour for finding in findings if finding.verdict == "FAIL"]
    grade = cast(Colour, next((colour for colour in colours if colour in failed), colours[-1]))
    silent = tuple(source for source in ("litigation", "credit") if not subject.knows(source))
    verdict: Verdict = "FAIL" if failed else "UNKNOWN" if silent else "PASS"
    hours = pack.parameters["respond_within_hours"].get(grade)
    return RiskGrade(grade, verdict, hours, failures_first(findings), silent, pack.id)


def _finding(subject: Subject, rule: Mapping[str, Any], pack: RulePack) -> Finding:
    outcome = TESTS[rule["test"]](subject, rule)
    note = _GAP if rule.get("gap") and outcome.verdict == "FAIL" else str(rule.get("note", ""))
    return finding_of(outcome, pack.id, rule, note if outcome.verdict != "PASS" else "")
