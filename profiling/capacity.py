"""Repayment capacity (承受能力): the largest loan whose payments the firm's free cash covers (row 3-22, oracle O8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal, localcontext
from functools import lru_cache
from typing import Any

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import SHARE_UNIT
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features_trade import latest_annual
from firmgraph.profiling.measured import Measured, amount_of, evidence_of
from firmgraph.profiling.money import CENT, to_cents
from firmgraph.profiling.tiers import open_account_rows

_PRECISION = 40
_ZERO, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class FreeCash:
    """What a firm earns in a month for debts, what its open accounts take of it, and the records that say so.

    `cash` and `service` are in yuan a month; None where they are not known.
    """

    cash: Decimal | None
    service: Decimal | None
    evidence: tuple[str, ...] = ()

    @property
    def free(self) -> Decimal | None:
        """Cash left for a new loan, never less than nothing."""
        if self.cash is None or self.service is None:
            return None
        return max(self.cash - self.service, _ZERO)


def free_cash(facts: Facts, rules: Mapping[str, Any]) -> FreeCash:
    """Return the cash a firm has a month for a new loan, by the parameters of a capacity pack."""
    yearly = next(
        (found for column in rules["cash"] if (found := latest_annual(facts, column)).value is not None), None
    )
    service = debt_service(facts, rules)
    cash = None if yearly is None or yearly.value is None else to_cents(yearly.value / 12)
    evidence = {*(yearly.evidence if yearly else ()), *service.evidence}
    return FreeCash(cash, service.value, tuple(sorted(evidence)))


def debt_service(facts: Facts, rules: Mapping[str, Any]) -> Measured:
    """Return what the open accounts of a firm take a month, in yuan; unknown where the bureau or a balance is."""
    if not facts.knows("credit"):
        return Measured(None)
    rows = open_account_rows(facts)
    parts = [_service_of(row, facts.day, rules) for row in rows]
    known = [part for part in parts if part is not None]
    total = to_cents(sum(known, _ZERO)) if len(known) == len(parts) else None
    return Measured(total, evidence_of(rows))


def _service_of(row: StoredRecord, day: str, rules: Mapping[str, Any]) -> Decimal | None:
    balance, rate = amount_of(row, "balance"), row.payload.get("rate")
    if balance is None:
        return None
    yearly = Decimal(rules["unstated_rate"]) if rate is None else Decimal(rate) / SHARE_UNIT
    interest = balance * yearly / 12
    if row.payload.get("repayment") not in rules["instalment_methods"]:
        return interest
    return interest + balance / _months_left(row.payload.get("due"), day, int(rules["unstated_months"]))


def _months_left(due: str | None, day: str, unstated: int) -> int:
    if due is None:
        return unstated
    end, now = date.fromisoformat(due), date.fromisoformat(day)
    return max((end.year - now.year) * 12 + end.month - now.month, 1)


@lru_cache(maxsize=65536)
def loan_per_yuan(rate: Decimal, months: int, method: str) -> Decimal:
    """Return the largest loan that one yuan of free cash a month covers, at a yearly rate over so many months.

    Payments are summed from the first month on and must at no month exceed the cash of the months so far. For equal
    instalments that is the present value of an annuity; for equal principal the first payment decides; what is repaid
    at the end is saved for, without interest on what is saved.
    """
    monthly = rate / 12
    with localcontext() as context:
        context.prec = _PRECISION
        if method == "equal_instalment":
            return (1 - (1 + monthly) ** -months) / monthly if monthly else Decimal(months)
        if method == "equal_principal":
            return 1 / (_ONE / months + monthly)
        return months / (1 + monthly * months)


def capacity(free: Decimal, required_dscr: Decimal, rate: Decimal, months: int, method: str) -> Decimal:
    """Return the largest loan a firm can bear: free cash a month divided by the cover wanted, to the cent below."""
    return (free / required_dscr * loan_per_yuan(rate, months, method)).quantize(CENT, ROUND_FLOOR)


def required_cover(guarantee_types: Iterable[str], rules: Mapping[str, Any]) -> Decimal:
    """Return the cover wanted for a loan under some types of guarantee: the highest of theirs, of all for none."""
    wanted = rules["required_dscr"]
    kinds = [kind for kind in guarantee_types if kind in wanted] or list(wanted)
    return max(Decimal(wanted[kind]) for kind in kinds)


def bearable(facts: Facts, guarantee_types: Iterable[str], rules: Mapping[str, Any]) -> Decimal | None:
    """Return the most a firm may pay a month for a new loan, in yuan; None where its free cash is not known."""
    free = free_cash(facts, rules).free
    return None if free is None else free / required_cover(guarantee_types, rules)
