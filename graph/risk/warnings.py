"""Early-warning indicators (预警): each judged three-valued from what the view holds and what the records add."""

from collections.abc import Sequence
from dataclasses import dataclass

from firmgraph.graph.risk.findings import Finding, failures_first, finding_of
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.warning_tests import TESTS, RecordsTold, Watched
from firmgraph.packs import pack_for

WARNINGS = "early-warning"
_NOTHING = RecordsTold()


@dataclass(frozen=True, slots=True)
class Warnings:
    """Every indicator's finding: those that fail first, then those that cannot be told, each in the pack's order."""

    findings: tuple[Finding, ...]
    pack: str

    @property
    def raised(self) -> tuple[Finding, ...]:
        """The indicators that fail."""
        return tuple(finding for finding in self.findings if finding.verdict == "FAIL")


def early_warnings(subject: Subject, told: RecordsTold = _NOTHING, chosen: Sequence[str] = ()) -> Warnings:
    """Return the early-warning indicators of a firm.

    `told` adds what only the records hold (all figures of statements, sales of two years, collateral); what of it is
    missing leaves its indicators UNKNOWN.
    """
    pack = pack_for(WARNINGS, subject.view.day, chosen)
    firm = Watched(subject, told, chosen)
    rules = pack.parameters["indicators"]
    outcomes = ((rule, TESTS[rule["test"]](firm, rule)) for rule in rules)
    found = [finding_of(outcome, pack.id, rule, outcome.note) for rule, outcome in outcomes]
    return Warnings(failures_first(found), pack.id)
