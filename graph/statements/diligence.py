"""What records of due diligence and of trade say."""

from collections.abc import Mapping
from typing import Any

from firmgraph.graph.statements.said import Said

_FIGURES = ("audited", "revenue", "profit", "total_assets", "liabilities", "net_assets")


def say_diligence(said: Said, row: Mapping[str, Any]) -> None:
    """经营尽调: the text stays on the record."""
    firm = said.party(row["enterprise"])
    section = row.get("section")
    note = said.event(
        "diligence",
        (firm, row["date"], section),
        {"name": section or row["date"], "date": row["date"], "author": row.get("author")},
    )
    said.relate("investigated_in", firm, note, valid=(row["date"], None))


def say_statement(said: Said, row: Mapping[str, Any]) -> None:
    """财务报表: all figures stay on the record, the main ones stand on the node."""
    firm = said.party(row["enterprise"])
    statement = said.event(
        "statement", (firm, row["period"]), {"name": row["period"], **{k: row.get(k) for k in _FIGURES}}
    )
    said.relate("stated_in", firm, statement)


def say_invoice(said: Said, row: Mapping[str, Any]) -> None:
    """发票: a valid invoice is evidence of supply; amounts stay on the records."""
    seller, buyer = said.party(row["seller"]), said.party(row["buyer"])
    if row.get("status") != "void":
        said.relate("supplies", seller, buyer, valid=(row["date"], None), last=row["date"])


def say_bank_flow(said: Said, row: Mapping[str, Any]) -> None:
    """银行流水: evidence of payment between the two parties; amounts stay on the records."""
    firm = said.party(row["enterprise"])
    if "counterparty" in row:
        other = said.party(row["counterparty"], firm)
        payer, payee = (other, firm) if row["direction"] == "in" else (firm, other)
        said.relate("pays", payer, payee, valid=(row["date"], None), last=row["date"])


def say_news(said: Said, row: Mapping[str, Any]) -> None:
    """舆情."""
    firm = said.party(row["enterprise"])
    own = {"name": row["title_"], "date": row["date"], "sentiment": row.get("sentiment")}
    said.relate(
        "mentioned_in", firm, said.event("news", (firm, row["date"], row["title_"]), own), valid=(row["date"], None)
    )
