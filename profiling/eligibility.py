"""Eligibility: each product's columns and conditions against a case, three-valued, with the gap (rows 4-09, 4-23)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any
from weakref import WeakValueDictionary

from firmgraph.profiling.case import Case, Known
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.conditions import Condition
from firmgraph.profiling.conditions_judged import judged
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.rule_result import RuleResult, at_least, at_most, one_of
from firmgraph.profiling.verdict import Verdict, all_of

__all__ = ["COLUMN_RULES", "Eligibility", "RuleResult", "assess"]
Words = tuple[str, ...]


def _unbounded(_product: Product) -> tuple[RuleResult, ...]:
    return ()


@dataclass(frozen=True)
class Eligibility:
    """All rules of a product on a case; the verdict is their AND.

    `asked` is what its columns and conditions say; `bounded` gives its caps as further rules, which are worked out
    only where they are asked for.
    """

    product: Product
    asked: tuple[RuleResult, ...]
    bounded: Callable[[Product], tuple[RuleResult, ...]] = field(default=_unbounded, compare=False)

    @cached_property
    def caps(self) -> tuple[RuleResult, ...]:
        """The caps as rules."""
        return self.bounded(self.product)

    @property
    def rules(self) -> tuple[RuleResult, ...]:
        """All rules, those of the product's own first."""
        return *self.asked, *self.caps

    @cached_property
    def verdict(self) -> Verdict:
        """PASS, FAIL or UNKNOWN over all rules."""
        own = all_of([result.verdict for result in self.asked])
        return own if own is Verdict.FAIL else all_of((own, *(result.verdict for result in self.caps)))

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
    """Return the eligibility of each product on a case by its columns and conditions alone."""
    asked = Asked(case)
    return [Eligibility(product, tuple(asked.of(product))) for product in products]


@dataclass(frozen=True, eq=False)
class Ask:
    """What a product asks of a case: a column with its value, or a condition. Products share those that are equal."""

    column: str
    value: Any
    condition: Condition | None = None

    def judged(self, case: Case) -> RuleResult:
        """Return what a case says to it."""
        return COLUMN_RULES[self.column](self.value, case) if self.condition is None else judged(self.condition, case)


@lru_cache(maxsize=1 << 16)
def _column_ask(column: str, value: Any) -> Ask:
    return Ask(column, value)


_ASKED_BY_KEY: WeakValueDictionary[str, Ask] = WeakValueDictionary()


def _condition_ask(condition: Condition) -> Ask:
    return _ASKED_BY_KEY.setdefault(condition.key, Ask("conditions", condition.value, condition))


def asks_of(product: Product) -> tuple[Ask, ...]:
    """Return what a product asks: each column that it states, then its conditions."""
    columns = ((column, getattr(product, column)) for column in COLUMN_RULES)
    stated = (_column_ask(column, value) for column, value in columns if value is not None and value != ())
    return (*stated, *map(_condition_ask, product.conditions))


class Asked(dict[Ask, RuleResult]):
    """What a case says to what was asked of it: what products ask alike is judged once."""

    def __init__(self, case: Case) -> None:
        """Ask a case."""
        super().__init__()
        self.case = case

    def __missing__(self, ask: Ask) -> RuleResult:
        """Judge what was not asked yet."""
        found = self[ask] = ask.judged(self.case)
        return found

    def of(self, product: Product) -> Iterator[RuleResult]:
        """Return the results of all that a product asks."""
        return map(self.__getitem__, product.once(asks_of))


def _smallest_amount(least: Decimal, case: Case) -> RuleResult:
    return at_least("amount_min", least, Measured(case.terms.amount))


def _shortest_term(least: int, case: Case) -> RuleResult:
    return at_least("term_min", Decimal(least), Measured(Decimal(case.terms.term_months)))


def _longest_term(most: int, case: Case) -> RuleResult:
    return at_most("term_max", Decimal(most), Measured(Decimal(case.terms.term_months)))


def _purpose(purposes: Words, case: Case) -> RuleResult:
    return one_of("purpose", purposes, case.terms.purpose, case.terms.purpose in purposes)


def _guarantee(wanted: Words, case: Case) -> RuleResult:
    offered = case.terms.guarantee
    fits = None if offered is None else bool(set(wanted) & set(offered))
    return one_of("guarantee", wanted, "/".join(offered or ()) or None, True if "unsecured" in wanted else fits)


def _begins(wanted: Words, known: Known) -> bool | None:
    if known.value is None:
        return None
    return known.value.upper().startswith(_in_capitals(wanted))


@lru_cache(maxsize=4096)
def _in_capitals(codes: Words) -> Words:
    return tuple(code.upper() for code in codes)


def _industry(industries: Words, case: Case) -> RuleResult:
    known = case.industry
    return one_of("industry", industries, known.value, _begins(industries, known), known.evidence)


def _region(regions: Words, case: Case) -> RuleResult:
    known = case.region
    return one_of("region", regions, known.value, _begins(regions, known), known.evidence)


def _size(sizes: Words, case: Case) -> RuleResult:
    size = case.size
    return one_of("size_class", sizes, size.value, None if size.value is None else size.value in sizes, size.evidence)


COLUMN_RULES: Mapping[str, Callable[[Any, Case], RuleResult]] = {
    "amount_min": _smallest_amount,
    "term_min": _shortest_term,
    "term_max": _longest_term,
    "purposes": _purpose,
    "guarantee_types": _guarantee,
    "industries": _industry,
    "regions": _region,
    "size_classes": _size,
}
