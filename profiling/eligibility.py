"""Eligibility: each product's columns and conditions against a case, three-valued, with the gap (rows 4-09, 4-23)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.profiling.case import Case, Known
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.conditions_judged import judged
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.rule_result import RuleResult, at_least, at_most, one_of
from firmgraph.profiling.verdict import Verdict, all_of

__all__ = ["COLUMN_RULES", "Eligibility", "RuleResult", "assess"]


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
    for condition in product.conditions:
        yield judged(condition, case)


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
    return one_of("purpose", product.purposes, purpose, purpose in product.purposes) if product.purposes else None


def _guarantee(product: Product, case: Case) -> RuleResult | None:
    wanted, offered = product.guarantee_types, case.terms.guarantee
    if not wanted:
        return None
    fits = None if offered is None else bool(set(wanted) & set(offered))
    return one_of("guarantee", wanted, "/".join(offered or ()) or None, True if "unsecured" in wanted else fits)


def _begins(wanted: tuple[str, ...], known: Known) -> bool | None:
    if known.value is None:
        return None
    return any(known.value.upper().startswith(code.upper()) for code in wanted)


def _industry(product: Product, case: Case) -> RuleResult | None:
    known = case.industry
    return (
        one_of("industry", product.industries, known.value, _begins(product.industries, known), known.evidence)
        if product.industries
        else None
    )


def _region(product: Product, case: Case) -> RuleResult | None:
    known = case.region
    return (
        one_of("region", product.regions, known.value, _begins(product.regions, known), known.evidence)
        if product.regions
        else None
    )


def _size(product: Product, case: Case) -> RuleResult | None:
    if not product.size_classes:
        return None
    size = case.size
    return one_of(
        "size_class",
        product.size_classes,
        size.value,
        None if size.value is None else size.value in product.size_classes,
        size.evidence,
    )


COLUMN_RULES: tuple[Callable[[Product, Case], RuleResult | None], ...] = (
    _smallest_amount, _shortest_term, _longest_term, _purpose, _guarantee, _industry, _region, _size,
)  # fmt: skip
