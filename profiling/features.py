"""Features of a firm: pure functions of its facts; the docstring of each is the description shown.

A feature is None where the source it needs has not spoken: absent is unknown, never zero.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import yuan
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.records import KINDS
from firmgraph.profiling.facts import Facts, fact_rules

DEFENDING = frozenset({"defendant", "appellee", "respondent"})
CLAIMING = frozenset({"plaintiff", "applicant"})


@dataclass(frozen=True, slots=True)
class Measured:
    """A feature's value, in the unit its description tells, and the ids of the records it was taken from."""

    value: Decimal | None
    evidence: tuple[str, ...] = ()


Feature = Callable[[Facts], Measured]
_UNKNOWN = Measured(None)


def evidence_of(records: Iterable[StoredRecord]) -> tuple[str, ...]:
    """Return the record ids of some records, each once, in order."""
    return tuple(sorted({record.record_id for record in records}))


def amount_of(record: StoredRecord, column: str) -> Decimal | None:
    """Return an amount of a record in yuan; None when absent or in another currency."""
    return yuan(record.payload.get(column))


def _count(facts: Facts, source: str, records: Iterable[StoredRecord]) -> Measured:
    rows = list(records)
    return Measured(Decimal(len(rows)), _or_source(facts, source, rows)) if facts.knows(source) else _UNKNOWN


def _count_cases(facts: Facts, records: Iterable[StoredRecord]) -> Measured:
    """The number of cases; several measures or parties under one case number are one case."""
    rows = list(records)
    numbers = {name_key(row.payload.get("case_no", row.uid)) for row in rows}
    known = facts.knows("litigation")
    return Measured(Decimal(len(numbers)), _or_source(facts, "litigation", rows)) if known else _UNKNOWN


def _or_source(facts: Facts, source: str, rows: Iterable[StoredRecord]) -> tuple[str, ...]:
    """Evidence of a count; that of none is every record by which the source is known to have spoken."""
    return evidence_of(rows) or evidence_of(
        r for kind, found in facts.records.items() if KINDS[kind].group == source for r in found
    )


def _sum(facts: Facts, source: str, records: Iterable[StoredRecord], column: str) -> Measured:
    rows = [row for row in records if row.payload.get(column) is not None]
    if not facts.knows(source):
        return _UNKNOWN
    amounts = [amount_of(row, column) for row in rows]
    known = [amount for amount in amounts if amount is not None]
    return Measured(sum(known, Decimal(0)) if len(known) == len(amounts) else None, _or_source(facts, source, rows))


def _months_before(day: str, months: int) -> str:
    """The month (YYYY-MM) so many months before a day's own."""
    count = int(day[:4]) * 12 + int(day[5:7]) - 1 - months
    return f"{count // 12}-{count % 12 + 1:02d}"


def years_since_establishment(facts: Facts) -> Measured:
    """成立年限: whole years since establishment."""
    established = facts.property("established")
    if established is None:
        return _UNKNOWN
    start, day = date.fromisoformat(established), date.fromisoformat(facts.day)
    years = day.year - start.year - ((day.month, day.day) < (start.month, start.day))
    return Measured(Decimal(years), evidence_of(facts.of("registration")))


def registered_capital(facts: Facts) -> Measured:
    """注册资本: registered capital, in yuan; unknown when stated in another currency."""
    return Measured(yuan(facts.property("registered_capital")), evidence_of(facts.of("registration")))


def open_enforcements(facts: Facts) -> Measured:
    """未结执行: enforcement cases not removed by the day."""
    return _count_cases(facts, filter(facts.is_open, facts.of("enforcement")))


def open_penalties(facts: Facts) -> Measured:
    """未移出处罚与异常: penalties and listings not removed by the day."""
    return _count(facts, "litigation", filter(facts.is_open, facts.of("penalty")))


def defendant_cases(facts: Facts) -> Measured:
    """被告案件: cases in which the firm is sued."""
    return _count_cases(facts, (r for r in facts.of("litigation") if r.payload["role"] in DEFENDING))


