"""Relations that had begun by the day of a view, those that ended since included."""

from collections.abc import Iterator

from firmgraph.graph.snapshot.clock import day_number, known_until
from firmgraph.graph.snapshot.tables import RelationTable
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_for

GRADES = "risk-grades"
_OF_ALL = {"lists": "listed_on", "press": "mentioned_in"}
_SECURITIES = ("encumbers", "encumbered")
_BUREAU = (("reported_in",), ("has_account",))
_OF_ONE = {
    "litigation": (("party_to",), ("subject_to", "enforcement"), ("encumbers",), ("encumbered",)),
    "authorities": (("subject_to", "penalty"),),
    "credit": _BUREAU,
    "enquiries": (*_BUREAU, ("enquired",)),
    "guarantees": (*_BUREAU, ("enquired",), ("guarantees",), ("guarantees", "into")),
    "registry": (("holds", "into"), ("legal_rep_of", "into"), ("changed",), ("in_industry",)),
}


def begun(view: View, kind: str, node: int, *, into: bool = False) -> Iterator[int]:
    """Yield the places, in the table of a kind, of the relations of a node that had begun and were known by then."""
    if kind not in view.snapshot.relations:
        return
    table, day, known = view.snapshot.table(kind), day_number(view.day, 0), known_until(view.at)
    numbers = table.into_node(node) if into else table.out_of(node)
    for number in numbers:
        if table.valid_from[number] <= day and table.known_from[number] <= known:
            yield number


def has_begun(view: View, kind: str, node: int) -> bool:
    """Tell whether a relation of a kind had begun at a node, ended or not."""
    return next(begun(view, kind, node), None) is not None


def ended(view: View, table: RelationTable, number: int) -> bool:
    """Tell whether a relation's last day lies before the day of the view."""
    return bool(table.valid_to[number] < day_number(view.day, 0))


def spoke(view: View, node: int, source: str) -> bool:
    """Tell whether a source said anything by which a party can be judged; where it did not, nothing is known.

    Courts (litigation), authorities and the bureau (credit) must have spoken of the party itself; lists and the press
    of anybody, for who is not named by them is not on them. A penalty or a registered security is no word of a court,
    and a guarantee or an enquiry no word of arrears.
    """
    if source in _OF_ALL:
        return spoke_of_anybody(view, source)
    return any(_tells(view, node, kind, *which) for kind, *which in _OF_ONE[source])


def spoke_of_anybody(view: View, source: str) -> bool:
    """Tell whether lists or the press named anybody; where no list was ever loaded nobody was screened."""
    return len(view.edges(_OF_ALL[source])) > 0


def _tells(view: View, node: int, kind: str, which: str = "") -> bool:
    """Tell whether a relation had begun at a node: `into` it, or to a node of the kind `which`."""
    numbers = begun(view, kind, node, into=which == "into")
    if kind in _SECURITIES:
        return any(not _is_registered(view, kind, number) for number in numbers)
    if which in ("", "into"):
        return next(numbers, None) is not None
    ends = view.snapshot.table(kind).end if kind in view.snapshot.relations else ()
    return any(view.kind(int(ends[number])) == which for number in numbers)


def _is_registered(view: View, kind: str, number: int) -> bool:
    """Tell whether a security is one that its owner registered, no court."""
    measure = view.properties(int(view.snapshot.table(kind).end[number])).get("measure")
    return measure in pack_for(GRADES, view.day).parameters["events"]["harmless"]
