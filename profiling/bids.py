"""What each product would come to for a case before one is kept per class: price, method, caps, amount."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from itertools import count
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.packs import RulePack
from firmgraph.profiling.all_in import all_in_rate
from firmgraph.profiling.caps import Cap, Headroom, binding, own_caps
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.money import CENT, spoken
from firmgraph.profiling.pricing import Pricer, Quote
from firmgraph.profiling.request import Terms
from firmgraph.profiling.rule_result import RuleResult
from firmgraph.profiling.schedule import Instalment, Loan, schedule
from firmgraph.profiling.verdict import Verdict

_DEFAULT_METHOD = "equal_instalment"


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


Pricing = tuple[Quote, str, tuple[Cap, ...]]


class Bidder:
    """Tells what products come to for a case of a client grade; what several have in common is worked out once."""

    def __init__(self, grade: str, price: RulePack, headroom: Headroom) -> None:
        """Bid by a price pack within a headroom."""
        self._headroom = headroom
        terms, day = headroom.case.terms, headroom.case.facts.day
        self._months = terms.term_months
        self._pricer = Pricer(self._months, tuple(terms.guarantee or ()), grade, day, price)
        self._priced: dict[int, Pricing] = {}
        self._bids: dict[str, Bid] = {}
        self._common: dict[Decimal, tuple[RuleResult, ...]] = {}
        self._of_kind: dict[tuple[int, Decimal], tuple[RuleResult, ...]] = {}

    def bid(self, product: Product) -> Bid:
        """Return what a product comes to."""
        if product.product_id not in self._bids:
            self._bids[product.product_id] = self._bid(product)
        return self._bids[product.product_id]

    def _bid(self, product: Product) -> Bid:
        price, method, of_kind = self._pricing(product)
        caps = (self._headroom.asked, *product.once(own_caps), *of_kind, *self._headroom.common)
        return Bid(product, price, method, self._months, caps)

    def _pricing(self, product: Product) -> Pricing:
        kind = product.once(price_kind)
        if kind not in self._priced:
            price, method = self._pricer.quote(product), repayment_method(product, self._headroom.case.terms)
            self._priced[kind] = price, method, self._headroom.of_kind(product.guarantee_types, price.rate, method)
        return self._priced[kind]

    def rules(self, product: Product) -> tuple[RuleResult, ...]:
        """Return the caps as rules: each must leave the least amount of the product, or anything at all."""
        least, kind = product.amount_min or CENT, product.once(price_kind)
        if least not in self._common:
            self._common[least] = tuple(_rule(cap, least) for cap in self._headroom.common)
        if (kind, least) not in self._of_kind:
            self._of_kind[kind, least] = tuple(_rule(cap, least) for cap in self._pricing(product)[2])
        return (*self._of_kind[kind, least], *self._common[least])


_NUMBERS = count()


@lru_cache(maxsize=1 << 16)
def _number_of(*_told: Any) -> int:
    return next(_NUMBERS)


def price_kind(product: Product) -> int:
    """Return the number of all that price and capacity ask of a product: the same for those that agree in it."""
    return _number_of(product.guarantee_types, product.rate_min, product.rate_max, product.repayment_methods)


def repayment_method(product: Product, terms: Terms) -> str:
    """Return the method asked for where the product has it, else the product's first."""
    if terms.repayment in product.repayment_methods:
        return terms.repayment or _DEFAULT_METHOD
    return product.repayment_methods[0] if product.repayment_methods else _DEFAULT_METHOD


def _rule(cap: Cap, least: Decimal) -> RuleResult:
    if cap.amount is None:
        return RuleResult(cap.name, Verdict.UNKNOWN, shortest(least), None, None, cap.words, cap.evidence)
    required, actual = shortest(least), shortest(cap.amount)
    if least <= cap.amount:
        return RuleResult(cap.name, Verdict.PASS, required, actual, None, cap.words, cap.evidence)
    words = partial(_short, cap, least)
    return RuleResult(cap.name, Verdict.FAIL, required, actual, least - cap.amount, words, cap.evidence)


def _short(cap: Cap, least: Decimal) -> tuple[str, str]:
    return f"{cap.zh}，低于最低金额 {spoken(least)}", f"{cap.en}, less than the least amount {spoken(least)}"
