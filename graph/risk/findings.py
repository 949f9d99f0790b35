"""What a rule finds of a party: a three-valued verdict with the rule, its pack, the certainty and the records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from firmgraph.graph.verdicts import Certainty, Verdict

Unit = Literal["share", "count", "days", "yuan"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict of one rule: FAIL where what the rule warns of is there, UNKNOWN where the records cannot tell.

    `value` is what was measured and `unit` in what (a share as a fraction), both None where nothing was; `colour` is
    the grade a rule gives when it fails, `note` what a reader must be told besides (a gap in the source, what is
    missing).
    """

    rule: str
    pack: str
    verdict: Verdict
    zh: str
    en: str
    evidence: tuple[str, ...] = ()
    certainty: Certainty = "confirmed"
    value: Decimal | None = None
    unit: Unit | None = None
    colour: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule's test says before it is written down as a finding; `value` and `unit` as a finding has them."""

    verdict: Verdict
    evidence: tuple[str, ...] = ()
    value: Decimal | None = None
    unit: Unit | None = None
    note: str = ""
    certainty: Certainty = "confirmed"


def finding_of(outcome: Outcome, pack: str, rule: Mapping[str, Any], note: str) -> Finding:
    """Return the finding of a rule (its id, words and colour) whose test came out so."""
    return Finding(
        rule["rule"], pack, outcome.verdict, rule["zh"], rule["en"], outcome.evidence, outcome.certainty, outcome.value,
        outcome.unit, rule.get("colour"), note,
    )  # fmt: skip


def failures_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings, those that fail first, then those that cannot be told, each in the order given."""
    order: dict[str, int] = {"FAIL": 0, "UNKNOWN": 1, "PASS": 2}
    return tuple(sorted(findings, key=lambda finding: order[finding.verdict]))


def share_unit(share: Decimal | None) -> Unit | None:
    """Return the unit of a share that may not be known."""
    return None if share is None else "share"
