"""Control at a moment: what a coalition decides, counting the votes of all it already controls, with the proof.

A firm falls when the votes of the coalition and of the firms that fell before it meet the line: more than half of all,
unless a rule pack says otherwise. A general partner controls its partnership, an agreement the firm it names.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.ownership.claims import Lens
from firmgraph.graph.ownership.fix_point import Fall, Votes, fallen, needed
from firmgraph.graph.ownership.lenses import claims_in, claims_of
from firmgraph.graph.ownership.lines import MORE_THAN_HALF, Line
from firmgraph.graph.ownership.parties import Party, parties, party
from firmgraph.graph.ownership.proof import ProofStep, certainty, proof_of
from firmgraph.graph.ownership.stops import STATE
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import Certainty
from firmgraph.packs import RulePack


@dataclass(frozen=True, slots=True)
class ControlledFirm:
    """A firm under control: the share of its votes that was counted, how certain it is, and how it is proved."""

    firm: Party
    voting: Fraction
    certainty: Certainty
    proof: tuple[ProofStep, ...]


@dataclass(frozen=True, slots=True)
class ControlledSet:
    """All that a coalition controls, ordered by id."""

    coalition: tuple[Party, ...]
    firms: tuple[ControlledFirm, ...]


def control_line(pack: RulePack | None) -> Line:
    """Return the line of control of a company-law pack; without a pack more than half."""
    return MORE_THAN_HALF if pack is None else Line.of(pack.parameters["control"])


def votes_of(view: View) -> Votes:
    """Return who casts what at a moment."""
    return Votes(lambda node: claims_of(view, Lens.VOTING, node), lambda firm: claims_in(view, Lens.VOTING, firm).total)


def controlled_set(view: View, coalition: Collection[int], pack: RulePack | None = None) -> ControlledSet:
    """Return what the members of a coalition control together, each firm with its proof.

    `confirmed` is what they control by stated votes alone; what only nominees and the like give is `suspected`.
    """
    line, votes = control_line(pack), votes_of(view)
    every = fallen(coalition, votes, line)
    sure = fallen(coalition, votes.confirmed(), line)
    firms = [_controlled(view, sure if firm in sure else every, firm, firm not in sure) for firm in every]
    return ControlledSet(parties(view, coalition), tuple(sorted(firms, key=lambda told: told.firm.id)))


def _controlled(view: View, falls: dict[int, Fall], firm: int, suspected: bool) -> ControlledFirm:
    proof = proof_of(view, needed(falls, firm))
    return ControlledFirm(party(view, firm), falls[firm].share, certainty(suspected), proof)


def common_control_relates(view: View, controller: int, pack: RulePack) -> bool:
    """Tell whether firms are related because one party controls them.

    Firms the state controls are not related merely by that (公司法 art. 265 item 4; 2018: art. 216 item 4): the
    Chinese state, not a foreign one.
    """
    return view.kind(controller) != STATE or bool(pack.parameters["common_state_control_relates"])
