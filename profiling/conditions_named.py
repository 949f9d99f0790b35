"""Named conditions of products, each a pure function of its value and a case."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from firmgraph.profiling.case import Case
from firmgraph.profiling.conditions import CLIENT_KIND
from firmgraph.profiling.labels import rule_zh
from firmgraph.profiling.measured import evidence_of
from firmgraph.profiling.rule_result import RuleResult, at_least, at_most, one_of
from firmgraph.profiling.verdict import Verdict
from firmgraph.profiling.words import said

SOLE_TRADER = "个体"


def _min_years(rule: str, value: Any, case: Case) -> RuleResult:
    return at_least(rule, Decimal(str(value)), case.measured("years_since_establishment", case.terms.years))


def _min_revenue(rule: str, value: Any, case: Case) -> RuleResult:
    return at_least(rule, Decimal(str(value)), case.revenue)


def _max_debt_ratio(rule: str, value: Any, case: Case) -> RuleResult:
    return at_most(rule, Decimal(str(value)), case.measured("debt_ratio", case.terms.debt_ratio))


def _no_open_enforcement(rule: str, value: Any, case: Case) -> RuleResult:
    return at_most(rule, Decimal(0), case.features["open_enforcements"])


def _no_open_overdue(rule: str, value: Any, case: Case) -> RuleResult:
    return at_most(rule, Decimal(0), case.features["open_overdue"])


def _qualification_any(rule: str, value: Any, case: Case) -> RuleResult:
    held, evidence = case.qualifications
    wanted = _words(value)
    fits = None if held is None else any(word in name for word in wanted for name in held)
    return one_of(rule, wanted, "/".join(held or ()) or "none", fits, evidence)


def _client_kind(rule: str, value: Any, case: Case) -> RuleResult:
    """Whom the product is for; who asks is an organisation, and a sole trader where its registered type says so."""
    kind = case.facts.property("type")
    actual = "sole_trader" if kind is not None and SOLE_TRADER in str(kind) else "enterprise"
    wanted = _words(value)
    return one_of(rule, wanted, actual, actual in wanted, evidence_of(case.facts.of("registration")))


def _columns(rule: str, value: Any, _: Case) -> RuleResult:
    """What the product's own columns tell, by which it is judged and bounded in any case."""
    words = _words(value)
    zh = f"已列入产品要素：{'、'.join(map(rule_zh, words))}"
    told = said(zh, f"told by columns: {', '.join(words)}")
    return RuleResult(rule, Verdict.PASS, "/".join(words), None, None, told)


def _words(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


CONDITIONS: Mapping[str, Callable[[str, Any, Case], RuleResult]] = {
    "min_years": _min_years,
    "min_revenue": _min_revenue,
    "max_debt_ratio": _max_debt_ratio,
    "no_open_enforcement": _no_open_enforcement,
    "no_open_overdue": _no_open_overdue,
    "qualification_any": _qualification_any,
    CLIENT_KIND: _client_kind,
    "columns": _columns,
}
