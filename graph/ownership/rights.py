"""Who has the votes and the income of a firm at first hand, partnerships looked through to the partner that votes."""

from dataclasses import dataclass, replace
from fractions import Fraction

from firmgraph.graph.ownership.claims import Basis, Claim, Lens
from firmgraph.graph.ownership.holdings import WHOLE
from firmgraph.graph.ownership.lenses import claims_in, evidence_of, is_partnership
from firmgraph.graph.ownership.parties import Party, party
from firmgraph.graph.ownership.proof import certainty
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty


@dataclass(frozen=True, slots=True)
class Right:
    """A share of the votes or of the income of a firm, why somebody has it, and the records that say so."""

    holder: Party
    share: Fraction
    basis: Basis
    certainty: Certainty
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """All known rights of one kind in a firm, the largest first; `unknown` is in unknown hands."""

    subject: Party
    lens: Lens
    rights: tuple[Right, ...]
    unknown: Fraction
    notes: tuple[Words, ...]


def rights_in(view: View, firm: int, lens: Lens) -> Rights:
    """Return who has a firm's votes, income or shares; the votes of a partnership are its only general partner's."""
    told = claims_in(view, lens, firm)
    claims = [_voted(view, claim) if lens is Lens.VOTING else claim for claim in told.claims]
    rights = [_right(view, claim, told.total) for claim in claims]
    order = sorted(rights, key=lambda right: (-right.share, right.holder, right.basis))
    return Rights(party(view, firm), lens, tuple(order), Fraction(told.unknown, told.total), told.notes)


def _voted(view: View, claim: Claim) -> Claim:
    """Return the claim of a partnership as its general partner's, where there is exactly one."""
    seen = {claim.firm}
    while is_partnership(view, claim.holder) and claim.holder not in seen:
        seen.add(claim.holder)
        partners = claims_in(view, Lens.VOTING, claim.holder).claims
        if len(partners) != 1 or partners[0].stake != WHOLE:
            break
        suspected = claim.suspected or partners[0].suspected
        sources = (*claim.sources, *partners[0].sources)
        claim = replace(claim, holder=partners[0].holder, basis=partners[0].basis, suspected=suspected, sources=sources)
    return claim


def _right(view: View, claim: Claim, total: int) -> Right:
    told = evidence_of(view, claim)
    share = Fraction(claim.stake, total)
    return Right(party(view, claim.holder), share, claim.basis, certainty(claim.suspected), told)
