"""One firm through three lenses: who has its capital, its income, its votes; and what a party controls."""

from fractions import Fraction
from typing import Any

from firmgraph.api.officer.control import FAMILY, party_body
from firmgraph.api.officer.desk import Desk, named
from firmgraph.api.officer.numbers import share_of
from firmgraph.graph.ownership.claims import Claim, FirmClaims, Lens
from firmgraph.graph.ownership.control import ControlledFirm, controlled_set
from firmgraph.graph.ownership.lenses import claims_in, evidence_of
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack, pack_for


def company_law(desk: Desk, view: View) -> RulePack:
    """Return the company law to judge control by."""
    return pack_for(FAMILY, view.day, desk.packs)


def lenses_body(view: View, firm: int) -> dict[str, Any]:
    """Return who directly has what of a firm: capital, income, votes, each with what nobody is known to have."""
    return {str(lens): _through(view, claims_in(view, lens, firm)) for lens in Lens}


def _through(view: View, found: FirmClaims) -> dict[str, Any]:
    return {
        "holders": [_claim(view, claim, found.total) for claim in found.claims],
        "unknown": share_of(Fraction(found.unknown, found.total)),
        "notes": list(found.notes),
    }


def _claim(view: View, claim: Claim, total: int) -> dict[str, Any]:
    certainty = "suspected" if claim.suspected else "confirmed"
    told = {"share": share_of(Fraction(claim.stake, total)), "basis": str(claim.basis), "certainty": certainty}
    return {**named(view, view.id(claim.holder)), **told, "evidence": list(evidence_of(view, claim))}


def controlled_body(view: View, party: int, pack: RulePack) -> list[dict[str, Any]]:
    """Return all firms a party controls, alone or through firms it controls."""
    return [_controlled(one) for one in controlled_set(view, [party], pack).firms]


def _controlled(one: ControlledFirm) -> dict[str, Any]:
    return {**party_body(one.firm), "voting": share_of(one.voting), "certainty": one.certainty}
