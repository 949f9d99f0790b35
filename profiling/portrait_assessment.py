"""What a portrait judges of a firm by rule packs: premium target, credit grade, risk value (rows 0-12, 0-13, 3-11)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from firmgraph.profiling.combine import Stated
from firmgraph.profiling.evaluation import Finding, Judgement, spoken_value
from firmgraph.profiling.lookup import finding_en, finding_zh
from firmgraph.profiling.portrait_figures import Figures, described
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import Verdict

PREMIUM, CREDIT, RISK = "premium-target", "credit-tier", "risk-assessment"
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_YES_NO = {Verdict.PASS: "yes", Verdict.FAIL: "no", Verdict.UNKNOWN: None}


@dataclass(frozen=True, slots=True)
class Premium:
    """Whether a firm is a premium target, and the comparisons that decided it."""

    judgement: Judgement
    pack: str

    def wire(self) -> dict[str, Any]:
        """The body of the judgement."""
        found = self.judgement
        return {
            "verdict": found.verdict,
            "reason": _told(found.findings).words(),
            "findings": [finding.wire() for finding in found.findings],
            "unknown": list(found.unknown),
            "evidence": list(found.evidence),
            "pack": self.pack,
        }


@dataclass(frozen=True, slots=True)
class CreditTier:
    """The credit grade of a firm and the product tier it opens; None where it cannot be told."""

    grade: str | None
    tier: str | None
    judgement: Judgement
    pack: str

    def wire(self) -> dict[str, Any]:
        """The body of the credit grade."""
        return {
            "grade": self.grade,
            "tier": self.tier,
            "reason": _told(self.judgement.findings).words(),
            "unknown": list(self.judgement.unknown),
            "evidence": list(self.judgement.evidence),
            "pack": self.pack,
        }


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """One condition of the risk value: its points, whether it holds, and why."""

    id: str
    points: int
    reason: Reason
    verdict: Verdict
    unknown: tuple[str, ...]

    def wire(self) -> dict[str, Any]:
        """The body of a condition."""
        told = {"id": self.id, "points": self.points, "verdict": self.verdict, "unknown": list(self.unknown)}
        return {**told, "reason": self.reason.words(), "evidence": list(self.reason.evidence)}


@dataclass(frozen=True, slots=True)
class RiskValue:
    """The risk value, 0 to the pack's whole, and its grade; `worst` is what it would be if all unknown were bad.

    `value` is None where nothing could be told.
    """

    value: int | None
    grade: str | None
    worst: int
    worst_grade: str
    points: tuple[RiskPoint, ...]
    pack: str

    @property
    def told(self) -> float:
        """The part of all points whose conditions could be told: the value is believed no further."""
        known = sum(one.points for one in self.points if one.verdict is not Verdict.UNKNOWN)
        return known / sum(one.points for one in self.points)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The records behind every condition that could be told."""
        told = (one for one in self.points if one.verdict is not Verdict.UNKNOWN)
        return tuple(sorted({record for one in told for record in one.reason.evidence}))

    def wire(self) -> dict[str, Any]:
        """The body of the risk value: what adds to it, what is not known, and by id what is not so."""
        return {
            "value": self.value,
            "grade": self.grade,
            "value_at_worst": self.worst,
            "grade_at_worst": self.worst_grade,
            "reasons": [one.wire() for one in self.points if one.verdict is Verdict.PASS],
            "unknown": [one.wire() for one in self.points if one.verdict is Verdict.UNKNOWN],
            "clear": [one.id for one in self.points if one.verdict is Verdict.FAIL],
            "evidence": list(self.evidence),
            "pack": self.pack,
        }


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the packs of a portrait say of a firm."""

    premium: Premium
    credit: CreditTier
    risk: RiskValue

    @property
    def packs(self) -> tuple[str, ...]:
        """The ids of the packs used."""
        return (self.premium.pack, self.credit.pack, self.risk.pack)

    def statements(self) -> Iterator[Stated]:
        """Yield what the judgements state of attributes of the portrait."""
        premium, credit, risk = self.premium.judgement, self.credit, self.risk
        if answer := _YES_NO[premium.verdict]:
            yield Stated("premium_target", answer, "computed", ("diligence", "registration"), premium.evidence)
        if credit.grade is not None and credit.tier is not None:
            yield Stated("credit_grade", credit.grade, "computed", ("credit",), credit.judgement.evidence)
            yield Stated("product_tier", credit.tier, "computed", ("credit",), credit.judgement.evidence)
        if risk.value is not None and risk.grade is not None:
            sources = ("credit", "diligence", "litigation", "registration")
            for name, value in (("risk_value", risk.value), ("risk_grade", risk.grade)):
                yield Stated(name, value, "computed", sources, risk.evidence, weight=risk.told)

    def wire(self) -> dict[str, Any]:
        """The body of all judgements."""
        return {"premium_target": self.premium.wire(), "credit": self.credit.wire(), "risk": self.risk.wire()}


def assess(figures: Figures) -> Assessment:
    """Return what the packs chosen, or in force on the day, say of a firm."""
    return Assessment(premium_target(figures), credit_tier(figures), risk_value(figures))


def premium_target(figures: Figures) -> Premium:
    """Return whether a firm is a premium target (row 0-12)."""
    pack = figures.pack(PREMIUM)
    return Premium(figures.judged(pack.expression or "", pack.parameters), pack.id)


def credit_tier(figures: Figures) -> CreditTier:
    """Return the credit grade of a firm and its product tier: the first step that holds (row 0-13)."""
    pack, found = figures.pack(CREDIT), Judgement(Verdict.UNKNOWN)
    for step in pack.parameters["steps"]:
        found = figures.judged(step["when"], pack.parameters)
        if found.verdict is Verdict.PASS:
            return CreditTier(step["grade"], step["tier"], found, pack.id)
        if found.verdict is Verdict.UNKNOWN:
            break
    return CreditTier(None, None, found, pack.id)


def risk_value(figures: Figures) -> RiskValue:
    """Return the risk value of a firm with what adds to it (row 3-11)."""
    pack = figures.pack(RISK)
    points = tuple(_point(rule, figures.judged(rule["when"], pack.parameters)) for rule in pack.parameters["points"])
    whole, grades = int(pack.parameters["whole"]), pack.parameters["grades"]
    sure, unknown = (
        sum(one.points for one in points if one.verdict is verdict) for verdict in (Verdict.PASS, Verdict.UNKNOWN)
    )
    value, worst = min(sure, whole), min(sure + unknown, whole)
    told = any(one.verdict is not Verdict.UNKNOWN for one in points)
    return RiskValue(
        value if told else None,
        _grade(value, grades) if told else None,
        worst,
        _grade(worst, grades),
        points,
        pack.id,
    )


def _point(rule: dict[str, Any], found: Judgement) -> RiskPoint:
    bounds: dict[tuple[str, str | None], list[str]] = {}
    for one in map(_named_first, found.findings):
        bounds.setdefault((one.name, _shown(one)), []).append(f"{one.sign} {spoken_value(one.right)}")
    seen = [(described(name), shown, told) for (name, shown), told in bounds.items()]
    zh = "，".join(f"{name} {shown or '未知'}（{'，'.join(told)}）" for (name, _), shown, told in seen)
    en = ", ".join(f"{name} {shown or 'not known'} ({', '.join(told)})" for (_, name), shown, told in seen)
    reason = Reason(f"{rule['zh']}：{zh}", f"{rule['en']}: {en}", found.evidence)
    return RiskPoint(rule["id"], rule["points"], reason, found.verdict, found.unknown)


def _named_first(finding: Finding) -> Finding:
    """A comparison that begins with a number, `0 < x`, told of what it is about: `x > 0`."""
    sign = _TURNED.get(finding.sign)
    if sign is None or not finding.name.replace(".", "", 1).isdecimal():
        return finding
    turned = replace(finding, name=finding.wanted, wanted=finding.name, sign=sign)
    return replace(turned, left=finding.right, right=finding.left)


def _shown(finding: Finding) -> str | None:
    return None if finding.left is None else str(spoken_value(finding.left))


def _grade(value: int, grades: Sequence[dict[str, Any]]) -> str:
    return str(next(step["grade"] for step in grades if value <= step["at_most"]))


def _told(findings: Sequence[Finding]) -> Reason:
    return Reason("；".join(map(finding_zh, findings)), "; ".join(map(finding_en, findings)))
