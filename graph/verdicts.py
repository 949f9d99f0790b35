"""Three-valued verdicts, how certain a claim is, and the records that claims rest on."""

from collections.abc import Iterable
from typing import Literal

Verdict = Literal["PASS", "FAIL", "UNKNOWN"]
Certainty = Literal["confirmed", "suspected"]


def judged(fails: bool | None) -> Verdict:
    """Return FAIL for what is there, PASS for what is not, UNKNOWN for what cannot be told."""
    if fails is None:
        return "UNKNOWN"
    return "FAIL" if fails else "PASS"


def united(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return the record ids of several groups, each once, in order."""
    return tuple(sorted({record for group in groups for record in group}))
