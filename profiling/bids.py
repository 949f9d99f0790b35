"""What each product would come to for a case before one is kept per class: price, method, caps, amount."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from firmgraph.graph.normal.amounts import shortest
from firmgraph.packs import RulePack
from firmgraph.profiling.all_in import all_in_rate
from firmgraph.profiling.caps import Cap, Headroom, binding, caps_of
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.eligibility import Eligibility, RuleResult
from firmgraph.profiling.money import CENT, spoken
from firmgraph.profiling.pricing import Quote, quote
from firmgraph.profiling.request import Terms
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

    def rules(self) -> Iterator[RuleResult]:
        """The caps as rules: each must leave the least amount of the product, or anything at all."""
        least = self.product.amount_min or CENT
        for cap in self.caps:
            if cap.name not in _ALREADY_RULES:
                yield _rule(cap, least)


def bid_of(product: Product, grade: str, pack: RulePack, headroom: Headroom) -> Bid:
    """Return what a product comes to for a case of a client grade, by a price pack."""
    terms, day = headroom.case.terms, headroom.case.facts.day
    price = quote(product, terms.term_months, terms.guarantee or (), grade, day, pack)
    method = repayment_method(product, terms)
    return Bid(product, price, method, terms.term_months, caps_of(product, price.rate, method, headroom))


def with_caps(assessed: Iterable[Eligibility], bids: Iterable[Bid]) -> dict[str, Eligibility]:
    """Return eligibilities by product id with the caps as further rules; both are in the same order of products."""
    pairs = zip(assessed, bids, strict=True)
    return {one.product.product_id: Eligibility(one.product, (*one.rules, *bid.rules())) for one, bid in pairs}


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
