"""Vetoes (一票否决): what refuses a firm whatever its score, judged first and told first, three-valued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firmgraph.graph.risk.findings import Finding, failures_first, finding_of
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.veto_tests import TESTS, Circumstances
from firmgraph.packs import RulePack, pack_for

VETOES = "vetoes"


@dataclass(frozen=True, slots=True)
class Vetoes:
    """Every veto's finding: those that fail first, then those that cannot be told, each in the pack's order.

    `circle_pack` is the pack by which guarantees and their circles were judged.
    """

    findings: tuple[Finding, ...]
    pack: str
    circle_pack: str

    @property
    def refused(self) -> bool:
        """Whether any veto fails."""
        return any(finding.verdict == "FAIL" for finding in self.findings)


def vetoes(
    subject: Subject,
    *,
    bank: str | None = None,
    overdue_months: Mapping[str, tuple[str, ...]] | None = None,
    chosen: Sequence[str] = (),
) -> Vetoes:
    """Return the vetoes of a firm.

    `bank` names our bank as lenders are named: accounts elsewhere are those of other lenders, without it all accounts.
    `overdue_months` (YYYY-MM) are the months in which an account was overdue with the records that say so; without
    them that part is UNKNOWN.
    """
    day = subject.view.day
    pack = pack_for(VETOES, day, chosen)
    case = Circumstances(subject, bank, overdue_months, chosen)
    found = [_finding(rule, case, pack) for rule in pack.parameters["order"]]
    return Vetoes(failures_first(found), pack.id, case.circle_pack.id)


def _finding(rule: str, case: Circumstances, pack: RulePack) -> Finding:
    outcome = TESTS[rule](case, pack.parameters.get(rule, {}))
    return finding_of(outcome, pack.id, {"rule": rule, **pack.parameters["titles"][rule]}, outcome.note)
