"""What bounds the amount of an offer: asked, product, capacity, guarantors, need, income, the bank's own limits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property, partial
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.packs import RulePack
from firmgraph.profiling.capacity import FreeCash, capacity, required_cover
from firmgraph.profiling.case import Case
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.money import spoken
from firmgraph.profiling.verdict import Verdict
from firmgraph.profiling.words import NOTHING, Worded, Words, said
from firmgraph.profiling.working_capital import WorkingCapital


@dataclass(frozen=True, slots=True)
class Cap(Worded):
    """A bound of the amount in yuan and what it comes from; None where it is not known.

    `related` are the ids of others that use up a shared bound.
    """

    name: str
    amount: Decimal | None
    words: Words = field(default=NOTHING, compare=False, repr=False)
    evidence: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    def wire(self) -> dict[str, Any]:
        """The body of a cap."""
        zh, en = self.words()
        return {
            "name": self.name,
            "amount": None if self.amount is None else shortest(self.amount),
            "verdict": Verdict.UNKNOWN if self.amount is None else Verdict.PASS,
            "zh": zh,
            "en": en,
            "evidence": list(self.evidence),
            "related": list(self.related),
        }


@dataclass(frozen=True)
class Headroom:
    """What bounds every loan of a case whatever the product: free cash, need, and the bank's own limits.

    `guarantors` bounds loans that stand by suretyship alone; None where nobody is known to stand surety.
    """

    case: Case
    pack: RulePack
    cash: FreeCash
    need: WorkingCapital
    limits: Sequence[Cap] = ()
    guarantors: Cap | None = None

    @property
    def rules(self) -> Mapping[str, Any]:
        """The parameters of the capacity pack."""
        return self.pack.parameters

    @cached_property
    def common(self) -> tuple[Cap, ...]:
        """The caps that do not depend on the product."""
        found = [self._income(), *self.limits]
        if self.case.terms.purpose in self.rules["need_purposes"]:
            found.insert(0, self._need())
        return tuple(cap for cap in found if cap is not None)

    def _need(self) -> Cap:
        found = self.need
        if found.line is None:
            zh = f"流动资金需求未知，缺 {'、'.join(found.missing)}"
            en = f"the working-capital need is not known: {', '.join(found.missing)} missing"
            return Cap("need", None, said(zh, en), found.evidence)
        line = self._rounded(found.line)
        zh = f"流动资金需求测算新增额度 {spoken(line)}"
        words = said(zh, f"the working-capital need leaves a new line of {spoken(line)}")
        return Cap("need", line, words, found.evidence)

    def _income(self) -> Cap | None:
        """The amount stays below a year's verified revenue (row 0-11); nothing is said where revenue is not known."""
        revenue = self.case.features["revenue"]
        if revenue.value is None:
            return None
        below = self._rounded(revenue.value - 1)
        zh, en = f"低于年营业收入 {spoken(revenue.value)}", f"below the yearly revenue of {spoken(revenue.value)}"
        return Cap("income", max(below, Decimal(0)), said(zh, en), revenue.evidence)

    def of_kind(self, guarantee_types: Sequence[str], rate: Decimal | None, method: str) -> tuple[Cap, ...]:
        """Return the caps of all products of some guarantees, at a rate, repaid by a method."""
        found = self.capacity(guarantee_types, rate, method)
        if self.guarantors is None or not self._by_suretyship(guarantee_types):
            return (found,)
        return found, self.guarantors

    def _by_suretyship(self, guarantee_types: Sequence[str]) -> bool:
        """Tell whether a loan would stand by suretyship alone: nothing else that is offered is taken."""
        taken = {*guarantee_types}
        standing = taken & {*(self.case.terms.guarantee or ()), "unsecured"} or taken
        return standing == {"suretyship"}

    def _rounded(self, amount: Decimal) -> Decimal:
        return (amount / self._step).to_integral_value(ROUND_FLOOR) * self._step

    @cached_property
    def _step(self) -> Decimal:
        return Decimal(self.rules["step"])

    def capacity(self, guarantee_types: Iterable[str], rate: Decimal | None, method: str) -> Cap:
        """Return the cap of the firm's repayment capacity for a loan under guarantees at a rate, repaid by a method."""
        free, months = self.cash.free, self.case.terms.term_months
        if free is None or rate is None:
            zh, en = ("价格", "the price") if rate is None else ("可用现金流", "the free cash")
            return Cap("capacity", None, said(f"{zh}未知，无法测算还款能力", f"{en} is not known"), self.cash.evidence)
        cover = required_cover(guarantee_types, self.rules)
        # The last of level payments makes good the cents of the others: less than a yuan for each month.
        most = self._rounded(max(capacity(free, cover, rate, months, method) - months, Decimal(0)))
        return Cap("capacity", most, partial(_bearable, free, cover, most), self.cash.evidence)

    @cached_property
    def asked(self) -> Cap:
        """What is asked for as a cap."""
        amount = self.case.terms.amount
        return Cap("asked", amount, said(f"申请金额 {spoken(amount)}", f"asked {spoken(amount)}"))


def own_caps(product: Product) -> tuple[Cap, ...]:
    """Return the cap that a product sets itself, its maximum; nothing where it states none."""
    most = product.amount_max
    if most is None:
        return ()
    zh, en = f"产品上限 {spoken(most)}", f"the product's maximum {spoken(most)}"
    return (Cap("product_max", most, said(zh, en), (product.record,)),)


def _bearable(free: Decimal, cover: Decimal, most: Decimal) -> tuple[str, str]:
    zh = f"每月可用现金 {spoken(free)}、偿债保障比 {cover:f} 下最多可承受 {spoken(most)}"
    return zh, f"free cash of {spoken(free)} a month at a cover of {cover:f} bears at most {spoken(most)}"


def binding(caps: Iterable[Cap]) -> Cap:
    """Return the cap that binds: the least of those known, the earliest of equal ones."""
    known = [(cap.amount, place, cap) for place, cap in enumerate(caps) if cap.amount is not None]
    return min(known, key=lambda one: one[:2])[2]
