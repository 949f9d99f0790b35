"""The related parties (关联方) of a firm by the packs of the day or those chosen."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from firmgraph.graph.groups.bearing import Found, RelatedParty, ordered, told
from firmgraph.graph.groups.cas36 import Disclosure
from firmgraph.graph.groups.dimensions import Depth, Dimensions, TradeShare
from firmgraph.graph.groups.links import evidence
from firmgraph.graph.groups.members import Membership
from firmgraph.graph.ownership.parties import Party, party
from firmgraph.graph.ownership.proof import certainty
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack, pack_for, packs_in_force

FAMILY, GROUP, STANDARD = "related-parties", "group-customer", "related-cas-36"


@dataclass(frozen=True, slots=True)
class RelatedAsk:
    """What related parties are sought for: packs by id (default those in force), the amount asked for in fen, which
    decides how far is looked, and shares of trade where they are known.
    """

    packs: Sequence[str] = ()
    amount: int | None = None
    trade: Sequence[TradeShare] = ()


@dataclass(frozen=True, slots=True)
class RelatedParties:
    """The related parties of a firm, the most closely bound first; `unlooked` names dimensions the depth left out.

    `truncated` when a rule finds more parties than a group may have members.
    """

    subject: Party
    packs: tuple[str, ...]
    parties: tuple[RelatedParty, ...]
    unlooked: tuple[str, ...]
    truncated: bool


def related_parties(view: View, firm: int, ask: RelatedAsk = RelatedAsk()) -> RelatedParties:
    """Return the related parties of a firm on the day of the view.

    By default both the six dimensions of the bank and 准则36; a chosen group pack tells the members of the group.
    """
    group = pack_for(GROUP, view.day, ask.packs)
    membership = Membership(view, firm, group, pack_for("company-law", view.day, ask.packs))
    asked = _asked(view.day, ask.packs, group)
    found = [related for pack in asked for related in _by_pack(pack, membership, ask)]
    scanned = [_depth(pack, ask.amount).hidden for pack in asked if "depth" in pack.parameters]
    unlooked = ("hidden",) if scanned and not all(scanned) else ()
    parties, truncated = _bounded(ordered(found), group.parameters["most_members"])
    return RelatedParties(party(view, firm), tuple(pack.id for pack in asked), parties, unlooked, truncated)


def _bounded(found: Sequence[RelatedParty], most: int) -> tuple[tuple[RelatedParty, ...], bool]:
    """Return at most so many parties of each rule, those in front, and whether there are more."""
    counted = Counter[tuple[str, str]]()
    kept = []
    for one in found:
        counted[one.pack, one.rule] += 1
        if counted[one.pack, one.rule] <= most:
            kept.append(one)
    return tuple(kept), len(kept) < len(found)


def _asked(day: str, chosen: Sequence[str], group: RulePack) -> tuple[RulePack, ...]:
    """Return the packs to answer by: those chosen that tell related parties, else the two in force."""
    standing = [pack_for(FAMILY, day, [pack.id]) for pack in packs_in_force(FAMILY, day, chosen)]
    named = [pack for pack in standing if pack.id in chosen]
    if group.id in chosen:
        return (*named, group)
    return tuple(named or standing)


def _by_pack(pack: RulePack, membership: Membership, ask: RelatedAsk) -> Iterator[RelatedParty]:
    view, firm = membership.view, membership.firm
    if pack.family == GROUP:
        yield from _group_members(membership)
        return
    found: Iterator[Found]
    if pack.id == STANDARD:
        found = Disclosure(pack, membership).every()
    else:
        found = Dimensions(pack, membership, _depth(pack, ask.amount), ask.trade).every()
    yield from told(view, firm, pack, found)


def _group_members(membership: Membership) -> Iterator[RelatedParty]:
    """Yield the firms of the group, each by the first legal test it meets."""
    view, best = membership.view, dict[int, RelatedParty]()
    for met in sorted(membership.every(), key=lambda met: (met.suspected, met.test)):
        words = membership.rule["tests"][met.test]
        if met.firm not in best:
            best[met.firm] = RelatedParty(
                view.id(met.firm), view.name(met.firm), view.kind(met.firm), "group", f"test_{met.test}",
                membership.pack.id, float(words["score"]), certainty(met.suspected), Words(words["zh"], words["en"]),
                evidence([met.path]),
            )  # fmt: skip
    yield from best.values()


def _depth(pack: RulePack, amount: int | None) -> Depth:
    """Return how far the pack looks for an amount in fen; everything without an amount."""
    steps = pack.parameters["depth"]
    chosen = steps[-1]
    if amount is not None:
        yuan = Decimal(amount) / 100
        chosen = next(step for step in steps if _within(step, yuan))
    return Depth(chosen["layers"], bool(chosen["hidden"]))


def _within(step: Mapping[str, str], yuan: Decimal) -> bool:
    if "below" in step:
        return yuan < Decimal(step["below"])
    return yuan <= Decimal(step["at_most"]) if "at_most" in step else True
