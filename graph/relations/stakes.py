"""What a direct holding amounts to: held for somebody else, control by its votes, or no more than a stake."""

from typing import Literal

from firmgraph.graph.ownership.claims import Lens
from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.ownership.lenses import claims_in
from firmgraph.graph.ownership.lines import MORE_THAN_HALF
from firmgraph.graph.snapshot.view import View

Weight = Literal["nominee", "control", "suspected_control", "stake"]


def weight_of(view: View, holding: int) -> Weight:
    """Return what a holding amounts to, by the votes that the controller of the firm is found from.

    It is control where the holder alone casts more than half of all votes, suspected where it needs inferred votes.
    """
    held = holdings(view)
    holder, firm = int(held.start[holding]), int(held.end[holding])
    if is_nominal(view, holding):
        return "nominee"
    told = claims_in(view, Lens.VOTING, firm)
    own = [claim for claim in told.claims if claim.holder == holder]
    if MORE_THAN_HALF.met(sum(claim.stake for claim in own if not claim.suspected), told.total):
        return "control"
    return "suspected_control" if MORE_THAN_HALF.met(sum(claim.stake for claim in own), told.total) else "stake"


def is_nominal(view: View, holding: int) -> bool:
    """Tell whether a nominee relation concerns a holding: its holder is said to hold it for somebody else."""
    held = holdings(view)
    places = {("holds", place) for place in held.places(holding)}
    return any(
        kind == "nominee_for"
        for claim in claims_in(view, Lens.STAKE, int(held.end[holding])).claims
        if not places.isdisjoint(claim.sources)
        for kind, _ in claim.sources
    )
