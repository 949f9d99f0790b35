"""Behaviour of a client in one summary: region, bank flow, trend, heat map, interest in products (row 3-18).

Document 003, behaviour 1 to 6. Nothing is read without consent to the analysis, and every part may be declined; a part
that is not told is unknown, and the flow goes on without it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import shortest
from firmgraph.graph.risk.days import days_since
from firmgraph.packs import RulePack
from firmgraph.profiling.consumption import Consumption, consumption
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.consent import consents, valid_consents
from firmgraph.profiling.looks import heat_map, interest_scores
from firmgraph.profiling.measured import evidence_of

FAMILY = "interest"
PARTS = ("region", "flow", "heat_map", "interest")
TOLD, DECLINED, UNKNOWN = "told", "declined", "unknown"


@dataclass(frozen=True)
class Behaviour:
    """What is known of a client's behaviour; `states` tells of each part whether it is told, declined or unknown."""

    pack: str
    states: Mapping[str, str]
    region: str | None = None
    flow: Consumption | None = None
    heat_map: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    interest: Mapping[str, Decimal] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The parts that are not told."""
        return tuple(part for part in PARTS if self.states[part] != TOLD)

    def wire(self) -> dict[str, Any]:
        """The body of the summary."""
        return {
            "states": dict(self.states),
            "unknown": list(self.unknown),
            "region": self.region,
            "flow": None if self.flow is None else self.flow.wire(),
            "heat_map": {page: dict(sections) for page, sections in self.heat_map.items()},
            "interest": {product: shortest(score) for product, score in self.interest.items()},
            "evidence": list(self.evidence),
        }


def behaviour_of(facts: Facts, pack: RulePack) -> Behaviour:
    """Return the summary of a client's behaviour on the day of its facts, by an interest pack."""
    rules, day = pack.parameters, facts.day
    valid = valid_consents(facts, rules["consent"])
    if not valid:
        # What was consented to once and is not any more is refused.
        refused = bool(consents(facts, rules["consent"]))
        return Behaviour(pack.id, dict.fromkeys(PARTS, DECLINED if refused else UNKNOWN))
    rows = [row for row in facts.of("behaviour") if 0 <= days_since(row.payload["at"], day) <= rules["days"]]
    allowed = {part: _allows(valid, words) for part, words in rules["scopes"].items()}
    region, flow = _region(rows), consumption(facts.of("bank_flow"), day, rules["flow_months"])
    scores = interest_scores(rows, day, rules)
    found = {"region": region, "flow": flow, "heat_map": rows, "interest": scores}
    states = {part: _state(allowed.get(part, True), bool(found[part])) for part in PARTS}
    shown = flow if states["flow"] == TOLD else None
    return Behaviour(
        pack.id,
        states,
        region if states["region"] == TOLD else None,
        shown,
        heat_map(rows),
        scores,
        tuple(sorted({*evidence_of(rows), *evidence_of(valid), *(shown.evidence if shown else ())})),
    )


def _allows(valid: Iterable[StoredRecord], words: list[str]) -> bool:
    """Tell whether any consent covers a part: its scope is not limited, or names the part."""
    scopes = [row.payload.get("scope") for row in valid]
    return any(not scope or set(scope) & set(words) for scope in scopes)


def _state(allowed: bool, told: bool) -> str:
    if not allowed:
        return DECLINED
    return TOLD if told else UNKNOWN


def _region(rows: list[StoredRecord]) -> str | None:
    """The region last told."""
    told = [(str(row.payload["at"]), row.uid, str(row.payload["region"])) for row in rows if row.payload.get("region")]
    return max(told)[2] if told else None
