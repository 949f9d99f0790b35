"""What a gate says, and the applicant it looks at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack, pack_for, packs_in_force
from firmgraph.profiling.case import Case
from firmgraph.profiling.evaluation import Finding
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Gate:
    """What a gate says, why, on which records, under which packs; `findings` are the comparisons that decided it."""

    name: str
    verdict: Verdict
    reason: Reason
    packs: tuple[str, ...] = ()
    found: str | None = None
    findings: tuple[Finding, ...] = ()

    def wire(self) -> dict[str, Any]:
        """The body of a gate."""
        return {
            "name": self.name,
            "verdict": self.verdict,
            "reason": self.reason.words(),
            "evidence": list(self.reason.evidence),
            "packs": list(self.packs),
            "found": self.found,
            "findings": [finding.wire() for finding in self.findings],
        }


@dataclass(frozen=True)
class Applicant:
    """Who asks, seen for a gate: the case, the graph around it, consent given with the request, packs chosen."""

    case: Case
    sight: Sight
    granted: bool | None = None
    chosen: Sequence[str] = ()

    @cached_property
    def view(self) -> View:
        """The graph at the moment asked about."""
        return self.sight.view

    @cached_property
    def node(self) -> int | None:
        """The applicant's place in the graph; None for a firm no record known by then states."""
        return self.view.index(self.case.facts.subject)

    def pack(self, family: str) -> RulePack:
        """The pack of a family to judge by: the one chosen, else the one in force on the day."""
        return pack_for(family, self.case.facts.day, self.chosen)

    def packs(self, family: str) -> tuple[RulePack, ...]:
        """All packs of a family to judge by."""
        return packs_in_force(family, self.case.facts.day, self.chosen)


GateTest = Callable[[Applicant], Gate]
