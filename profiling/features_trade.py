"""Features of a firm's trade: statements of full years, invoices, bank flows, headcount."""

from decimal import Decimal

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.risk.days import months_earlier
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.measured import UNKNOWN, Measured, amount_of, evidence_of, sum_of


def annual_statements(facts: Facts) -> dict[str, StoredRecord]:
    """Return the statement of each full year; an audited one before an unaudited, then the newer observation."""
    rows = [r for r in facts.of("statement") if len(r.payload["period"]) == 4]
    rows.sort(key=lambda r: (bool(r.payload.get("audited")), r.observed_at, r.uid))
    return {r.payload["period"]: r for r in rows}


def latest_annual(facts: Facts, column: str) -> Measured:
    """Return an amount of the latest full year whose statement states it, in yuan."""
    years = annual_statements(facts)
    stated = [years[year] for year in sorted(years) if column in years[year].payload]
    return Measured(amount_of(stated[-1], column), (stated[-1].record_id,)) if stated else UNKNOWN


def revenue(facts: Facts) -> Measured:
    """营业收入: revenue of the latest full year, in yuan."""
    return latest_annual(facts, "revenue")


def profit(facts: Facts) -> Measured:
    """净利润: net profit of the latest full year, in yuan."""
    return latest_annual(facts, "profit")


def net_assets(facts: Facts) -> Measured:
    """净资产: net assets at the end of the latest full year, in yuan."""
    return latest_annual(facts, "net_assets")


def total_assets(facts: Facts) -> Measured:
    """总资产: total assets at the end of the latest full year, in yuan."""
    return latest_annual(facts, "total_assets")


def revenue_growth(facts: Facts) -> Measured:
    """营收增长率: revenue of the latest full year against the year before, as a fraction."""
    years = annual_statements(facts)
    if not years:
        return UNKNOWN
    last = max(years)
    before = years.get(str(int(last) - 1))
    now = amount_of(years[last], "revenue")
    base = amount_of(before, "revenue") if before else None
    if before is None or now is None or not base:
        return UNKNOWN
    return Measured(round(now / base - 1, 6), evidence_of((years[last], before)))


def debt_ratio(facts: Facts) -> Measured:
    """资产负债率: liabilities against total assets of the latest full year, as a fraction."""
    debts, assets = latest_annual(facts, "liabilities"), latest_annual(facts, "total_assets")
    if debts.value is None or not assets.value or debts.evidence != assets.evidence:
        return UNKNOWN
    return Measured(round(debts.value / assets.value, 6), debts.evidence)


def _sales(facts: Facts) -> list[StoredRecord]:
    since = months_earlier(facts.day, 12)
    return [r for r in facts.of("invoice", "seller") if r.payload["date"] > since and r.payload.get("status") != "void"]


def invoice_months(facts: Facts) -> Measured:
    """开票月数: months of the last twelve with a sales invoice that stands."""
    rows = _sales(facts)
    return (
        Measured(Decimal(len({r.payload["date"][:7] for r in rows})), evidence_of(rows))
        if facts.of("invoice")
        else UNKNOWN
    )


def invoice_sales(facts: Facts) -> Measured:
    """开票销售额: sales invoiced in the last twelve months less void ones, in yuan."""
    return sum_of(facts, "diligence", _sales(facts), "amount") if facts.of("invoice") else UNKNOWN


def flow_in(facts: Facts) -> Measured:
    """流水流入: money received on its accounts in the last twelve months, in yuan."""
    since = months_earlier(facts.day, 12)
    rows = facts.of("bank_flow")
    received = [r for r in rows if r.payload["direction"] == "in" and r.payload["date"] > since]
    return sum_of(facts, "diligence", received, "amount") if rows else UNKNOWN


def staff(facts: Facts) -> Measured:
    """员工人数: headcount of the latest full year's statement, else of the registry."""
    years = annual_statements(facts)
    stated = [years[year] for year in sorted(years) if "staff" in years[year].payload]
    if stated:
        return Measured(Decimal(stated[-1].payload["staff"]), (stated[-1].record_id,))
    registered = facts.property("staff")
    return UNKNOWN if registered is None else Measured(Decimal(registered), evidence_of(facts.of("registration")))
