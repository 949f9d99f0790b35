"""What natural persons finally have of a firm: shares, income, votes, control; and how much nobody is known to have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from firmgraph.graph.ownership.above import Above
from firmgraph.graph.ownership.claims import Claim, FirmClaims, Lens, by_holder, ledger
from firmgraph.graph.ownership.control import control_line
from firmgraph.graph.ownership.controller import ControlAnswer, controller
from firmgraph.graph.ownership.exact import FinalShares, final_shares
from firmgraph.graph.ownership.lenses import evidence_of, looking
from firmgraph.graph.ownership.open_votes import OpenVotes
from firmgraph.graph.ownership.stops import FOREIGN_STATE, NATURAL, PUBLIC, STATES
from firmgraph.graph.ownership.upward import ZERO
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack


@dataclass(frozen=True, slots=True)
class Makeup:
    """Who finally owns a firm, by kind: persons, states, the public and the unknown sum to one.

    Organisations whose holders nobody knows are unknown; `foreign_state` is part of what states have.
    """

    persons: Mapping[int, Fraction]
    state: Fraction
    foreign_state: Fraction
    public: Fraction
    unknown: Fraction


def makeup(view: View, final: FinalShares) -> Makeup:
    """Return final shares by the kind of the final holder."""
    persons = {node: share for node, share in final.shares.items() if view.kind(node) == NATURAL}
    state = final.of(node for node in final.shares if view.kind(node) in STATES)
    foreign = final.of(node for node in final.shares if view.kind(node) == FOREIGN_STATE)
    public = final.of(node for node in final.shares if view.kind(node) == PUBLIC)
    return Makeup(persons, state, foreign, public, 1 - sum(persons.values(), ZERO) - state - public)


@dataclass(frozen=True)
class Measures:
    """The measures by which beneficial owners are found; `law` is the company-law pack that says who controls."""

    view: View
    firm: int
    law: RulePack
    _books: dict[Lens, dict[int, FirmClaims]] = field(default_factory=dict)
    _final: dict[tuple[Lens, bool], FinalShares] = field(default_factory=dict)

    @cached_property
    def control(self) -> ControlAnswer:
        """Who controls the firm."""
        return controller(self.view, self.firm, self.law)

    @cached_property
    def above(self) -> Above:
        """The votes in the firm and above it."""
        return Above(self.view, self.firm, control_line(self.law))

    def book(self, lens: Lens) -> dict[int, FirmClaims]:
        """Return the claims in the firm and above it through a lens."""
        if lens not in self._books:
            voting = lens is Lens.VOTING
            self._books[lens] = self.above.book if voting else ledger(looking(self.view, lens), self.firm)
        return self._books[lens]

    def final(self, lens: Lens, *, confirmed: bool = False) -> FinalShares:
        """Return the final shares through a lens; with `confirmed` those that no inference gives."""
        book = self.book(lens)
        sure = confirmed and any(claim.suspected for told in book.values() for claim in told.claims)
        if (lens, sure) not in self._final:
            told = {node: _confirmed(claims) for node, claims in book.items()} if sure else book
            self._final[lens, sure] = final_shares(told, self.firm)
        return self._final[lens, sure]

    def of_persons(self, by: str, *, confirmed: bool = False) -> dict[int, Fraction]:
        """Return what each natural person has by a measure: stake, income, votes or control (1 for who controls).

        With `confirmed` only what no inference gives.
        """
        if by == "control":
            return self._controllers(confirmed)
        if by == "votes":
            return {node: self._votes(node, confirmed) for node in self.above.holders if self._natural(node)}
        shares = self.final(Lens(by), confirmed=confirmed).shares
        return {node: share for node, share in shares.items() if self._natural(node)}

    def unknown(self, by: str) -> Fraction:
        """Return how much of a measure (stake, income or votes) nobody is known to have."""
        return OpenVotes(self.above).share if by == "votes" else makeup(self.view, self.final(Lens(by))).unknown

    def _natural(self, node: int) -> bool:
        return self.view.kind(node) == NATURAL

    def _controllers(self, confirmed: bool) -> dict[int, Fraction]:
        if confirmed and self.control.certainty != "confirmed":
            return {}
        found = (self.view.index(told.id) for told in self.control.controllers if told.kind == NATURAL)
        return {node: Fraction(1) for node in found if node is not None}

    def _votes(self, node: int, confirmed: bool) -> Fraction:
        casting = (node, *self.above.falls([node], confirmed=confirmed))
        claims = (claim for caster in casting for claim in self.above.cast.get(caster, ()))
        cast = sum(claim.stake for claim in claims if not (confirmed and claim.suspected))
        return Fraction(cast, self.above.book[self.firm].total)

    def evidence(self, by: str, node: int) -> tuple[str, ...]:
        """Return the record ids on which what somebody has by a measure rests."""
        if by == "control":
            proofs = (record for step in self.control.proof for record in step.evidence)
            return tuple(dict.fromkeys((*proofs, *self.control.ties)))
        claims = _leading_down(self.book(Lens.VOTING if by == "votes" else Lens(by)), node)
        records = (record for claim in claims for record in evidence_of(self.view, claim))
        return tuple(sorted(set(records)))


def _confirmed(told: FirmClaims) -> FirmClaims:
    """Return the claims in a firm that no inference gives; the rest nobody is known to have."""
    sure = tuple(claim for claim in told.claims if not claim.suspected)
    return told if len(sure) == len(told.claims) else FirmClaims(told.firm, sure, told.notes)


def _leading_down(book: Mapping[int, FirmClaims], node: int) -> Iterator[Claim]:
    """Yield the claims on all ways from a holder down to the firm."""
    claims, waiting, seen = by_holder(book), [node], {node}
    while waiting:
        for claim in claims.get(waiting.pop(), ()):
            yield claim
            if claim.firm not in seen:
                seen.add(claim.firm)
                waiting.append(claim.firm)
