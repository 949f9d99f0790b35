"""The whole risk of a firm as an officer asks for it: vetoes first, then grade, scan, what travels to it, warnings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firmgraph.graph.risk.contagion import Contagion, contagion
from firmgraph.graph.risk.grade import RiskGrade, risk_grade
from firmgraph.graph.risk.scan import Scan, scan
from firmgraph.graph.risk.subject import Subject
from firmgraph.graph.risk.vetoes import Vetoes, vetoes
from firmgraph.graph.risk.warning_tests import RecordsTold
from firmgraph.graph.risk.warnings import Warnings, early_warnings


@dataclass(frozen=True, slots=True)
class RiskPicture:
    """All verdicts on a firm's risk, and the ids of the packs they were made under."""

    vetoes: Vetoes
    grade: RiskGrade
    scan: Scan
    contagion: Contagion
    warnings: Warnings

    @property
    def packs(self) -> tuple[str, ...]:
        """The packs used, each once."""
        judged = (self.vetoes.pack, self.vetoes.circle_pack, self.grade.pack, self.scan.pack)
        return tuple(dict.fromkeys((*judged, self.contagion.pack, self.warnings.pack)))


def risk_picture(
    subject: Subject,
    *,
    told: RecordsTold | None = None,
    bank: str | None = None,
    overdue_months: Mapping[str, tuple[str, ...]] | None = None,
    chosen: Sequence[str] = (),
) -> RiskPicture:
    """Return all verdicts on a firm's risk on the day.

    `told` and `overdue_months` add what only the records hold, `bank` names our bank as lenders are named.
    """
    return RiskPicture(
        vetoes(subject, bank=bank, overdue_months=overdue_months, chosen=chosen),
        risk_grade(subject, chosen),
        scan(subject, chosen),
        contagion(subject.view, subject.node, chosen),
        early_warnings(subject, told or RecordsTold(), chosen),
    )
