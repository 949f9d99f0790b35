"""Equity penetration: all above or below a firm at any depth, with exact and naive shares and chains (rows 17-21)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from firmgraph.graph.ownership.chains import Chain, chains
from firmgraph.graph.ownership.holdings import Holdings, holdings
from firmgraph.graph.ownership.integrated import (
    Surroundings,
    effective_holders,
    effective_holdings,
    surroundings,
    unknown_share,
)
from firmgraph.graph.ownership.naive import Naive, naive_shares
from firmgraph.graph.ownership.signals import Words, per_cent
from firmgraph.graph.ownership.stops import ends_ownership
from firmgraph.graph.ownership.threshold_notes import Note, crossing, lines_of, under_line
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is listed: chains of each party, and parties. What is beyond is computed, but said to be truncated."""

    chains: int = 5
    parties: int = 1_000


@dataclass(frozen=True, slots=True)
class OwnershipPath:
    """A chain of holdings by node id, from the holder down to the firm, and the product of its stakes."""

    nodes: tuple[str, ...]
    share: Fraction


@dataclass(frozen=True, slots=True)
class Stake:
    """One party above or below the subject.

    `effective` is the exact integrated share, `naive` the sum over simple chains (None where there are too many).
    `layers` and `longest` count the holdings of the shortest and the longest chain. `ultimate` says that looking ends
    here: a person, a public body, or a firm of which nobody knows the holders. `evidence` is that of the chains listed.
    """

    id: str
    name: str
    kind: str
    effective: Fraction
    naive: Fraction | None
    paths: tuple[OwnershipPath, ...]
    paths_truncated: bool
    layers: int
    longest: int | None
    ultimate: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Penetration:
    """Who stands above a firm (`direction` up), or what a holder has shares in (down).

    Up, `holders` are those where looking ends and `through` the firms between; down, `holdings` are all firms held.
    `unknown_share` is what cannot be traced to a person, the state or the public; None looking down. `exact` is false
    where the surroundings were too large to be solved in fractions.
    """

    subject: str
    direction: str
    holders: tuple[Stake, ...]
    through: tuple[Stake, ...]
    holdings: tuple[Stake, ...]
    circular: tuple[tuple[str, ...], ...]
    unknown_share: Fraction | None
    notes: tuple[Note, ...]
    exact: bool
    truncated: bool
    pack: str


def penetrate_up(view: View, firm: int, limits: Limits = Limits(), packs: Sequence[str] = ()) -> Penetration:
    """Return everyone who holds a share of a firm, directly or through others, at any depth, largest share first."""
    around = surroundings(view, firm, up=True)
    shares = effective_holders(around)
    naive = naive_shares(around, shares, up=True)
    listed, truncated = _listed(around, shares, naive, limits, up=True)
    lines = lines_of(view, packs)
    records = {stake.id: stake.evidence for stake in listed}
    notes = [
        *_data_notes(around),
        *under_line(view, firm, lines, shares, records),
        *crossing(view, lines, shares, naive.share, records),
    ]
    return Penetration(
        view.id(firm),
        "up",
        tuple(stake for stake in listed if stake.ultimate),
        tuple(stake for stake in listed if not stake.ultimate),
        (),
        _circular(around),
        unknown_share(around, shares),
        tuple(notes),
        around.exact,
        truncated,
        lines.pack,
    )


def penetrate_down(view: View, holder: int, limits: Limits = Limits(), packs: Sequence[str] = ()) -> Penetration:
    """Return every firm a holder has a share of, directly or through others, at any depth, largest share first."""
    around = surroundings(view, holder, up=False)
    shares = effective_holdings(around)
    naive = naive_shares(around, shares, up=False)
    listed, truncated = _listed(around, shares, naive, limits, up=False)
    lines = lines_of(view, packs)
    records = {stake.id: stake.evidence for stake in listed}
    notes = (*_data_notes(around), *crossing(view, lines, shares, naive.share, records))
    circular, subject = _circular(around), view.id(holder)
    return Penetration(
        subject, "down", (), (), listed, circular, None, notes, around.exact, truncated, lines.pack
    )  # fmt: skip


