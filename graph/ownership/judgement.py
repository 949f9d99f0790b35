"""Who controls a firm: one alone, several in concert, two halves, kin together, or the largest far above the rest."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from firmgraph.graph.ownership.above import Above
from firmgraph.graph.ownership.claims import Claim
from firmgraph.graph.ownership.coalitions import groups, ties_within
from firmgraph.graph.ownership.fix_point import Fall, by_agreement, needed
from firmgraph.graph.ownership.lines import Line
from firmgraph.graph.ownership.stops import PUBLIC, can_control

ControlType = Literal["absolute", "relative", "agreement", "joint", "none", "unknown"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who controls a firm, how, with which votes; `falls` prove it and `ties` say why several vote as one."""

    type: ControlType
    members: tuple[int, ...]
    cast: tuple[Claim, ...]
    total: int
    suspected: bool
    falls: tuple[Fall, ...]
    ties: tuple[str, ...] = ()

    @property
    def voting(self) -> Fraction:
        """The share of the votes of the firm that the controllers cast with all they control."""
        return Fraction(sum(claim.stake for claim in self.cast), self.total)


def judged(above: Above, parameters: Mapping[str, Any]) -> Judgement | None:
    """Return who controls a firm by a company-law pack, None where nobody is seen to; the certain is asked first."""
    return (
        _alone(above)
        or _together(above, ())
        or _by_halves(above)
        or _together(above, parameters["kin"])
        or _relatively(above, parameters["relative"])
    )


def _alone(above: Above) -> Judgement | None:
    members = [node for node in above.masters if above.controls([node], above.firm)] or above.circle()
    if not members:
        return None
    sure = all(above.firm in above.falls([node], confirmed=True) for node in members)
    falls = [needed(above.falls([node], confirmed=sure), above.firm) for node in members]
    cast = dict.fromkeys(claim for node in members for claim in above.cast_by([node]))
    agreed = by_agreement(falls[0], above.line)
    kind: ControlType = "joint" if len(members) > 1 else "agreement" if agreed else "absolute"
    steps = tuple(fall for told in falls for fall in told)
    return Judgement(kind, tuple(members), tuple(cast), above.book[above.firm].total, not sure, steps)


def _together(above: Above, kin: Collection[str]) -> Judgement | None:
    """Return the group that controls a firm together: concert parties, or with kin, which is suspected."""
    for group in groups(above.view, above.holders, kin):
        if above.firm in group or not above.controls(group, above.firm):
            continue
        sure = not kin and above.firm in above.falls(group, confirmed=True)
        falls = needed(above.falls(group, confirmed=sure), above.firm)
        members = tuple(above.contributors(group, falls))
        ties = ties_within(above.view, group, kin)
        cast, total = above.cast_by(group), above.book[above.firm].total
        return Judgement("joint", members, cast, total, not sure, tuple(falls), ties)
    return None


def _by_halves(above: Above) -> Judgement | None:
    """Return the two who have exactly half of the votes each: neither decides without the other."""
    total = above.book[above.firm].total
    halves = {block: told for block, told in above.blocks().items() if 2 * _sum(told) == total}
    if len(halves) != 2 or not all(_can_control(above, block) for block in halves):
        return None
    cast = tuple(claim for told in halves.values() for claim in told)
    return _of_blocks(above, "joint", halves, cast)


def _relatively(above: Above, parameters: Mapping[str, Any]) -> Judgement | None:
    """Return the largest voter where it stands far above the second and above all votes of unknown hands."""
    told = above.book[above.firm]
    blocks = {block: claims for block, claims in above.blocks().items() if not _is_public(above, block)}
    order = sorted(blocks, key=lambda block: _sum(blocks[block]), reverse=True)
    if not order or not _can_control(above, order[0]):
        return None
    largest = _sum(blocks[order[0]])
    second = max([told.unknown, *(_sum(blocks[block]) for block in order[1:])])
    if not Line.of(parameters).met(largest, told.total) or largest < Fraction(parameters["times_second"]) * second:
        return None
    return _of_blocks(above, "relative", order[:1], blocks[order[0]])


def _of_blocks(
    above: Above, kind: ControlType, blocks: Collection[frozenset[int]], cast: tuple[Claim, ...]
) -> Judgement:
    """Return a judgement on blocks of votes; its proof tells how each came by its votes and what they are."""
    total = above.book[above.firm].total
    falls = {f.firm: f for b in blocks for c in cast for f in needed(above.falls(b), c.holder)}
    last = 1 + max((fall.round for fall in falls.values()), default=0)
    steps = (*falls.values(), Fall(above.firm, last, cast, total))
    members = tuple(m for block in blocks for m in above.contributors(block, steps))
    suspected = kind == "relative" or any(fall.suspected for fall in steps)
    ties = tuple(record for block in blocks for record in ties_within(above.view, block))
    order = tuple(sorted(members, key=above.view.id))
    return Judgement(kind, order, cast, total, suspected, steps, ties)


def _sum(claims: Collection[Claim]) -> int:
    return sum(claim.stake for claim in claims)


def _can_control(above: Above, block: Collection[int]) -> bool:
    return all(can_control(above.view, node) for node in block)


def _is_public(above: Above, block: Collection[int]) -> bool:
    return all(above.view.kind(node) == PUBLIC for node in block)
