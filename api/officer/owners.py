"""The beneficial owners of a firm, by the rules of the day."""

from typing import Any

from firmgraph.api.officer.control import party_body
from firmgraph.api.officer.desk import Desk
from firmgraph.api.officer.numbers import share_of
from firmgraph.api.officer.words import joined, words_body
from firmgraph.graph.ownership.beneficial import BeneficialOwner, beneficial_owners
from firmgraph.packs import pack_for

FAMILY = "beneficial-owner"


def owners(desk: Desk, text: str) -> dict[str, Any]:
    """Return the beneficial owners of a firm, whether it is exempt, and what share nobody is known to own."""
    view = desk.view()
    pack = pack_for(FAMILY, view.day, desk.packs)
    found = beneficial_owners(view, desk.firm(view, text), pack)
    body = {
        "subject": party_body(found.subject),
        "owners": [_owner(one) for one in found.owners],
        "also": [_owner(one) for one in found.also],
        "exempt": {"verdict": found.exempt.verdict, "why": joined(found.exempt.why)},
        "persons_share": share_of(found.persons_share),
        "state_share": share_of(found.state_share),
        "public_share": share_of(found.public_share),
        "unknown_share": share_of(found.unknown_share),
        "exact": found.exact,
        "notes": [words_body(one) for one in found.notes],
    }
    return desk.stamped(view, body, [found.pack])


def _owner(one: BeneficialOwner) -> dict[str, Any]:
    return {
        **party_body(one.owner),
        "standard": one.standard,
        "share": share_of(one.share),
        "why": words_body(one.why),
        "certainty": one.certainty,
        "evidence": list(one.evidence),
    }
