"""Features of a firm: pure functions of its facts; the docstring of each is the description shown.

A feature is None where the source it needs has not spoken: absent is unknown, never zero.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from firmgraph.graph.normal.amounts import yuan
from firmgraph.graph.risk.days import months_earlier
from firmgraph.graph.risk.past import spoke_of_anybody
from firmgraph.graph.snapshot.view import View
from firmgraph.profiling.facts import Facts, fact_rules
from firmgraph.profiling.features_graph import GRAPH_FEATURES
from firmgraph.profiling.features_history import (
    overdue_months,
    overdue_months_in_two_years,
    repayment_on_time,
    revenue_stability,
    years_at_address,
)
from firmgraph.profiling.features_trade import (
    debt_ratio,
    flow_in,
    invoice_months,
    invoice_sales,
    net_assets,
    profit,
    revenue,
    revenue_growth,
    staff,
    total_assets,
)
from firmgraph.profiling.measured import (
    UNKNOWN,
    Measured,
    amount_of,
    count_cases,
    count_rows,
    evidence_of,
    or_source,
    sum_of,
    whole_years,
)

DEFENDING = frozenset({"defendant", "appellee", "respondent"})
CLAIMING = frozenset({"plaintiff", "applicant"})
Feature = Callable[[Facts], Measured]


def years_since_establishment(facts: Facts) -> Measured:
    """成立年限: whole years since establishment."""
    established = facts.property("established")
    if established is None:
        return UNKNOWN
    return Measured(whole_years(established, facts.day), evidence_of(facts.of("registration")))


def registered_capital(facts: Facts) -> Measured:
    """注册资本: registered capital, in yuan; unknown when stated in another currency."""
    return Measured(yuan(facts.property("registered_capital")), evidence_of(facts.of("registration")))


def open_enforcements(facts: Facts) -> Measured:
    """未结执行: enforcement cases not removed by the day."""
    return count_cases(facts, filter(facts.is_open, facts.of("enforcement")))


def open_penalties(facts: Facts) -> Measured:
    """未移出处罚与异常: penalties and listings not removed by the day."""
    return count_rows(facts, "litigation", filter(facts.is_open, facts.of("penalty")))


def defendant_cases(facts: Facts) -> Measured:
    """被告案件: cases in which the firm is sued."""
    return count_cases(facts, (r for r in facts.of("litigation") if r.payload["role"] in DEFENDING))


def plaintiff_cases(facts: Facts) -> Measured:
    """原告案件: cases in which the firm sues."""
    return count_cases(facts, (r for r in facts.of("litigation") if r.payload["role"] in CLAIMING))


def open_accounts(facts: Facts) -> Measured:
    """未结清账户: credit accounts not closed by the day."""
    return count_rows(facts, "credit", filter(facts.is_open, facts.of("credit_account")))


def credit_balance(facts: Facts) -> Measured:
    """信贷余额: balance of open credit accounts, in yuan."""
    return sum_of(facts, "credit", filter(facts.is_open, facts.of("credit_account")), "balance")


def open_overdue(facts: Facts) -> Measured:
    """当前逾期金额: amount overdue on open credit accounts, in yuan."""
    rows = [r for r in facts.of("credit_account") if facts.is_open(r)]
    if any(r.payload.get("overdue_amount") is None and r.payload.get("overdue_days") != 0 for r in rows):
        return Measured(None, evidence_of(rows))
    return sum_of(facts, "credit", rows, "overdue_amount")


def overdue_months_in_six(facts: Facts) -> Measured:
    """近六个月逾期次数: account-months overdue in the last six months, the current one included."""
    return overdue_months(facts, 6)


def guarantee_amount(facts: Facts) -> Measured:
    """对外担保: open amount guaranteed for others, in yuan."""
    rows = [r for r in facts.of("guarantee", "guarantor") if facts.is_open(r)]
    if not facts.knows("credit"):
        return UNKNOWN
    amounts = [yuan(r.payload.get("balance", r.payload["amount"])) for r in rows]
    known = [amount for amount in amounts if amount is not None]
    return Measured(sum(known, Decimal(0)) if len(known) == len(amounts) else None, or_source(facts, "credit", rows))


def open_listings(facts: Facts) -> Measured:
    """名单记录: entries on watch lists that have not ended by the day."""
    rows = [row for row in facts.of("blacklist") if facts.is_open(row)]
    return Measured(Decimal(len(rows)), evidence_of(rows))


def screened_listings(facts: Facts, view: View) -> Measured:
    """Return the open listings of a firm; where no list was ever loaded nobody was screened, so it is not known."""
    return open_listings(facts) if spoke_of_anybody(view, "lists") else UNKNOWN


def approval_enquiries(facts: Facts) -> Measured:
    """近半年审批查询: enquiries for an approval of credit in the last six months."""
    since = months_earlier(facts.day, 6)
    words = fact_rules()["approval_enquiries"]
    rows = [r for r in facts.of("enquiry") if r.payload["date"] > since]
    return count_rows(facts, "credit", (r for r in rows if any(word in r.payload.get("reason", "") for word in words)))


def client_asset(facts: Facts) -> Measured:
    """客户资产: current asset with the bank, in yuan."""
    rows = sorted(facts.of("customer"), key=lambda r: (r.observed_at, r.uid))
    stated = [r for r in rows if "asset" in r.payload]
    return Measured(amount_of(stated[-1], "asset"), (stated[-1].record_id,)) if stated else UNKNOWN


def direct_holders(facts: Facts) -> Measured:
    """直接股东数: holders of the firm on the day."""
    found = [n for n in facts.neighbours.get("holds", ()) if n.relation.end == facts.subject]
    evidence = tuple(sorted({e for n in found for e in n.evidence}))
    return Measured(Decimal(len({n.node.id for n in found})), evidence) if found else UNKNOWN


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
    overdue_months_in_two_years,
    repayment_on_time,
    guarantee_amount,
    approval_enquiries,
    client_asset,
    revenue,
    profit,
    net_assets,
    total_assets,
    revenue_growth,
    revenue_stability,
    debt_ratio,
    invoice_months,
    invoice_sales,
    flow_in,
    staff,
    years_at_address,
    direct_holders,
)


def describe() -> dict[str, str]:
    """Return the description of each feature by its name."""
    return {feature.__name__: feature.__doc__ or "" for feature in (*FEATURES, open_listings, *GRAPH_FEATURES)}


def measure(facts: Facts) -> Mapping[str, Measured]:
    """Return every feature of a firm by name."""
    return {feature.__name__: feature(facts) for feature in FEATURES}
