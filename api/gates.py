"""All gates and the client grade of a firm, and beside them those under other packs or on another day."""

from dataclasses import dataclass
from typing import Any

from firmgraph.api.answers import find_organisation, stamp
from firmgraph.api.moments import check_established, read_day
from firmgraph.api.officer.desk import Desk, check_chosen
from firmgraph.graph.elements import Moment
from firmgraph.packs import pack_by_id
from firmgraph.profiling.request import Terms
from firmgraph.profiling.sight import Sight
from firmgraph.profiling.verdicts_beside import Side, compared, side_of

# No pack's gates ask for the terms so far; an expression that does gets those of the question.
NO_TERMS = Terms.model_validate({"amount": 1, "term_months": 1, "purpose": "other"})


@dataclass(frozen=True, slots=True)
class Beside:
    """What to look at beside: other packs, another day; neither for nothing."""

    packs: tuple[str, ...] = ()
    as_of: str | None = None


def gates(desk: Desk, text: str, beside: Beside | None = None, terms: Terms = NO_TERMS) -> dict[str, Any]:
    """Return what each gate says of a firm, and the client grade; with `beside` both sides and where they differ.

    Raises NotFound or Ambiguous for the firm, InvalidInput for a pack that was not in force on its side's day.
    """
    found = find_organisation(desk.store, text, desk.at).node
    one = _side(desk, found.id, desk.at, desk.packs, terms)
    named = {"id": found.id, "name": found.name, "uscc": found.properties.get("uscc"), "kind": found.kind}
    body = {"subject": named, **one.wire(), **stamp(desk.store, desk.at)}
    if beside is None or not (beside.packs or beside.as_of):
        return {**body, "beside": None, "differences": []}
    day = read_day(beside.as_of, "beside_as_of") if beside.as_of else desk.at.day
    for pack in beside.packs:
        pack_by_id(pack)
    other = _side(desk, found.id, Moment(day, desk.at.known_at), beside.packs or desk.packs, terms)
    return {**body, "beside": other.wire(), "differences": compared(one, other)}


def _side(desk: Desk, subject: str, at: Moment, packs: tuple[str, ...], terms: Terms) -> Side:
    described = desk.store.node(subject, at)
    if described is not None:
        check_established(described.node.properties, at.day)
    side = side_of(Sight(desk.store, at, desk.keeper), subject, packs, terms)
    if side.client is not None:
        check_chosen(packs, side.packs, at.day)
    return side
