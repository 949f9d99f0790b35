"""A court document as read, as a body: court, case, cause, parties, sums, decision, dates, execution, with places."""

from decimal import Decimal
from typing import Any

from firmgraph.graph.normal.amounts import shortest
from firmgraph.nlp.litigation.facts import LitigationFact
from firmgraph.nlp.litigation.judgment import Amount, Found, Judgment, Order, Party, Stage


def judgment_wire(read: Judgment, facts: tuple[LitigationFact, ...] = ()) -> dict[str, Any]:
    """Return the body of a document; `result` and `tags` are those for the firm asked about, if it is a party."""
    cause = read.cause
    return {
        "kind": _found(read.kind),
        "court": _found(read.court),
        "court_level": read.court_level,
        "case_number": _found(read.case_number),
        "cited_cases": [_found(one) for one in read.cited_cases],
        "cause": cause and {
            "value": cause.value.name, "id": cause.value.id, "group": cause.value.group, **_place(cause)
        },
        "parties": [_party(one) for one in read.parties],
        "claims": _amounts(read, "claim"),
        "claimed": _yuan(read.claimed_fen),
        "awards": _amounts(read, "award"),
        "awarded": _yuan(read.awarded_fen),
        "orders": [_order(one) for one in read.orders],
        "result": read.result,
        "filed": _found(read.filed),
        "judged": _found(read.judged),
        "execution": _found(read.execution),
        "tags": [tag for fact in facts for tag in fact.tags],
    }  # fmt: skip


def _place(said: Found[Any] | Amount | Order | Party) -> dict[str, int]:
    return {"start": said.start, "end": said.end}


def _found(found: Found[Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    value = found.value if isinstance(found.value, str) else found.value.isoformat()
    return {"value": value, **_place(found)}


def _party(party: Party) -> dict[str, Any]:
    told = {name: getattr(party, name) for name in ("name", "role", "side", "kind", "original_role")}
    return {**told, "aliases": list(party.aliases), **_place(party)}


def _amounts(read: Judgment, stage: Stage) -> list[dict[str, Any]]:
    return [_amount(one) for one in read.amounts if one.stage == stage]


def _amount(one: Amount) -> dict[str, Any]:
    told = {"currency": one.currency, "kind": one.kind, "counted": one.counted}
    return {"amount": _yuan(one.fen), **told, **_place(one)}


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else shortest(Decimal(fen) / 100)


def _order(order: Order) -> dict[str, Any]:
    return {"outcome": order.outcome, "obliged": list(order.obliged), "everyone": order.everyone, **_place(order)}
