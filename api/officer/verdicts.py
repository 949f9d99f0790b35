"""Findings of rules in answers: verdict, rule, pack, certainty, evidence, in Chinese and English."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from firmgraph.api.officer.numbers import share_of
from firmgraph.graph.normal.amounts import shortest
from firmgraph.graph.risk.findings import Finding, Unit


def finding_body(one: Finding) -> dict[str, Any]:
    """Return one finding; FAIL says that what the rule warns of is there."""
    return {
        "rule": one.rule,
        "pack": one.pack,
        "verdict": one.verdict,
        "certainty": one.certainty,
        "words": {"zh": one.zh, "en": one.en},
        "value": value_text(one.value, one.unit),
        "unit": one.unit,
        "colour": one.colour,
        "note": one.note,
        "evidence": list(one.evidence),
    }


def value_text(value: Decimal | None, unit: Unit | None) -> str | None:
    """Return what a rule measured as decimal text, a share as a fraction."""
    if value is None:
        return None
    return share_of(value) if unit == "share" else shortest(value)


def finding_bodies(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings in their order."""
    return [finding_body(one) for one in found]
