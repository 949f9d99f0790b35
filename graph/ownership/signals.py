"""What the rules of ownership tell of an enterprise: signals with a verdict, and the words they are told in."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from firmgraph.graph.normal.amounts import fraction_text
from firmgraph.graph.ownership.holdings import WHOLE
from firmgraph.graph.verdicts import Verdict


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


def share_of(parameters: Mapping[str, Any], name: str) -> int:
    """Return a share that a rule pack gives as decimal text, in parts of 1e-8."""
    return int(Decimal(parameters[name]) * WHOLE)


def per_cent(share: int) -> str:
    """Return a share in parts of 1e-8 as readers write it: `24.9 %`."""
    return format((Decimal(share) * 100 / WHOLE).normalize(), "f") + " %"


def per_cent_of(share: Fraction) -> str:
    """Return a share as readers write it, the same figure as answers give for its value: `25.5556 %`."""
    return format((Decimal(fraction_text(share)) * 100).normalize(), "f") + " %"
