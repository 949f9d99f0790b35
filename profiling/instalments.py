"""Instalments after success: whether an offer taken may be repaid by them, and the plans (rows 0-14, 0-15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.graph.risk.days import months_later
from firmgraph.packs import RulePack
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.gates.client import coded_clients
from firmgraph.profiling.measured import evidence_of
from firmgraph.profiling.money import CENT, spoken, to_cents
from firmgraph.profiling.reasons import Reason
from firmgraph.profiling.schedule import Instalment, Loan, schedule
from firmgraph.profiling.verdict import Verdict, all_of, judge

FAMILY = "instalment"
_HOLDER = {
    Verdict.PASS: ("借款企业本身为主持有人", "the borrower itself is the main holder"),
    Verdict.FAIL: ("客户档案不是企业本身", "the client record is not the firm's own"),
    Verdict.UNKNOWN: (
        "没有该代码的客户档案，主持有人未知",
        "no client record bears its code: not known",
    ),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """An offer taken: the product's record, amount in yuan, yearly rate, its longest term in months; None is not known.

    `monthly` is the most that the firm's repayment capacity lets it pay in a month, in yuan.
    """

    record: str
    amount: Decimal
    rate: Decimal | None
    longest: int | None
    monthly: Decimal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: so many monthly payments from a day on, and what they sum to."""

    periods: int
    first_due: str
    last_due: str
    instalments: tuple[Instalment, ...]

    @property
    def interest(self) -> Decimal:
        """All interest of the plan."""
        return sum((one.interest for one in self.instalments), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Principal and interest of the plan."""
        return sum((one.payment for one in self.instalments), Decimal(0))

    @property
    def highest(self) -> Decimal:
        """The highest payment of the plan."""
        return max(one.payment for one in self.instalments)

    def wire(self) -> dict[str, Any]:
        """The body of a plan."""
        return {
            "periods": self.periods,
            "first_due": self.first_due,
            "last_due": self.last_due,
            "interest": f"{self.interest:f}",
            "total": f"{self.total:f}",
            "schedule": [one.wire() for one in self.instalments],
        }


@dataclass(frozen=True, slots=True)
class InstalmentOffer:
    """Whether instalments are open to the taker of an offer, why, the plans, and how much may be paid out in cash."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    pack: str
    amount: Decimal
    rate: Decimal | None
    cash: Decimal | None = None
    plans: tuple[Plan, ...] = ()

    def wire(self) -> dict[str, Any]:
        """The body of the offer of instalments."""
        return {
            "verdict": self.verdict,
            "eligible": self.verdict is Verdict.PASS,
            "reasons": [reason.wire() for reason in self.reasons],
            "pack": self.pack,
            "amount": shortest(self.amount),
            "rate": None if self.rate is None else shortest(self.rate),
            "cash_instalment": None if self.cash is None else shortest(self.cash),
            "plans": [plan.wire() for plan in self.plans],
        }


def instalment_offer(taken: Taken, facts: Facts, pack: RulePack) -> InstalmentOffer:
    """Return whether the taker may repay by instalments, by an instalment pack, and the plans that it may choose."""
    tests = [_limit(taken, pack), _holder(facts, pack)]
    plans = tuple(plans_of(taken, facts.day, pack))
    if not plans:
        tests.append(_no_plan(taken))
    verdict = all_of(verdict for verdict, _ in tests)
    reasons = tuple(reason for found, reason in tests if found is verdict)
    if verdict is not Verdict.PASS:
        return InstalmentOffer(verdict, reasons, pack.id, taken.amount, taken.rate)
    cash = (taken.amount * Decimal(pack.parameters["cash_share"])).quantize(CENT, ROUND_FLOOR)
    return InstalmentOffer(verdict, reasons, pack.id, taken.amount, taken.rate, cash, plans)


def _limit(taken: Taken, pack: RulePack) -> tuple[Verdict, Reason]:
    least, most = (Decimal(pack.parameters[end]) for end in ("least", "most"))
    zh = f"额度 {spoken(taken.amount)}，分期要求 {spoken(least)} 至 {spoken(most)}"
    en = f"an amount of {spoken(taken.amount)}, instalments want {spoken(least)} to {spoken(most)}"
    return judge(least <= taken.amount <= most), Reason(zh, en, (taken.record,))


def _holder(facts: Facts, pack: RulePack) -> tuple[Verdict, Reason]:
    """Whether a client record is that of the borrower itself, as the main holder; one that states no kind is."""
    main, kinds = coded_clients(facts), pack.parameters["holder_kinds"]
    holds = any(row.payload.get("customer", "enterprise") in kinds for row in main) if main else None
    zh, en = _HOLDER[judge(holds)]
    return judge(holds), Reason(zh, en, evidence_of(main or facts.of("customer")))


def _no_plan(taken: Taken) -> tuple[Verdict, Reason]:
    if taken.rate is None or taken.monthly is None:
        zh, en = ("利率", "the rate") if taken.rate is None else ("还款能力", "the repayment capacity")
        words = Reason(f"{zh}未知，无法测算分期", f"{en} is not known: no plan can be told", (taken.record,))
        return Verdict.UNKNOWN, words
    most = spoken(to_cents(taken.monthly))
    zh = f"各期数的月供均超过每月可承受的 {most}，或超过产品期限"
    en = f"every plan asks for more than the {most} a month that can be borne, or runs longer than the product"
    return Verdict.FAIL, Reason(zh, en, (taken.record,))


def plans_of(taken: Taken, day: str, pack: RulePack) -> Iterator[Plan]:
    """Yield the plans from a day on that the product's term allows and the capacity bears (row 3-22)."""
    if taken.rate is None or taken.monthly is None or taken.amount <= 0:
        return
    for periods in pack.parameters["periods"]:
        loan = Loan(taken.amount, periods, taken.rate, pack.parameters["method"])
        plan = Plan(periods, months_later(day, 1), months_later(day, periods), tuple(schedule(loan)))
        if (taken.longest is None or periods <= taken.longest) and plan.highest <= taken.monthly:
            yield plan