def plaintiff_cases(facts: Facts) -> Measured:
    """原告案件: cases in which the firm sues."""
    return _count_cases(facts, (r for r in facts.of("litigation") if r.payload["role"] in CLAIMING))


def open_accounts(facts: Facts) -> Measured:
    """未结清账户: credit accounts not closed by the day."""
    return _count(facts, "credit", filter(facts.is_open, facts.of("credit_account")))


def credit_balance(facts: Facts) -> Measured:
    """信贷余额: balance of open credit accounts, in yuan."""
    return _sum(facts, "credit", filter(facts.is_open, facts.of("credit_account")), "balance")


def open_overdue(facts: Facts) -> Measured:
    """当前逾期金额: amount overdue on open credit accounts, in yuan."""
    rows = [r for r in facts.of("credit_account") if facts.is_open(r)]
    if any(r.payload.get("overdue_amount") is None and r.payload.get("overdue_days") != 0 for r in rows):
        return Measured(None, evidence_of(rows))
    return _sum(facts, "credit", rows, "overdue_amount")


def overdue_months_in_six(facts: Facts) -> Measured:
    """近六个月逾期次数: account-months overdue in the last six months, the current one included."""
    since = _months_before(facts.day, 5)
    rows = [r for r in facts.of("repayment") if r.payload["month"] >= since]
    if not rows or not facts.knows("credit"):
        return _UNKNOWN
    overdue = [r for r in rows if r.payload.get("overdue_days", 0) > 0]
    return Measured(Decimal(len(overdue)), evidence_of(overdue or rows))


def guarantee_amount(facts: Facts) -> Measured:
    """对外担保: open amount guaranteed for others, in yuan."""
    rows = [r for r in facts.of("guarantee", "guarantor") if facts.is_open(r)]
    if not facts.knows("credit"):
        return _UNKNOWN
    amounts = [yuan(r.payload.get("balance", r.payload["amount"])) for r in rows]
    known = [amount for amount in amounts if amount is not None]
    return Measured(sum(known, Decimal(0)) if len(known) == len(amounts) else None, _or_source(facts, "credit", rows))


def approval_enquiries(facts: Facts) -> Measured:
    """近半年审批查询: enquiries for an approval of credit in the last six months."""
    since = _months_before(facts.day, 6) + facts.day[7:]
    words = fact_rules()["approval_enquiries"]
    rows = [r for r in facts.of("enquiry") if r.payload["date"] > since]
    return _count(facts, "credit", (r for r in rows if any(word in r.payload.get("reason", "") for word in words)))


def client_asset(facts: Facts) -> Measured:
    """客户资产: current asset with the bank, in yuan."""
    rows = sorted(facts.of("customer"), key=lambda r: (r.observed_at, r.uid))
    stated = [r for r in rows if "asset" in r.payload]
    return Measured(amount_of(stated[-1], "asset"), (stated[-1].record_id,)) if stated else _UNKNOWN


def _annual(facts: Facts) -> dict[str, StoredRecord]:
    """The statement of each full year; an audited one before an unaudited, then the newer observation."""
    rows = [r for r in facts.of("statement") if len(r.payload["period"]) == 4]
    rows.sort(key=lambda r: (bool(r.payload.get("audited")), r.observed_at, r.uid))
    return {r.payload["period"]: r for r in rows}


def _latest(facts: Facts, column: str) -> Measured:
    years = _annual(facts)
    stated = [years[year] for year in sorted(years) if column in years[year].payload]
    return Measured(amount_of(stated[-1], column), (stated[-1].record_id,)) if stated else _UNKNOWN


def revenue(facts: Facts) -> Measured:
    """营业收入: revenue of the latest full year, in yuan."""
    return _latest(facts, "revenue")


def profit(facts: Facts) -> Measured:
    """净利润: net profit of the latest full year, in yuan."""
    return _latest(facts, "profit")


def net_assets(facts: Facts) -> Measured:
    """净资产: net assets at the end of the latest full year, in yuan."""
    return _latest(facts, "net_assets")