def _listed(
    around: Surroundings, shares: Mapping[int, Fraction], naive: Naive, limits: Limits, *, up: bool
) -> tuple[tuple[Stake, ...], bool]:
    view = around.view
    ways = chains(around, up=up)
    ordered = sorted(shares, key=lambda node: (-shares[node], view.id(node)))
    stakes = []
    for node in ordered[: limits.parties]:
        found, more = ways.of(node, limits.chains)
        stakes.append(
            Stake(
                view.id(node),
                view.name(node),
                view.kind(node),
                shares[node],
                None if naive.share is None else naive.share.get(node, Fraction()),
                tuple(OwnershipPath(tuple(map(view.id, chain.nodes)), chain.share) for chain in found),
                more,
                naive.shortest[node],
                None if naive.longest is None else naive.longest[node],
                up and (ends_ownership(view, node) or not around.graph.in_degree(node)),
                _evidence(around, found),
            )
        )
    return tuple(stakes), len(ordered) > limits.parties


def _evidence(around: Surroundings, found: Sequence[Chain]) -> tuple[str, ...]:
    held = holdings(around.view)
    return _evidence_of(held, [holding for chain in found for holding in around.holdings_of(chain.nodes)])


def _circular(around: Surroundings) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(tuple(sorted(map(around.view.id, circle))) for circle in around.circles))


def _data_notes(around: Surroundings) -> Iterator[Note]:
    """Yield what makes the shares less than plain facts: scaled, derived or missing stakes, and floating point."""
    view, held = around.view, holdings(around.view)
    for node in sorted(around.graph, key=view.id):
        told = [] if ends_ownership(view, node) else held.of_firm(node)
        total = per_cent(int(held.total[node]))
        if held.above_whole(node):
            words = Words(
                f"持股比例超过 100 %，按合计 {total} 折算", f"stakes above 100 % are scaled by their sum, {total}"
            )
            yield Note("scaled", view.id(node), words, _evidence_of(held, told))
        if derived := [holding for holding in told if held.derived[holding]]:
            words = Words("持股比例由认缴出资额推算", "stakes are derived from the amounts subscribed")
            yield Note("derived", view.id(node), words, _evidence_of(held, derived))
        if unstated := [holding for holding in told if held.unstated[holding]]:
            names = sorted(view.name(int(held.start[holding])) for holding in unstated)
            words = Words(
                f"{'、'.join(names)} 未说明比例，计入未知",
                f"{', '.join(names)}: no stake stated, which counts as unknown",
            )
            yield Note("unstated", view.id(node), words, _evidence_of(held, unstated))
    for place in map(int, held.loops):
        if (firm := int(held.edges.end[place])) in around.graph:
            yield _self_held(view, held, firm, place)
    if not around.exact:
        yield Note("approximate", view.id(around.subject), Words("按浮点数计算", "computed in floating point"))


def _self_held(view: View, held: Holdings, firm: int, place: int) -> Note:
    """Return that a firm is said to hold itself, which gives nobody anything."""
    name, stake = view.name(firm), held.edges.value("ratio", place)
    zh, en = ("", "") if stake is None else (f"（{per_cent(stake)}）", f" ({per_cent(stake)})")
    words = Words(
        f"{name} 登记为自己的股东{zh}，不计为任何人的权益，所缺部分计入未知",
        f"{name} is said to hold itself{en}: nobody's share, and what is missing counts as unknown",
    )
    return Note("self_loop", view.id(firm), words, held.edges.evidence_of(place))


def _evidence_of(held: Holdings, told: Sequence[int]) -> tuple[str, ...]:
    return united([held.evidence(holding) for holding in told])
