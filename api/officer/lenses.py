"""One firm through three lenses: who has its capital, its income, its votes; and what a party controls."""

from typing import Any

from firmgraph.api.officer.control import FAMILY, party_body
from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.words import words_body
from firmgraph.graph.ownership.claims import Lens
from firmgraph.graph.ownership.control import ControlledFirm, controlled_set
from firmgraph.graph.ownership.rights import Right, Rights, rights_in
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack, pack_for


def company_law(desk: Desk, view: View) -> RulePack:
    """Return the company law to judge control by."""
    return pack_for(FAMILY, view.day, desk.packs)


def lenses_body(view: View, firm: int) -> dict[str, Any]:
    """Return who has what of a firm at first hand: capital, income, votes, each with what nobody is known to have."""
    return {str(lens): _rights(rights_in(view, firm, lens)) for lens in Lens}


def _rights(found: Rights) -> dict[str, Any]:
    holders = [_right(one) for one in found.rights]
    return {"holders": holders, "unknown": share_of(found.unknown), "notes": [words_body(one) for one in found.notes]}


def _right(one: Right) -> dict[str, Any]:
    told = {"share": share_of(one.share), "basis": str(one.basis), "certainty": one.certainty}
    return {**party_body(one.holder), **told, "evidence": list(one.evidence)}


def controlled_body(view: View, party: int, pack: RulePack) -> list[dict[str, Any]]:
    """Return all firms a party controls, alone or through firms it controls."""
    return [_controlled(one) for one in controlled_set(view, [party], pack).firms]


def _controlled(one: ControlledFirm) -> dict[str, Any]:
    return {**party_body(one.firm), "voting": share_of(one.voting), "certainty": one.certainty}
