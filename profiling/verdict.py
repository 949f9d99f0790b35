"""Three-valued verdicts: PASS, FAIL and UNKNOWN, joined as in Kleene's strong logic, so that unknown is never clean."""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What a rule says of a case; UNKNOWN where a fact it needs is not known."""

    PASS = "PASS"
    FAIL = "FAIL"
    UNKNOWN = "UNKNOWN"


def judge(holds: bool | None) -> Verdict:
    """Return the verdict of a condition that holds, does not, or cannot be told (None)."""
    if holds is None:
        return Verdict.UNKNOWN
    return Verdict.PASS if holds else Verdict.FAIL


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return AND: one FAIL fails, else one UNKNOWN leaves it unknown; of nothing, PASS."""
    joined = Verdict.PASS
    for verdict in verdicts:
        if verdict is Verdict.FAIL:
            return Verdict.FAIL
        if verdict is Verdict.UNKNOWN:
            joined = Verdict.UNKNOWN
    return joined


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """Return OR: one PASS passes, else one UNKNOWN leaves it unknown; of nothing, FAIL."""
    return negation(all_of(negation(verdict) for verdict in verdicts))


def negation(verdict: Verdict) -> Verdict:
    """Return NOT; the negation of unknown is unknown."""
    return {Verdict.PASS: Verdict.FAIL, Verdict.FAIL: Verdict.PASS}.get(verdict, Verdict.UNKNOWN)
