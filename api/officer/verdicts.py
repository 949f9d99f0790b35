"""Findings of rules in answers: verdict, rule, pack, certainty, evidence, in Chinese and English."""

from collections.abc import Iterable
from typing import Any

from firmgraph.api.officer.numbers import share_of
from firmgraph.graph.risk.findings import Finding


def finding_body(one: Finding) -> dict[str, Any]:
    """Return one finding; FAIL says that what the rule warns of is there."""
    return {
        "rule": one.rule,
        "pack": one.pack,
        "verdict": one.verdict,
        "certainty": one.certainty,
        "words": {"zh": one.zh, "en": one.en},
        "value": share_of(one.value),
        "colour": one.colour,
        "note": one.note,
        "evidence": list(one.evidence),
    }


def finding_bodies(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings in their order."""
    return [finding_body(one) for one in found]
