"""The controlling shareholder and the (suspected) actual controller of a firm, by the company law of the day.

控股股东 and 实际控制人 of 公司法: 2018 art. 216, 2023 art. 265. The law of 2018 calls only somebody who is not a
shareholder an actual controller; who controls as a shareholder is reported all the same, `stands_as` says which it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Literal

from firmgraph.graph.ownership.above import Above
from firmgraph.graph.ownership.claims import FirmClaims, Lens, held_by, ledger
from firmgraph.graph.ownership.control import control_line
from firmgraph.graph.ownership.exact import final_shares
from firmgraph.graph.ownership.holdings import WHOLE, holdings
from firmgraph.graph.ownership.judgement import ControlType, Judgement, judged
from firmgraph.graph.ownership.lenses import (
    NO_GENERAL_PARTNER,
    beyond_rounding,
    claims_in,
    evidence_of,
    is_partnership,
    looking,
    scaled_above,
)
from firmgraph.graph.ownership.open_votes import OpenVotes
from firmgraph.graph.ownership.parties import Party, parties, party
from firmgraph.graph.ownership.proof import ProofStep, certainty, proof_of
from firmgraph.graph.ownership.signals import Words, per_cent, per_cent_of
from firmgraph.graph.ownership.stops import can_control, ends_ownership
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty
from firmgraph.packs import RulePack

_WEAKER: tuple[ControlType, ...] = ("absolute", "agreement", "joint", "relative")


@dataclass(frozen=True, slots=True)
class ControllingShareholder:
    """A shareholder of record with enough of the capital, or with votes that decide.

    It is suspected where the share is no record's, only what is left of stakes that sum to more than the whole.
    """

    holder: Party
    by: Literal["capital", "votes"]
    share: Fraction
    certainty: Certainty
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlAnswer:
    """Who controls a firm. `controllers` is empty for the types none and unknown.

    Type unknown says that nobody is seen to control it, but somebody would with the votes in unknown hands;
    `open_votes` is then the share of the votes that could lie there, those of firms without known holders included.

    `share` is what the controllers finally hold of the capital, `voting` the share of the votes they cast with all they
    control; `unknown_votes` the share of the votes in unknown hands. `ties` are the records that say why several
    controllers vote as one. `path` leads from the firm up to the controllers over firms that are controlled in turn.
    """

    subject: Party
    pack: str
    controllers: tuple[Party, ...]
    type: ControlType
    share: Fraction
    voting: Fraction
    certainty: Certainty
    stands_as: Literal["actual_controller", "controlling_shareholder"] | None
    proof: tuple[ProofStep, ...]
    path: tuple[Party, ...]
    ties: tuple[str, ...]
    controlling_shareholders: tuple[ControllingShareholder, ...]
    unknown_votes: Fraction
    open_votes: Fraction
    notes: tuple[Words, ...]


def controlling_shareholders(view: View, firm: int, pack: RulePack) -> tuple[ControllingShareholder, ...]:
    """Return the shareholders of record that control a firm by capital, or else by votes of their own.

    Under the law of 2018 two may hold half each. A partnership has partners and no controlling shareholder. The listed
    public is none, for it does not act as one.
    """
    held, line = holdings(view), control_line(pack)
    if is_partnership(view, firm):
        return ()
    numbers = {int(held.start[number]): number for number in held.of_firm(firm)}
    votes = claims_in(view, Lens.VOTING, firm)
    cast = held_by(votes.claims)
    found = []
    for holder in sorted(filter(partial(can_control, view), numbers), key=view.id):
        stake, total = int(held.stake[numbers[holder]]), int(held.total[firm])
        records = held.evidence(numbers[holder])
        if line.met(stake, total):
            sure = certainty(beyond_rounding(view, total))
            found.append(ControllingShareholder(party(view, holder), "capital", Fraction(stake, total), sure, records))
        elif line.met(cast.get(holder, 0), votes.total):
            own = [claim for claim in votes.claims if claim.holder == holder]
            records = tuple(dict.fromkeys(record for claim in own for record in evidence_of(view, claim)))
            share, sure = Fraction(cast[holder], votes.total), certainty(any(claim.suspected for claim in own))
            found.append(ControllingShareholder(party(view, holder), "votes", share, sure, records))
    return tuple(found)


def controller(view: View, firm: int, pack: RulePack) -> ControlAnswer:
    """Return who controls a firm by a company-law pack, through firms controlled in turn, with the proof."""
    judgements, highest = _upwards(view, firm, pack)
    told = claims_in(view, Lens.VOTING, firm)
    members = judgements[-1].members if judgements else ()
    voting = judgements[0].voting if judgements else Fraction(0)
    kinds = [judgement.type for judgement in judgements]
    unknown = highest is not None and highest.could_decide(pack.parameters)
    open_votes = highest.share if highest is not None and unknown else Fraction(0)
    return ControlAnswer(
        subject=party(view, firm),
        pack=pack.id,
        controllers=parties(view, members),
        type=max(kinds, key=_WEAKER.index) if kinds else "unknown" if unknown else "none",
        share=_final_share(view, firm, members),
        voting=voting,
        certainty=certainty(unknown if not kinds else any(judgement.suspected for judgement in judgements)),
        stands_as=_stands_as(view, firm, members, pack),
        proof=proof_of(view, *(judgement.falls for judgement in reversed(judgements))),
        path=tuple(party(view, judgement.members[0]) for judgement in judgements[:-1]),
        ties=tuple(dict.fromkeys(record for judgement in judgements for record in judgement.ties)),
        controlling_shareholders=controlling_shareholders(view, firm, pack),
        unknown_votes=Fraction(told.unknown, told.total),
        open_votes=Fraction(0) if kinds else open_votes,
        notes=tuple(_notes(view, firm, judgements, open_votes)),
    )


def _upwards(view: View, firm: int, pack: RulePack) -> tuple[list[Judgement], OpenVotes | None]:
    """Return the judgements from the firm up: a controller that is a firm may itself be controlled, if more weakly.

    The last judged, of which nobody is seen to be the controller, comes with its votes in unknown hands.
    """
    found, seen, above = list[Judgement](), {firm}, Above(view, firm, control_line(pack))
    while (judgement := judged(above, pack.parameters)) is not None:
        if not seen.isdisjoint(judgement.members):
            return found, None
        found.append(judgement)
        top = judgement.members[0]
        seen.update(judgement.members)
        if len(judgement.members) > 1 or ends_ownership(view, top):
            return found, None
        above = Above(view, top, above.line)
    return found, OpenVotes(above)


def _notes(view: View, firm: int, judgements: list[Judgement], open_votes: Fraction) -> Iterator[Words]:
    """Yield what makes the answer less than plain facts, and why nobody is seen to control the firm or its controller.

    `open_votes` is the share of the votes of who was judged last that could lie in unknown hands, and could decide.
    """
    book = ledger(looking(view, Lens.VOTING), firm)
    yield from (words for words in book[firm].notes if words == NO_GENERAL_PARTNER)
    yield from scaled_above(view, book)
    yield from _why_none(view, book[firm], judgements)
    if judgements and open_votes:
        yield from _beyond(view, judgements[-1].members, open_votes)


def _beyond(view: View, members: tuple[int, ...], share: Fraction) -> Iterator[Words]:
    """Yield that it cannot be told who controls the controllers, where a share of their votes is in unknown hands."""
    for node in members:
        name, unknown = view.name(node), per_cent_of(share)
        yield Words(
            f"{name}由谁控制无法判断：{unknown}的表决权情况不明",
            f"who controls {name} cannot be told: {unknown} of its votes are in unknown hands",
        )


def _why_none(view: View, told: FirmClaims, judgements: list[Judgement]) -> Iterator[Words]:
    """Yield who has most votes of a firm that nobody is seen to control."""
    if judgements or not told.claims:
        return
    votes = held_by(told.claims)
    largest = min(votes, key=lambda node: (-votes[node], view.id(node)))
    name, share = view.name(largest), per_cent(votes[largest] * WHOLE // told.total)
    yield Words(f"表决权最大者{name}占{share}，不足以控制", f"{name} has most votes, {share}, too few to control")


def _final_share(view: View, firm: int, members: tuple[int, ...]) -> Fraction:
    book = ledger(looking(view, Lens.STAKE), firm)
    return final_shares({node: told for node, told in book.items() if node not in members}, firm).of(members)


def _stands_as(
    view: View, firm: int, members: tuple[int, ...], pack: RulePack
) -> Literal["actual_controller", "controlling_shareholder"] | None:
    if not members:
        return None
    held = holdings(view)
    of_record = {int(held.start[number]) for number in held.of_firm(firm)}
    if pack.parameters["actual_controller_may_be_shareholder"] or not of_record.issuperset(members):
        return "actual_controller"
    return "controlling_shareholder"
