"""Close links: firms joined by a participation of 20 % or more, either way or through a third party (row 28)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from firmgraph.graph.ownership.chains import Chains, chains
from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.ownership.integrated import effective_holders, effective_holdings, surroundings
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import pack_for

FIRMS = frozenset({"enterprise", "partnership", "sole_trader"})


@dataclass(frozen=True, slots=True)
class CloseLink:
    """A firm closely linked to the subject.

    `way` is holder (it holds the subject), holding (the subject holds it), or common (`through` holds both). `share` is
    the participation that joins them, of a common third party the smaller of its two. `evidence` is that of the largest
    chain of each participation.
    """

    id: str
    name: str
    way: Literal["holder", "holding", "common"]
    through: str | None
    share: Fraction
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CloseLinks:
    """The close links of a firm; `truncated` where not all third parties were looked behind."""

    links: tuple[CloseLink, ...]
    truncated: bool
    pack: str


def close_links(view: View, firm: int, packs: Sequence[str] = ()) -> CloseLinks:
    """Return the firms closely linked to a firm by the pack `close-links` chosen or in force, largest share first."""
    pack = pack_for("close-links", view.day, packs)
    line, most = Fraction(pack.parameters["share"]), pack.parameters["third_parties"]
    above = chains(surroundings(view, firm, up=True), up=True)
    below = chains(surroundings(view, firm, up=False), up=False)
    holders = _at_least(line, effective_holders(above.around))
    holdings_below = _at_least(line, effective_holdings(below.around))
    found = [_link(above, node, "holder", share) for node, share in holders.items() if view.kind(node) in FIRMS]
    found += [_link(below, node, "holding", share) for node, share in holdings_below.items()]
    ordered = sorted(holders, key=lambda node: (-holders[node], view.id(node)))
    third = [node for node in ordered if view.kind(node) not in pack.parameters["no_link_through"]]
    for party in third[:most]:
        found += _common(above, party, holders[party], line)
    found.sort(key=lambda link: (-link.share, link.id, link.way, link.through or ""))
    return CloseLinks(tuple(found), len(third) > most, pack.id)


def _common(above: Chains, party: int, share: Fraction, line: Fraction) -> list[CloseLink]:
    """Return the links of the subject through one third party to all else it holds enough of."""
    view, subject = above.around.view, above.around.subject
    below = chains(surroundings(view, party, up=False), up=False)
    others = _at_least(line, effective_holdings(below.around))
    here = _evidence(above, party)
    return [
        replace(
            _link(below, node, "common", min(share, others[node])),
            through=view.id(party),
            evidence=united([here, _evidence(below, node)]),
        )
        for node in others
        if node != subject
    ]


def _link(ways: Chains, node: int, way: Literal["holder", "holding", "common"], share: Fraction) -> CloseLink:
    view = ways.around.view
    return CloseLink(view.id(node), view.name(node), way, None, share, _evidence(ways, node))


def _at_least(line: Fraction, shares: Mapping[int, Fraction]) -> dict[int, Fraction]:
    return {node: share for node, share in shares.items() if share >= line}


def _evidence(ways: Chains, node: int) -> tuple[str, ...]:
    """Return the records of the largest chain between a node and the subject."""
    held = holdings(ways.around.view)
    found, _ = ways.of(node, 1)
    return united([held.evidence(holding) for chain in found for holding in ways.around.holdings_of(chain.nodes)])
