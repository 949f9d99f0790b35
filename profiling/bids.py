"""What each product would come to for a case before one is kept per class: price, method, caps, amount."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.packs import RulePack
from firmgraph.profiling.all_in import all_in_rate
from firmgraph.profiling.caps import Cap, Headroom, binding, own_caps
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.money import CENT, spoken
from firmgraph.profiling.pricing import Quote, quote
from firmgraph.profiling.request import Terms
from firmgraph.profiling.rule_result import RuleResult
from firmgraph.profiling.schedule import Instalment, Loan, schedule
from firmgraph.profiling.verdict import Verdict

_DEFAULT_METHOD = "equal_instalment"
_ALREADY_RULES = ("asked", "product_max")


@dataclass(frozen=True)
class Bid:
    """A product priced for a case: how it is repaid, what bounds its amount, and how long it runs."""

    product: Product
    quote: Quote
    method: str
    months: int
    caps: tuple[Cap, ...]

    @cached_property
    def bound(self) -> Cap:
        """The cap that binds the amount."""
        return binding(self.caps)

    @property
    def amount(self) -> Decimal:
        """The amount the caps leave, in yuan."""
        return self.bound.amount or Decimal(0)

    @cached_property
    def schedule(self) -> tuple[Instalment, ...]:
        """The instalments of that amount; none where there is no price or nothing to lend."""
        if self.quote.rate is None or self.amount <= 0:
            return ()
        return tuple(schedule(Loan(self.amount, self.months, self.quote.rate, self.method)))

    @cached_property
    def all_in_rate(self) -> Decimal | None:
        """The all-in annual cost of that amount, a fraction."""
        return all_in_rate(self.amount, self.schedule) if self.schedule else None


class Bidder:
    """Tells what products come to for a case of a client grade; what several have in common is worked out once."""

    def __init__(self, grade: str, price: RulePack, headroom: Headroom) -> None:
        """Bid by a price pack within a headroom."""
        self._grade, self._price, self._headroom = grade, price, headroom
        self._quotes: dict[tuple[Any, ...], Quote] = {}
        self._capacities: dict[tuple[Any, ...], Cap] = {}
        self._rules: dict[tuple[int, Decimal], RuleResult] = {}

    def bid(self, product: Product) -> Bid:
        """Return what a product comes to."""
        terms, price = self._headroom.case.terms, self._quote(product)
        method = repayment_method(product, terms)
        key = product.guarantee_types, price.rate, method
        if key not in self._capacities:
            self._capacities[key] = self._headroom.capacity(*key)
        caps = (self._headroom.asked, *product.once(own_caps), self._capacities[key], *self._headroom.common)
        return Bid(product, price, method, terms.term_months, caps)

    def _quote(self, product: Product) -> Quote:
        key = product.guarantee_types, product.rate_min, product.rate_max
        if key not in self._quotes:
            terms, day = self._headroom.case.terms, self._headroom.case.facts.day
            self._quotes[key] = quote(product, terms.term_months, terms.guarantee or (), self._grade, day, self._price)
        return self._quotes[key]

    def rules(self, bid: Bid) -> Iterator[RuleResult]:
        """Yield the caps of a bid as rules: each must leave the least amount of the product, or anything at all."""
        least = bid.product.amount_min or CENT
        for cap in bid.caps:
            if cap.name not in _ALREADY_RULES:
                key = id(cap), least
                if key not in self._rules:
                    self._rules[key] = _rule(cap, least)
                yield self._rules[key]


def repayment_method(product: Product, terms: Terms) -> str:
    """Return the method asked for where the product has it, else the product's first."""
    if terms.repayment in product.repayment_methods:
        return terms.repayment or _DEFAULT_METHOD
    return product.repayment_methods[0] if product.repayment_methods else _DEFAULT_METHOD


def _rule(cap: Cap, least: Decimal) -> RuleResult:
    if cap.amount is None:
        return RuleResult(cap.name, Verdict.UNKNOWN, shortest(least), None, None, cap.zh, cap.en, cap.evidence)
    gap = least - cap.amount
    verdict = Verdict.FAIL if gap > 0 else Verdict.PASS
    zh = f"{cap.zh}，低于最低金额 {spoken(least)}" if gap > 0 else cap.zh
    en = f"{cap.en}, less than the least amount {spoken(least)}" if gap > 0 else cap.en
    short = gap if gap > 0 else None
    return RuleResult(cap.name, verdict, shortest(least), shortest(cap.amount), short, zh, en, cap.evidence)
