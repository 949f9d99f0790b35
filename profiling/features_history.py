"""Features of a firm's past: how it repaid, how steady its revenue was, how long it has stayed at its address."""

from decimal import ROUND_FLOOR, Decimal

from firmgraph.graph.elements import StoredRecord
from firmgraph.profiling.facts import Facts, fact_rules
from firmgraph.profiling.features_trade import annual_statements
from firmgraph.profiling.measured import (
    UNKNOWN,
    Measured,
    amount_of,
    evidence_of,
    months_before,
    whole_years,
)

_STEP = Decimal("0.000001")
_YEARS_COMPARED = 3


def overdue_months_in_two_years(facts: Facts) -> Measured:
    """近两年逾期次数: account-months overdue in the last 24 months, the current one included."""
    return overdue_months(facts, 24)


def overdue_months(facts: Facts, months: int) -> Measured:
    """Return the account-months overdue in so many months, the current one included; unknown without any repayment."""
    rows = _repayments(facts, months)
    overdue = [row for row in rows if row.payload.get("overdue_days", 0) > 0]
    return Measured(Decimal(len(overdue)), evidence_of(overdue or rows)) if rows else UNKNOWN


def repayment_on_time(facts: Facts) -> Measured:
    """按时还款率: share of account-months of the last 24 that were repaid without a day overdue, as a fraction."""
    rows = [row for row in _repayments(facts, 24) if "overdue_days" in row.payload]
    if not rows:
        return UNKNOWN
    kept = sum(row.payload["overdue_days"] == 0 for row in rows)
    return Measured(_part(Decimal(kept), Decimal(len(rows))), evidence_of(rows))


def _repayments(facts: Facts, months: int) -> list[StoredRecord]:
    since = months_before(facts.day, months - 1)
    return [row for row in facts.of("repayment") if row.payload["month"] >= since] if facts.knows("credit") else []


def revenue_stability(facts: Facts) -> Measured:
    """营收稳定度: lowest revenue against the highest of the last two or three full years in a row, as a fraction."""
    years = annual_statements(facts)
    last = max(map(int, years), default=0)
    rows: list[StoredRecord] = []
    for year in range(last, last - _YEARS_COMPARED, -1):
        if str(year) not in years:
            break
        rows.append(years[str(year)])
    stated = [amount_of(row, "revenue") for row in rows]
    known = [amount for amount in stated if amount is not None]
    if len(known) < 2 or len(known) < len(stated) or max(known) <= 0:
        return UNKNOWN
    return Measured(_part(min(known), max(known)), evidence_of(rows))


def _part(part: Decimal, whole: Decimal) -> Decimal:
    """Return a part of a whole, rounded down so that what misses a line by little still misses it."""
    return (part / whole).quantize(_STEP, ROUND_FLOOR)


def years_at_address(facts: Facts) -> Measured:
    """住所年限: whole years since the registered address changed, or at least since any registered change."""
    words = fact_rules()["address_changes"]
    changes = facts.of("change")
    moves = [row for row in changes if any(word in row.payload["item"] for word in words)]
    if moves:
        last = max(moves, key=lambda row: (row.payload["date"], row.uid))
        return Measured(whole_years(last.payload["date"], facts.day), (last.record_id,))
    column = "established" if changes else "approved"
    since = facts.property(column)
    if since is None or since > facts.day:
        return UNKNOWN
    return Measured(whole_years(since, facts.day), evidence_of((*facts.of("registration"), *changes)))
