"""The expectation score: need, earlier product, past success, attention, 40/10/30/20 in decimal (rows 0-07, 0-08).

More than 0.80 passes; exactly 0.80 does not. Literally read, no first-time client can reach it (at most 0.70), so that
the pack in force fills what is not yet known of a client with a prior; the pack `expectation-000-literal` counts it 0.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.graph.normal.amounts import shortest
from firmgraph.graph.risk.days import days_since
from firmgraph.packs import RulePack
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.consent import valid_consents
from firmgraph.profiling.gates.gate import Applicant, Gate
from firmgraph.profiling.measured import Measured, evidence_of
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.verdict import judge

NAME, FAMILY = "expectation", "expectation"
PARTS = {"need": "需求", "earlier_product": "曾办产品", "past_success": "历史通过", "attention": "关注度"}
_ZERO, _ONE = Decimal(0), Decimal(1)
_STEP = Decimal("0.0001")


def expectation_score(parts: Mapping[str, Decimal], weights: Mapping[str, Decimal]) -> Decimal:
    """Return the weighted sum of the parts, each in [0, 1]; raise InvalidInput unless the weights sum to exactly 1."""
    if sum(weights.values()) != 1 or set(weights) != set(parts):
        raise InvalidInput(f"the weights must name {', '.join(parts)} and sum to 1", field="packs")
    return sum((weights[name] * parts[name] for name in weights), _ZERO)


def expectation_gate(applicant: Applicant) -> Gate:
    """Return whether the score is above the threshold, with each part that made it, those not known named so."""
    pack, facts = applicant.pack(FAMILY), applicant.case.facts
    weights = {name: Decimal(value) for name, value in pack.parameters["weights"].items()}
    seen = {name: _SEEN[name](facts, pack.parameters) for name in PARTS}
    parts = {name: _with_prior(name, one, pack) for name, one in seen.items()}
    score, least = expectation_score(parts, weights), Decimal(pack.parameters["more_than"])
    silent = {name for name, one in seen.items() if one.value is None}
    zh = "、".join(
        f"{PARTS[name]}{'（未知）' if name in silent else ' '}{shortest(parts[name])}×{weights[name]:f}"
        for name in PARTS
    )
    en = ", ".join(
        f"{name}{' (not known)' if name in silent else ''} {shortest(parts[name])} x {weights[name]:f}"
        for name in PARTS
    )
    evidence = tuple(sorted({record for one in seen.values() for record in one.evidence}))
    words = Reason(
        f"期望值 {shortest(score)}，须大于 {least:f}：{zh}",
        f"expectation {shortest(score)}, above {least:f}: {en}",
        evidence,
    )
    return Gate(NAME, judge(score > least), words, (pack.id,), found=shortest(score))


def _with_prior(name: str, seen: Measured, pack: RulePack) -> Decimal:
    """A part: what is seen; what is not, by the pack's prior, or 0 where it has none."""
    if seen.value is not None:
        return seen.value
    return Decimal(pack.parameters.get("prior", {}).get(name, "0"))


def _need(_facts: Facts, _parameters: Mapping[str, Any]) -> Measured:
    """Who asks itself has the need."""
    return Measured(_ONE)


def _earlier_product(facts: Facts, _parameters: Mapping[str, Any]) -> Measured:
    """Whether the firm took a product before; of one that never did, nothing is known yet."""
    rows = facts.of("deal")
    return Measured(_ONE if rows else None, evidence_of(rows))


def _past_success(facts: Facts, parameters: Mapping[str, Any]) -> Measured:
    """The share of decided applications that were approved, drawn towards the prior by its strength."""
    rows = [row for row in facts.of("application") if row.payload.get("result") in ("approved", "refused")]
    if not rows:
        return Measured(None)
    approved = sum(row.payload["result"] == "approved" for row in rows)
    strength = Decimal(parameters.get("prior_strength", 0))
    prior = Decimal(parameters.get("prior", {}).get("past_success", "0"))
    share = (approved + prior * strength) / (len(rows) + strength)
    return Measured(share.quantize(_STEP), evidence_of(rows))


def _attention(facts: Facts, parameters: Mapping[str, Any]) -> Measured:
    """What the client looked at lately, by weight of event up to 1; only with its consent to the analysis."""
    rules = parameters["attention"]
    if not valid_consents(facts, rules["consent"]):
        return Measured(None)
    rows = [row for row in facts.of("behaviour") if days_since(row.payload["at"], facts.day) <= rules["days"]]
    if not rows:
        return Measured(None)
    total = sum((Decimal(rules["events"].get(row.payload["event"], "0")) for row in rows), _ZERO)
    floor = Decimal(parameters.get("prior", {}).get("attention", "0"))
    return Measured(max(floor, min(_ONE, total)), evidence_of(rows))


_SEEN = {
    "need": _need,
    "earlier_product": _earlier_product,
    "past_success": _past_success,
    "attention": _attention,
}
