"""What records of courts and authorities say."""

from collections.abc import Mapping
from typing import Any

from firmgraph.graph.normal.dates import day_before
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.references import node_id
from firmgraph.graph.statements.said import Said

_CASE = ("court", "cause", "stage", "amount", "filed", "judged", "closed")


def say_litigation(said: Said, row: Mapping[str, Any]) -> None:
    """司法案件: one party of a case."""
    number = name_key(row["case_no"])
    party = said.party(row["party"], node_id("case", number))
    case = said.event("case", (number,), {"name": row["case_no"], **{k: row.get(k) for k in _CASE}})
    said.relate(
        "party_to",
        party,
        case,
        row["role"],
        valid=(row.get("filed"), None),
        role=row["role"],
        result=row.get("result"),
        awarded=row.get("awarded"),
    )


def say_enforcement(said: Said, row: Mapping[str, Any]) -> None:
    """执行: an open measure has no `closed` date."""
    number = name_key(row.get("case_no", ""))
    party = said.party(row["party"], node_id("case", number) if number else None)
    key = (number or row.get("filed", ""), row["enforcement"], party)
    properties = {k: row.get(k) for k in ("court", "amount", "performed", "filed", "closed")}
    event = said.event(
        "enforcement",
        key,
        {"name": row.get("case_no", row["enforcement"]), "measure": row["enforcement"], **properties},
    )
    said.relate("subject_to", party, event, valid=(row.get("filed"), day_before(row.get("closed"))))


def say_penalty(said: Said, row: Mapping[str, Any]) -> None:
    """处罚与异常: a listing that was lifted has a `removed` date."""
    party = said.party(row["party"])
    key = (party, row["penalty"], row.get("decided", ""), row.get("reason", ""))
    properties = {k: row.get(k) for k in ("authority", "amount", "decided", "removed")}
    event = said.event(
        "penalty", key, {"name": row.get("reason", row["penalty"]), "measure": row["penalty"], **properties}
    )
    said.relate("subject_to", party, event, valid=(row.get("decided"), day_before(row.get("removed"))))


def say_pledge(said: Said, row: Mapping[str, Any]) -> None:
    """质押冻结抵押."""
    target = said.party(row["target"]) if "target" in row else None
    owner = said.party(row["owner"], target)
    valid = (row.get("valid_from"), row.get("valid_to"))
    key = (owner, row["pledge"], target, row.get("valid_from", ""), row.get("share", ""), row.get("amount", ""))
    properties = {
        "name": row["pledge"],
        "measure": row["pledge"],
        **{k: row.get(k) for k in ("share", "amount", "valid_from", "valid_to")},
    }
    pledge = said.event("pledge", key, properties)
    said.relate("encumbers", owner, pledge, valid=valid)
    if target:
        said.relate("encumbered", target, pledge, valid=valid)
    if "beneficiary" in row:
        said.relate("benefits_from", said.party(row["beneficiary"]), pledge, valid=valid)