def total_assets(facts: Facts) -> Measured:
    """总资产: total assets at the end of the latest full year, in yuan."""
    return _latest(facts, "total_assets")


def revenue_growth(facts: Facts) -> Measured:
    """营收增长率: revenue of the latest full year against the year before, as a fraction."""
    years = _annual(facts)
    if not years:
        return _UNKNOWN
    last = max(years)
    before = years.get(str(int(last) - 1))
    now = amount_of(years[last], "revenue")
    base = amount_of(before, "revenue") if before else None
    if before is None or now is None or not base:
        return _UNKNOWN
    return Measured(round(now / base - 1, 6), evidence_of((years[last], before)))


def debt_ratio(facts: Facts) -> Measured:
    """资产负债率: liabilities against total assets of the latest full year, as a fraction."""
    debts, assets = _latest(facts, "liabilities"), _latest(facts, "total_assets")
    if debts.value is None or not assets.value or debts.evidence != assets.evidence:
        return _UNKNOWN
    return Measured(round(debts.value / assets.value, 6), debts.evidence)


def _sales(facts: Facts) -> list[StoredRecord]:
    since = _months_before(facts.day, 12) + facts.day[7:]
    return [r for r in facts.of("invoice", "seller") if r.payload["date"] > since and r.payload.get("status") != "void"]


def invoice_months(facts: Facts) -> Measured:
    """开票月数: months of the last twelve with a sales invoice that stands."""
    rows = _sales(facts)
    return (
        Measured(Decimal(len({r.payload["date"][:7] for r in rows})), evidence_of(rows))
        if facts.of("invoice")
        else _UNKNOWN
    )


def invoice_sales(facts: Facts) -> Measured:
    """开票销售额: sales invoiced in the last twelve months less void ones, in yuan."""
    return _sum(facts, "diligence", _sales(facts), "amount") if facts.of("invoice") else _UNKNOWN


def flow_in(facts: Facts) -> Measured:
    """流水流入: money received on its accounts in the last twelve months, in yuan."""
    since = _months_before(facts.day, 12) + facts.day[7:]
    rows = facts.of("bank_flow")
    received = [r for r in rows if r.payload["direction"] == "in" and r.payload["date"] > since]
    return _sum(facts, "diligence", received, "amount") if rows else _UNKNOWN


def staff(facts: Facts) -> Measured:
    """员工人数: headcount of the latest full year's statement, else of the registry."""
    years = _annual(facts)
    stated = [years[year] for year in sorted(years) if "staff" in years[year].payload]
    if stated:
        return Measured(Decimal(stated[-1].payload["staff"]), (stated[-1].record_id,))
    registered = facts.property("staff")
    return _UNKNOWN if registered is None else Measured(Decimal(registered), evidence_of(facts.of("registration")))


def direct_holders(facts: Facts) -> Measured:
    """直接股东数: holders of the firm on the day."""
    found = [n for n in facts.neighbours.get("holds", ()) if n.relation.end == facts.subject]
    evidence = tuple(sorted({e for n in found for e in n.evidence}))
    return Measured(Decimal(len({n.node.id for n in found})), evidence) if found else _UNKNOWN


FEATURES: tuple[Feature, ...] = (
    years_since_establishment,
    registered_capital,
    open_enforcements,
    open_penalties,
    defendant_cases,
    plaintiff_cases,
    open_accounts,
    credit_balance,
    open_overdue,
    overdue_months_in_six,
    guarantee_amount,
    approval_enquiries,
    client_asset,
    revenue,
    profit,
    net_assets,
    total_assets,
    revenue_growth,
    debt_ratio,
    invoice_months,
    invoice_sales,
    flow_in,
    staff,
    direct_holders,
)


def describe() -> dict[str, str]:
    """Return the description of each feature by its name."""
    return {feature.__name__: feature.__doc__ or "" for feature in FEATURES}


def measure(facts: Facts) -> Mapping[str, Measured]:
    """Return every feature of a firm by name."""
    return {feature.__name__: feature(facts) for feature in FEATURES}
