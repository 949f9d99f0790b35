"""How a case ended for one of its parties."""

import re
import unicodedata
from collections.abc import Collection

from firmgraph.nlp.litigation.judgment import Judgment, Order, Outcome, Party, Result, Role
from firmgraph.nlp.litigation.rules import side_of

_ENFORCEMENT: frozenset[Role] = frozenset({"enforcement_applicant", "enforcement_subject"})
_WHOLE: dict[Outcome, Result] = {
    "withdrawn": "withdrawn",
    "settled": "settled",
    "dismissed": "dismissed",
    "remanded": "pending",
    "pending": "pending",
}
_AFFIRMED: dict[Role, Result] = {"appellant": "lost", "applicant": "lost", "appellee": "won", "respondent": "won"}
_OPPOSITE: dict[Result, Result] = {"won": "lost", "lost": "won"}


def party_of(parties: Collection[Party], subject: str) -> Party | None:
    """The party that a firm or person is, by its whole name or the short form that the document gives it.

    Of several roles the first is told that is not a guarantor's.
    """
    wanted = _folded(subject)
    known = [
        party for party in parties if wanted and wanted in {_folded(name) for name in (party.name, *party.aliases)}
    ]
    return next((party for party in known if party.role != "guarantor"), known[0] if known else None)


def result_of(judgment: Judgment, subject: str | None) -> Result:
    """The result for a subject; `unknown` where it is no party, or the text does not say how the case ended for it."""
    party = party_of(judgment.parties, subject) if subject else None
    if party is None or not judgment.orders:
        return "unknown"
    outcomes = {order.outcome for order in judgment.orders}
    whole = next((result for outcome, result in _WHOLE.items() if outcome in outcomes), None)
    if whole:
        return whole
    if party.role in _ENFORCEMENT:
        return "unknown"
    if outcomes & {"affirmed", "reversed"}:
        return _on_appeal(party, judgment.orders)
    return _in_first_instance(party, judgment.orders)


def _in_first_instance(party: Party, orders: Collection[Order]) -> Result:
    ordered = [order for order in orders if order.outcome == "ordered"]
    rejected = any(order.outcome == "rejected" for order in orders)
    if not ordered and not rejected:
        return "unknown"
    if party.side == "claiming":
        return _granted(bool(ordered), rejected)
    told = any(party.name in order.obliged for order in ordered)
    if party.side == "third":
        return "lost" if told else "unknown"
    concerned = told or any(order.everyone or not order.obliged for order in ordered)
    if ordered and not concerned:
        # Others were told to pay: the claim against this one fell only if the court says that it rejected something.
        return "won" if rejected else "unknown"
    result = _granted(bool(ordered), rejected)
    return _OPPOSITE.get(result, result)


def _granted(ordered: bool, rejected: bool) -> Result:
    """How a claim fared."""
    if ordered:
        return "partly" if rejected else "won"
    return "lost"


def _on_appeal(party: Party, orders: Collection[Order]) -> Result:
    outcomes = {order.outcome for order in orders}
    if "reversed" not in outcomes:
        return _AFFIRMED.get(party.role, "unknown")
    if "affirmed" in outcomes:
        return "partly"
    if party.original_role is None:
        return "unknown"
    first = Party(party.name, party.original_role, side_of(party.original_role), party.kind, party.start, party.end)
    return _in_first_instance(first, orders)


def _folded(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()
