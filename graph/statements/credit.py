"""What records of the credit bureau and of guarantees say."""

from collections.abc import Mapping
from typing import Any

from firmgraph.graph.normal.dates import day_before
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.statements.said import Said

_ACCOUNT = (
    "lender",
    "line",
    "balance",
    "drawn_total",
    "rate",
    "guarantee",
    "repayment",
    "opened",
    "due",
    "closed",
    "five_tier",
    "overdue_days",
    "overdue_amount",
    "loss_probability",
)


def say_credit_report(said: Said, row: Mapping[str, Any]) -> None:
    """征信报告."""
    firm = said.party(row["enterprise"])
    date, number = row["report_date"], row.get("report_no")
    key = (name_key(number),) if number else (firm, date)
    report = said.event(
        "credit_report", key, {"name": number or date, "report_date": date, "institution": row.get("institution")}
    )
    said.relate("reported_in", firm, report, valid=(date, None))


def say_credit_account(said: Said, row: Mapping[str, Any]) -> None:
    """信贷账户."""
    firm = said.party(row["enterprise"])
    properties = {"name": row["account_no"], "business": row.get("account"), **{k: row.get(k) for k in _ACCOUNT}}
    account = said.event("account", (name_key(row["account_no"]),), properties)
    said.relate("has_account", firm, account, valid=(row.get("opened"), day_before(row.get("closed"))))


def say_repayment(said: Said, row: Mapping[str, Any]) -> None:
    """还款记录: evidence on the account; the month's figures stay on the record."""
    said.event("account", (name_key(row["account_no"]),), {"name": row["account_no"]}, subject=False)


def say_guarantee(said: Said, row: Mapping[str, Any]) -> None:
    """对外担保."""
    scopes = [said.party(row[side]) for side in ("guarantor", "guaranteed") if row[side]["kind"] != "person"]
    scope = scopes[0] if scopes else None
    guarantor, guaranteed = said.party(row["guarantor"], scope), said.party(row["guaranteed"], scope)
    valid, number = (row.get("valid_from"), row.get("valid_to")), row.get("contract_no")
    shared = {k: row.get(k) for k in ("amount", "balance", "guarantee", "joint")}
    said.relate(
        "guarantees",
        guarantor,
        guaranteed,
        number or row.get("valid_from", ""),
        valid=valid,
        contract_no=number,
        **shared,
    )
    key = (name_key(number),) if number else (guarantor, guaranteed, row.get("valid_from", ""))
    contract = said.event(
        "guarantee_contract", key, {"name": number, **shared, "valid_from": valid[0], "valid_to": valid[1]}
    )
    said.relate("guarantor_in", guarantor, contract, valid=valid)
    said.relate("guaranteed_in", guaranteed, contract, valid=valid)
    if "creditor" in row:
        said.relate("creditor_in", said.party(row["creditor"]), contract, valid=valid)


def say_enquiry(said: Said, row: Mapping[str, Any]) -> None:
    """查询记录."""
    party = said.party(row["party"])
    institution = row.get("institution")
    enquiry = said.event(
        "enquiry",
        (party, row["date"], institution, row.get("reason")),
        {"name": institution, "date": row["date"], "reason": row.get("reason")},
    )
    said.relate("enquired", party, enquiry, valid=(row["date"], None))


def say_blacklist(said: Said, row: Mapping[str, Any]) -> None:
    """名单."""
    party = said.party(row["party"])
    said.relate(
        "listed_on",
        party,
        said.shared("watch_list", row["list_"]),
        row.get("valid_from", ""),
        valid=(row.get("valid_from"), row.get("valid_to")),
        reason=row.get("reason"),
    )
