"""What a rule says of a case: its verdict, what it requires, what there is, and the numeric gap between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.profiling.evaluation import Finding
from firmgraph.profiling.labels import word_zh
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.money import spoken
from firmgraph.profiling.verdict import Verdict, judge
from firmgraph.profiling.words import NOTHING, Worded, Words, said

_WAN = 10_000


@dataclass(frozen=True, slots=True)
class RuleResult(Worded):
    """What one rule of a product says of a case: what it requires, what there is, and how much is missing.

    `findings` are the comparisons that decided an expression.
    """

    rule: str
    verdict: Verdict
    required: str
    actual: str | None = None
    gap: Decimal | None = None
    words: Words = field(default=NOTHING, compare=False, repr=False)
    evidence: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    def wire(self) -> dict[str, Any]:
        """The body of a rule's result."""
        zh, en = self.words()
        return {
            "rule": self.rule,
            "verdict": self.verdict,
            "required": self.required,
            "actual": self.actual,
            "gap": None if self.gap is None else shortest(self.gap),
            "zh": zh,
            "en": en,
            "evidence": list(self.evidence),
        }


def at_least(rule: str, required: Decimal, actual: Measured) -> RuleResult:
    """Return the result of a rule that wants at least so much; equality passes."""
    return _bounded(rule, required, actual, short=lambda value: required - value)


def at_most(rule: str, required: Decimal, actual: Measured) -> RuleResult:
    """Return the result of a rule that wants at most so much; equality passes."""
    return _bounded(rule, required, actual, short=lambda value: value - required)


def _bounded(rule: str, required: Decimal, actual: Measured, short: Callable[[Decimal], Decimal]) -> RuleResult:
    if actual.value is None:
        return not_known(rule, shortest(required), actual.evidence)
    gap = short(actual.value)
    verdict, missing = (Verdict.PASS, None) if gap <= 0 else (Verdict.FAIL, gap)
    words = partial(gap_words, required, actual.value, missing)
    return RuleResult(rule, verdict, shortest(required), shortest(actual.value), missing, words, actual.evidence)


def gap_words(required: Decimal, actual: Decimal, gap: Decimal | None) -> tuple[str, str]:
    """Return what is required, what there is and, where there is a gap, what is missing, in Chinese and English."""
    zh = f"要求 {spoken_zh(required)}，实际 {spoken_zh(actual)}"
    en = f"requires {spoken(required)}, has {spoken(actual)}"
    if gap is None:
        return zh, en
    return f"{zh}，差 {spoken_zh(gap)}", f"{en}, {'short' if actual < required else 'over by'} {spoken(gap)}"


def spoken_zh(number: Decimal) -> str:
    """Return a number as Chinese readers are used to: from ten thousand up in 万, as in 1,800万."""
    return f"{spoken(Decimal(shortest(number / _WAN)))}万" if abs(number) >= _WAN else spoken(number)


def not_known(rule: str, required: str, evidence: tuple[str, ...] = ()) -> RuleResult:
    """Return the result of a rule whose fact is not known."""
    words = said(f"要求 {required}，情况未知", f"requires {required}, not known")
    return RuleResult(rule, Verdict.UNKNOWN, required, None, None, words, evidence)


def not_expressible(rule: str, value: Any) -> RuleResult:
    """Return the result of a condition that no rule expresses."""
    words = said("系统不认识的准入条件", "a condition this system cannot express")
    return RuleResult(rule, Verdict.UNKNOWN, str(value), None, None, words)


def one_of(
    rule: str, wanted: tuple[str, ...], actual: str | None, fits: bool | None, evidence: tuple[str, ...] = ()
) -> RuleResult:
    """Return the result of a rule that wants one of some words; `fits` is None where it cannot be told."""
    required = "/".join(wanted)
    if fits is None:
        return not_known(rule, required, evidence)
    return RuleResult(rule, judge(fits), required, actual, None, partial(_words_of, wanted, actual), evidence)


def _words_of(wanted: tuple[str, ...], actual: str | None) -> tuple[str, str]:
    zh = f"要求 {'、'.join(map(word_zh, wanted))}，实际 {'、'.join(map(word_zh, (actual or 'none').split('/')))}"
    return zh, f"requires {'/'.join(wanted)}, has {actual}"
