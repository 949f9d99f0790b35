"""What guarantees mean for one party: circles, chains, ratio, cascade, and what to replace."""

from collections.abc import Sequence
from dataclasses import dataclass

from firmgraph.graph.guarantees.cascade import Cascade, cascade, defaulted, net_assets_of
from firmgraph.graph.guarantees.chains import Chain, chains
from firmgraph.graph.guarantees.circles import CIRCLES, Circle, circles
from firmgraph.graph.guarantees.edges import Component, component
from firmgraph.graph.guarantees.ratio import GuaranteeRatio, guarantee_ratio
from firmgraph.graph.guarantees.replace import Replacement, replacements
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_for


@dataclass(frozen=True, slots=True)
class GuaranteePosition:
    """All about a party's guarantees: the component it belongs to, and in it the members of no circle (`outside`)."""

    component: Component
    outside: tuple[int, ...]
    circles: tuple[Circle, ...]
    chains: tuple[Chain, ...]
    ratio: GuaranteeRatio
    cascade: Cascade
    replace: Replacement
    pack: str


def guarantee_position(
    view: View,
    node: int,
    *,
    bank: str | None = None,
    spared: Sequence[int] | None = None,
    chosen: Sequence[str] = (),
) -> GuaranteePosition:
    """Return what guarantees mean for a party on the day under a pack of guarantee circles.

    The cascade starts with the members in default; where nobody is, with the party itself, as a supposition. `bank` (id
    or name) is the lender whose loss is told; `spared` are who must not fall by the replacement, by default everybody.
    """
    pack = pack_for(CIRCLES, view.day, chosen)
    bounds = pack.parameters["bounds"]
    found = component(view, node, bounds["firms"])
    rings = circles(view, found, pack, node)
    in_rings = {member for ring in rings for member in ring.members}
    broken = defaulted(view, found, pack)
    start = broken or (node,)
    worths = {member: own.net_assets for member, own in net_assets_of(view, found).items()}
    return GuaranteePosition(
        found,
        tuple(member for member in found.members if member not in in_rings) if rings else (),
        rings,
        chains(found, node, pack),
        guarantee_ratio(view, node, pack),
        cascade(view, found, start, assumed=not broken, bank=bank),
        replacements(start, found.guarantees, worths, spared=spared, most_sets=bounds["replace_sets"]),
        pack.id,
    )
