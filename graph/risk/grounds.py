"""The nodes a finding rests on: the events, accounts, statements and parties that its records tell of."""

from collections.abc import Collection, Iterator

from firmgraph.graph.risk.past import begun
from firmgraph.graph.snapshot.view import View

_LEADING = (
    "party_to",
    "subject_to",
    "encumbers",
    "encumbered",
    "listed_on",
    "mentioned_in",
    "reported_in",
    "has_account",
    "enquired",
    "stated_in",
    "in_industry",
    "guarantor_in",
    "guaranteed_in",
    "guarantees",
    "holds",
)
_OF_PARTIES = ("guarantees", "holds")


def grounds(view: View, firm: int, near: Collection[int], evidence: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the nodes that some records tell of a firm and of parties near it (its heads, those it answers
    for), and of the parties it is told of; the firm itself where that is none, for then its own records tell it.
    """
    records, found = frozenset(evidence), set()
    for party in {firm, *near}:
        told = set(_told(view, party, records))
        found |= told | ({party} if told else set())
    return tuple(sorted(view.id(node) for node in found - {firm})) or (view.id(firm),)


def _told(view: View, party: int, records: frozenset[str]) -> Iterator[int]:
    """Yield the other ends of a party's relations that the records state, or whose node they state."""
    for kind in _LEADING:
        for into in (False, True) if kind in _OF_PARTIES else (False,):
            for number in begun(view, kind, party, into=into):
                table = view.snapshot.table(kind)
                other = int(table.start[number] if into else table.end[number])
                own = () if kind in _OF_PARTIES else view.evidence(other)
                if not records.isdisjoint((*table.evidence_of(number), *own)):
                    yield other
