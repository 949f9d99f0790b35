"""Proofs of control: what was counted, step by step, with the records that state it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.ownership.claims import Basis, Claim
from firmgraph.graph.ownership.fix_point import Fall
from firmgraph.graph.ownership.lenses import evidence_of
from firmgraph.graph.ownership.parties import Party, party
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty


@dataclass(frozen=True, slots=True)
class CountedVotes:
    """The votes of one holder in one firm: their share of all votes, why it has them, and what says so."""

    holder: Party
    firm: Party
    share: Fraction
    basis: Basis
    certainty: Certainty
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofStep:
    """One step of a proof: these votes, of the coalition or of firms of earlier steps, decide the firm."""

    step: int
    firm: Party
    share: Fraction
    counted: tuple[CountedVotes, ...]
    evidence: tuple[str, ...]


def certainty(suspected: bool) -> Certainty:
    """Return the word for how certain something is."""
    return "suspected" if suspected else "confirmed"


def counted_votes(view: View, claim: Claim, total: int) -> CountedVotes:
    """Return a claim as a proof shows it; `total` is all the votes of the firm."""
    holder, firm = party(view, claim.holder), party(view, claim.firm)
    share, told = Fraction(claim.stake, total), evidence_of(view, claim)
    return CountedVotes(holder, firm, share, claim.basis, certainty(claim.suspected), told)


def proof_of(view: View, *parts: Iterable[Fall]) -> tuple[ProofStep, ...]:
    """Return the steps by which firms fall, part after part, numbered from 1; those of one round by id."""
    falls = [f for part in parts for f in sorted(part, key=lambda fall: (fall.round, view.id(fall.firm)))]
    return tuple(_step(view, number, fall) for number, fall in enumerate(falls, 1))


def _step(view: View, number: int, fall: Fall) -> ProofStep:
    counted = sorted((counted_votes(view, c, fall.total) for c in fall.claims), key=lambda c: (c.holder, c.basis))
    evidence = tuple(dict.fromkeys(record for votes in counted for record in votes.evidence))
    return ProofStep(number, party(view, fall.firm), fall.share, tuple(counted), evidence)
