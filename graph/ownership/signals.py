"""What the rules of ownership tell of an enterprise: signals with a verdict, and the words they are told in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from firmgraph.graph.ownership.holdings import WHOLE

Verdict = Literal["PASS", "FAIL", "UNKNOWN"]
Certainty = Literal["confirmed", "suspected"]


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One question a rule asks of an enterprise: FAIL where the sign is seen, PASS where it is not.

    UNKNOWN says that the data it needs is missing. `value` is what was measured, as text (a count, or a share as a
    fraction), `evidence` the record ids it rests on.
    """

    name: str
    verdict: Verdict
    value: str | None
    words: Words
    evidence: tuple[str, ...] = ()


def seen(found: bool | None) -> Verdict:
    """Return FAIL for a sign that is seen, PASS for one that is not, UNKNOWN where it cannot be told."""
    if found is None:
        return "UNKNOWN"
    return "FAIL" if found else "PASS"


def share_of(parameters: Mapping[str, Any], name: str) -> int:
    """Return a share that a rule pack gives as decimal text, in parts of 1e-8."""
    return int(Decimal(parameters[name]) * WHOLE)


def fraction(share: int) -> str:
    """Return a share in parts of 1e-8 as the text of a fraction: `0.25` for a quarter."""
    return format((Decimal(share) / WHOLE).normalize(), "f")


def per_cent(share: int) -> str:
    """Return a share in parts of 1e-8 as readers write it: `24.9 %`."""
    return format((Decimal(share) * 100 / WHOLE).normalize(), "f") + " %"


def united(evidence: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the record ids of several facts, each once, in order."""
    return tuple(sorted({record for records in evidence for record in records}))
