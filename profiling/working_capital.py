"""Working-capital need (流动资金需求量) by the annex of 流动资金贷款管理办法, and the line it leaves (oracle O5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.graph.elements import StoredRecord
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features_trade import annual_statements
from firmgraph.profiling.measured import amount_of, evidence_of

_ZERO = Decimal(0)
# Days in stock: the figure of the balance sheet, and the yearly turnover it is measured by, with its sign in the cycle.
_CYCLE = (
    ("inventory", "cost", 1),
    ("receivables", "revenue", 1),
    ("payables", "cost", -1),
    ("prepaid", "cost", 1),
    ("advances", "revenue", -1),
)


@dataclass(frozen=True, slots=True)
class WorkingCapital:
    """Turns a year, need and new line, in yuan; None where a figure is missing, and `missing` names it."""

    turns: Decimal | None = None
    need: Decimal | None = None
    line: Decimal | None = None
    missing: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def need_of(sales: Decimal, margin: Decimal, growth: Decimal, turns: Decimal) -> Decimal:
    """Return last year's sales x (1 - margin) x (1 + growth) / turns; margin and growth are fractions."""
    return sales * (1 - margin) * (1 + growth) / turns


def turns_of(days: Mapping[str, Decimal], days_of_year: int = 360) -> Decimal | None:
    """Return the turns a year from days of inventory, receivables, payables, prepaid and advances.

    None where the cycle takes no days or less: then the trade finances itself.
    """
    cycle = sum((sign * days[name] for name, _, sign in _CYCLE), _ZERO)
    return Decimal(days_of_year) / cycle if cycle > 0 else None


def working_capital(facts: Facts, rules: Mapping[str, Any]) -> WorkingCapital:
    """Return the need of a firm from its statements of the two latest full years, and the line it leaves.

    Balances are the mean of both year ends. A cycle of no days needs nothing.
    """
    years = annual_statements(facts)
    last = max(years, default=None)
    before = years.get(str(int(last) - 1)) if last else None
    if last is None or before is None:
        return WorkingCapital(missing=("two full years of statements",))
    rows = (years[last], before)
    figures = {name: amount_of(years[last], name) for name in ("revenue", "cost", "profit", "own_funds", "short_loans")}
    figures |= {name: _mean(name, *rows) for name, _, _ in _CYCLE}
    figures["earlier revenue"] = amount_of(before, "revenue")
    missing = tuple(name for name, value in figures.items() if value is None)
    known = {name: value for name, value in figures.items() if value is not None}
    if missing or not (known["revenue"] and known["cost"] and known["earlier revenue"]):
        return WorkingCapital(missing=missing or ("turnover above zero",), evidence=evidence_of(rows))
    return _found(known, int(rules["days_of_year"]), evidence_of(rows))


def _found(known: Mapping[str, Decimal], year: int, evidence: tuple[str, ...]) -> WorkingCapital:
    days = {name: known[name] / known[by] * year for name, by, _ in _CYCLE}
    turns = turns_of(days, year)
    sales = known["revenue"]
    growth = sales / known["earlier revenue"] - 1
    need = need_of(sales, known["profit"] / sales, growth, turns) if turns else _ZERO
    line = max(need - known["own_funds"] - known["short_loans"], _ZERO)
    return WorkingCapital(turns, need, line, (), evidence)


def _mean(name: str, one: StoredRecord, other: StoredRecord) -> Decimal | None:
    values = [value for row in (one, other) if (value := amount_of(row, name)) is not None]
    return sum(values, _ZERO) / len(values) if values else None
