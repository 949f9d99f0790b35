"""Statements about attributes of a firm, combined by stated precedence, the losers kept with the reason (row 4-08)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "data" / "portrait.yaml"
Value = str | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """One basis says what an attribute is; `sources` are those of the five it was taken from."""

    attribute: str
    value: Value
    basis: str
    sources: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    observed: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class LosingValue:
    """A value that another basis outranked."""

    value: Value
    source: str
    why: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of the final portrait; `completeness` is the share of the bases that could state it and did."""

    value: Value | None
    sources: tuple[str, ...] = ()
    confidence: float = 0.0
    completeness: float = 0.0
    losers: tuple[LosingValue, ...] = ()
    evidence: tuple[str, ...] = ()
    basis: str | None = None

    def wire(self) -> dict[str, Any]:
        """The body of an attribute."""
        return {
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "sources": list(self.sources),
            "confidence": self.confidence,
            "completeness": self.completeness,
            "losers": [{"value": loser.value, "source": loser.source, "why": loser.why} for loser in self.losers],
            "evidence": list(self.evidence),
            "basis": self.basis,
        }


@cache
def portrait_rules() -> Mapping[str, Any]:
    """The table of attributes, bases and tags."""
    rules: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return rules


def combine(statements: Iterable[Stated], stale: Sequence[str] = ()) -> dict[str, Attribute]:
    """Return every attribute of the table: the value that wins, or None where no basis states it."""
    by_attribute: dict[str, list[Stated]] = {name: [] for name in portrait_rules()["attributes"]}
    for stated in statements:
        by_attribute[stated.attribute].append(stated)
    return {name: _decide(name, found, frozenset(stale)) for name, found in by_attribute.items()}


def _decide(name: str, found: list[Stated], stale: frozenset[str]) -> Attribute:
    if not found:
        return Attribute(None)
    rule = portrait_rules()["attributes"][name]
    order: list[str] = rule["order"]
    ranked = sorted(found, key=lambda s: str(s.value))
    ranked.sort(key=lambda s: s.observed, reverse=True)
    ranked.sort(key=lambda s: order.index(s.basis))
    winner = ranked[0]
    agreeing = ranked if rule.get("join") else [s for s in ranked if s.value == winner.value]
    value = _joined(ranked) if rule.get("join") else winner.value
    losers = [s for s in ranked if s not in agreeing]
    return Attribute(
        value,
        tuple(sorted({source for s in agreeing for source in s.sources})),
        _confidence(agreeing, bool(losers), stale),
        round(len({s.basis for s in found}) / len(order), 4),
        tuple(LosingValue(s.value, s.basis, _why(winner, s)) for s in losers),
        tuple(sorted({e for s in agreeing for e in s.evidence})),
        winner.basis,
    )


def _joined(ranked: Iterable[Stated]) -> tuple[str, ...]:
    items: dict[str, None] = {}
    for stated in ranked:
        items |= dict.fromkeys(stated.value if isinstance(stated.value, tuple) else (str(stated.value),))
    return tuple(items)


def _confidence(agreeing: Iterable[Stated], contradicted: bool, stale: frozenset[str]) -> float:
    rules = portrait_rules()
    doubt = 1.0
    for basis, stated in sorted({s.basis: s for s in agreeing}.items()):
        fresh = rules["stale_factor"] if stale.intersection(stated.sources) else 1.0
        doubt *= 1 - rules["belief"][basis] * stated.weight * fresh
    factor = rules["contradicted_factor"] if contradicted else 1.0
    return round((1 - doubt) * factor, 4)


def _why(winner: Stated, loser: Stated) -> str:
    if winner.basis != loser.basis:
        return f"{winner.basis} outranks {loser.basis}"
    return "the newer observation wins" if winner.observed != loser.observed else "same day: the value's order decides"
