"""Conditions of products judged on a case, three-valued, with the gap where numbers miss (rows 4-09, 4-23)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from firmgraph.errors import InvalidInput
from firmgraph.profiling.case import Case
from firmgraph.profiling.conditions import Condition
from firmgraph.profiling.conditions_named import CONDITIONS
from firmgraph.profiling.evaluation import Fact, Finding, Judgement, Lookup, evaluate, spoken_value
from firmgraph.profiling.expression import read_expression
from firmgraph.profiling.features import FEATURES
from firmgraph.profiling.lookup import TERMS, finding_en, finding_zh, lookup_of
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.rule_result import RuleResult, gap_words, not_expressible
from firmgraph.profiling.verdict import Verdict
from firmgraph.profiling.words import said

Words = Callable[[Case], Fact]
WORDS: Mapping[str, Words] = {
    "purpose": lambda case: Fact(case.terms.purpose),
    "guarantee": lambda case: Fact(None if case.terms.guarantee is None else tuple(case.terms.guarantee)),
    "repayment": lambda case: Fact(case.terms.repayment),
    "industry": lambda case: Fact(case.industry.value, case.industry.evidence),
    "region": lambda case: Fact(case.region.value, case.region.evidence),
    "size": lambda case: Fact(case.size.value, case.size.evidence),
    "qualifications": lambda case: Fact(*case.qualifications),
}
NAMES = frozenset({*(feature.__name__ for feature in FEATURES), *TERMS, *WORDS})


def check_condition(condition: Condition) -> None:
    """Raise InvalidInput, which says why, when a condition is neither words alone nor anything that can be judged."""
    if condition.expression is not None:
        unknown = sorted(set(read_expression(condition.expression).names) - NAMES)
        if unknown:
            raise InvalidInput(
                f"{condition.expression!r} names {', '.join(unknown)}, which is no feature and no term of a request",
                field="conditions",
            )
    elif not condition.rule:
        raise InvalidInput("a condition states a rule, an expression or a text", field="conditions")
    elif condition.rule not in CONDITIONS and not condition.is_words:
        raise InvalidInput(f"no rule {condition.rule}; there are: {', '.join(CONDITIONS)}", field="conditions")


def judged(condition: Condition, case: Case) -> RuleResult:
    """Return what a condition says of a case; one that cannot be understood, or is only words, is UNKNOWN.

    A partial one that passes is told by its text, for that is what is not known.
    """
    result = _expressed(condition, case) if condition.expression is not None else _named(condition, case)
    if not condition.partial or result.verdict is not Verdict.PASS:
        return result
    zh, en = f"{result.zh}；其余须人工核实：{condition.text}", f"{result.en}; the rest is to be checked by a person"
    return replace(result, rule=condition.text or condition.rule, verdict=Verdict.UNKNOWN, words=said(zh, en))


def _named(condition: Condition, case: Case) -> RuleResult:
    if condition.is_words:
        words = said(f"须人工核实：{condition.text}", f"to be checked by a person: {condition.text}")
        return RuleResult(condition.rule, Verdict.UNKNOWN, condition.text, None, None, words)
    rule = CONDITIONS.get(condition.rule)
    if rule is None:
        return not_expressible(condition.rule, condition.value)
    if condition.value is False:
        return RuleResult(condition.rule, Verdict.PASS, "no", None, None, said("不作要求", "not required"))
    try:
        return rule(condition.rule, condition.value, case)
    except (ArithmeticError, TypeError, ValueError):
        return not_expressible(condition.rule, condition.value)


def case_lookup(case: Case) -> Lookup:
    """Return the look-up of a case: features, terms, and words; what the request says of the firm where records do not.

    A name that means nothing raises InvalidInput.
    """
    terms, found = case.terms, case.measured
    stated: Mapping[str, Measured] = {
        "revenue": case.revenue,
        "client_asset": case.asset,
        "years_since_establishment": found("years_since_establishment", terms.years),
        "debt_ratio": found("debt_ratio", terms.debt_ratio),
    }
    numbers = lookup_of(case, {}, stated)
    return lambda name: WORDS[name](case) if name in WORDS else numbers(name)


def _expressed(condition: Condition, case: Case) -> RuleResult:
    words = condition.expression or ""
    try:
        judgement = evaluate(read_expression(words), case_lookup(case))
    except InvalidInput:
        return not_expressible(condition.rule, words)
    actual, gap, (zh, en) = _told(judgement)
    zh = f"{condition.zh}：{zh}" if condition.zh else zh
    en = f"{condition.en}: {en}" if condition.en else en
    told = said(zh, en)
    return RuleResult(
        condition.rule, judgement.verdict, words, actual, gap, told, judgement.evidence, judgement.findings
    )


def _told(judgement: Judgement) -> tuple[str | None, Decimal | None, tuple[str, str]]:
    """What there is, the gap, and both in words: of the one comparison that decided, else of all, without a gap."""
    if len(judgement.findings) == 1:
        (finding,) = judgement.findings
        actual = None if finding.left is None else str(spoken_value(finding.left))
        return actual, finding.gap, _words_of(finding)
    zh = "；".join(map(finding_zh, judgement.findings))
    return None, None, (zh, "; ".join(map(finding_en, judgement.findings)))


def _words_of(finding: Finding) -> tuple[str, str]:
    if finding.verdict is Verdict.FAIL and isinstance(finding.left, Decimal) and isinstance(finding.right, Decimal):
        return gap_words(finding.right, finding.left, finding.gap)
    return finding_zh(finding), finding_en(finding)
