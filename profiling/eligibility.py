"""Eligibility: each product's columns and conditions against a case, three-valued, with the gap (rows 4-09, 4-23)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.profiling.case import Case, Known
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.labels import word_zh
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.money import spoken
from firmgraph.profiling.verdict import Verdict, all_of, judge


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule of a product says of a case: what it requires, what there is, and how much is missing."""

    rule: str
    verdict: Verdict
    required: str
    actual: str | None = None
    gap: Decimal | None = None
    zh: str = ""
    en: str = ""
    evidence: tuple[str, ...] = ()

    def wire(self) -> dict[str, Any]:
        """The body of a rule's result."""
        return {
            "rule": self.rule,
            "verdict": self.verdict,
            "required": self.required,
            "actual": self.actual,
            "gap": None if self.gap is None else shortest(self.gap),
            "zh": self.zh,
            "en": self.en,
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All rules of a product on a case; the verdict is their AND."""

    product: Product
    rules: tuple[RuleResult, ...]

    @property
    def verdict(self) -> Verdict:
        """PASS, FAIL or UNKNOWN over all rules."""
        return all_of(result.verdict for result in self.rules)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The rules that could not be told."""
        return tuple(result.rule for result in self.rules if result.verdict is Verdict.UNKNOWN)

    @property
    def failed(self) -> tuple[RuleResult, ...]:
        """The rules that fail."""
        return tuple(result for result in self.rules if result.verdict is Verdict.FAIL)

    def wire(self) -> dict[str, Any]:
        """The body of a product's eligibility."""
        return {
            "product_id": self.product.product_id,
            "verdict": self.verdict,
            "rules": [result.wire() for result in self.rules],
        }


def assess(products: Iterable[Product], case: Case) -> list[Eligibility]:
    """Return the eligibility of each product on a case."""
    return [Eligibility(product, tuple(_rules_of(product, case))) for product in products]


def _rules_of(product: Product, case: Case) -> Iterable[RuleResult]:
    for column_rule in COLUMN_RULES:
        result = column_rule(product, case)
        if result is not None:
            yield result
    for name, value in product.conditions:
        yield _condition(name, value, case)


def _condition(name: str, value: Any, case: Case) -> RuleResult:
    rule = CONDITIONS.get(name)
    if rule is None:
        return _unknown_rule(name, value)
    if value is False:
        return RuleResult(name, Verdict.PASS, "no", None, None, "不作要求", "not required")
    try:
        return rule(name, value, case)
    except (ArithmeticError, TypeError, ValueError):
        return _unknown_rule(name, value)


def at_least(rule: str, required: Decimal, actual: Measured) -> RuleResult:
    """Return the result of a rule that wants at least so much; equality passes."""
    return _bounded(rule, required, actual, short=lambda value: required - value)


def at_most(rule: str, required: Decimal, actual: Measured) -> RuleResult:
    """Return the result of a rule that wants at most so much; equality passes."""
    return _bounded(rule, required, actual, short=lambda value: value - required)


def _bounded(rule: str, required: Decimal, actual: Measured, short: Callable[[Decimal], Decimal]) -> RuleResult:
    if actual.value is None:
        return _not_known(rule, shortest(required), actual.evidence)
    gap = short(actual.value)
    wanted, has, off = spoken(required), spoken(actual.value), spoken(abs(gap))
    zh, en = f"要求 {wanted}，实际 {has}", f"requires {wanted}, has {has}"
    if gap <= 0:
        return RuleResult(rule, Verdict.PASS, shortest(required), shortest(actual.value), None, zh, en, actual.evidence)
    zh, en = f"{zh}，差 {off}", f"{en}, {'short' if actual.value < required else 'over by'} {off}"
    return RuleResult(rule, Verdict.FAIL, shortest(required), shortest(actual.value), gap, zh, en, actual.evidence)


def _not_known(rule: str, required: str, evidence: tuple[str, ...] = ()) -> RuleResult:
    return RuleResult(
        rule,
        Verdict.UNKNOWN,
        required,
        None,
        None,
        f"要求 {required}，情况未知",
        f"requires {required}, not known",
        evidence,
    )


def _unknown_rule(name: str, value: Any) -> RuleResult:
    return RuleResult(
        name, Verdict.UNKNOWN, str(value), None, None, "系统不认识的准入条件", "a condition this system cannot express"
    )


def _one_of(
    rule: str, wanted: tuple[str, ...], actual: str | None, fits: bool | None, evidence: tuple[str, ...] = ()
) -> RuleResult:
    required = "/".join(wanted)
    if fits is None:
        return _not_known(rule, required, evidence)
    zh = f"要求 {'、'.join(map(word_zh, wanted))}，实际 {'、'.join(map(word_zh, (actual or 'none').split('/')))}"
    return RuleResult(rule, judge(fits), required, actual, None, zh, f"requires {required}, has {actual}", evidence)


def _smallest_amount(product: Product, case: Case) -> RuleResult | None:
    return (
        None if product.amount_min is None else at_least("amount_min", product.amount_min, Measured(case.terms.amount))
    )


def _shortest_term(product: Product, case: Case) -> RuleResult | None:
    return (
        None
        if product.term_min is None
        else at_least("term_min", Decimal(product.term_min), Measured(Decimal(case.terms.term_months)))
    )


def _longest_term(product: Product, case: Case) -> RuleResult | None:
    return (
        None
        if product.term_max is None
        else at_most("term_max", Decimal(product.term_max), Measured(Decimal(case.terms.term_months)))
    )


def _purpose(product: Product, case: Case) -> RuleResult | None:
    purpose = case.terms.purpose
    return _one_of("purpose", product.purposes, purpose, purpose in product.purposes) if product.purposes else None


def _guarantee(product: Product, case: Case) -> RuleResult | None:
    wanted, offered = product.guarantee_types, case.terms.guarantee
    if not wanted:
        return None
    fits = None if offered is None else bool(set(wanted) & set(offered))
    return _one_of("guarantee", wanted, "/".join(offered or ()) or None, True if "unsecured" in wanted else fits)


def _begins(wanted: tuple[str, ...], known: Known) -> bool | None:
    if known.value is None:
        return None
    return any(known.value.upper().startswith(code.upper()) for code in wanted)


def _industry(product: Product, case: Case) -> RuleResult | None:
    known = case.industry
    return (
        _one_of("industry", product.industries, known.value, _begins(product.industries, known), known.evidence)
        if product.industries
        else None
    )


def _region(product: Product, case: Case) -> RuleResult | None:
    known = case.region
    return (
        _one_of("region", product.regions, known.value, _begins(product.regions, known), known.evidence)
        if product.regions
        else None
    )


def _size(product: Product, case: Case) -> RuleResult | None:
    if not product.size_classes:
        return None
    size = case.size
    return _one_of(
        "size_class",
        product.size_classes,
        size.value,
        None if size.value is None else size.value in product.size_classes,
        size.evidence,
    )


COLUMN_RULES: tuple[Callable[[Product, Case], RuleResult | None], ...] = (
    _smallest_amount, _shortest_term, _longest_term, _purpose, _guarantee, _industry, _region, _size,
)  # fmt: skip


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
    wanted = (value,) if isinstance(value, str) else tuple(value)
    fits = None if held is None else any(word in name for word in wanted for name in held)
    return _one_of(rule, wanted, "/".join(held or ()) or "none", fits, evidence)


CONDITIONS: Mapping[str, Callable[[str, Any, Case], RuleResult]] = {
    "min_years": _min_years,
    "min_revenue": _min_revenue,
    "max_debt_ratio": _max_debt_ratio,
    "no_open_enforcement": _no_open_enforcement,
    "no_open_overdue": _no_open_overdue,
    "qualification_any": _qualification_any,
}
