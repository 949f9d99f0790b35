"""The default cascade (担保代偿传导): who falls after whom, with amounts, and what of it our bank loses."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from firmgraph.graph.guarantees.default import in_default
from firmgraph.graph.guarantees.edges import Component, Guarantee, creditors
from firmgraph.graph.guarantees.spread import Spread, spread
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.risk.statements import Worth, worth
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.verdicts import united
from firmgraph.packs import RulePack


@dataclass(frozen=True, slots=True)
class Called:
    """A party of the cascade: what it must pay for others and its net assets, in fen; the records of both."""

    id: str
    name: str
    amount: int
    net_assets: int | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cascade:
    """The rounds of a cascade and its loss.

    `assumed` tells that nobody is in default and the start is only supposed. `stands` must pay and can; `undecided`
    must pay, and whether it can is not known. `loss` in fen is the guaranteed balance of fallen debtors for which every
    guarantor has fallen too (a standing guarantor pays); `unstated` counts such debts without an amount.
    """

    assumed: bool
    rounds: tuple[tuple[Called, ...], ...]
    stands: tuple[Called, ...]
    undecided: tuple[Called, ...]
    loss: int
    unstated: int


def defaulted(view: View, found: Component, pack: RulePack) -> tuple[int, ...]:
    """Return the members of a component that are in default on the day."""
    return tuple(member for member in found.members if in_default(view, member, pack).verdict == "FAIL")


def net_assets_of(view: View, found: Component) -> dict[int, Worth]:
    """Return the net assets of all who give guarantees in a component."""
    return {node: worth(view, node) for node in sorted({one.guarantor for one in found.guarantees})}


def cascade(
    view: View, found: Component, start: Collection[int], *, assumed: bool = False, bank: str | None = None
) -> Cascade:
    """Return what follows in a component when some of its members are in default.

    `bank` (id or name) names the creditor whose loss is told; without it the loss of all creditors is.
    """
    worths = net_assets_of(view, found)
    result = spread(start, found.guarantees, {node: own.net_assets for node, own in worths.items()})
    fallen = result.fallen
    loss, unstated = _loss(view, found, fallen, bank)
    standing = frozenset(result.called) - fallen

    def told(nodes: Collection[int]) -> tuple[Called, ...]:
        return tuple(_called(view, node, found, result, worths) for node in sorted(nodes, key=view.id))

    return Cascade(
        assumed,
        tuple(told(falling) for falling in result.rounds),
        told(standing - result.undecided),
        told(result.undecided),
        loss,
        unstated,
    )


def _called(view: View, node: int, found: Component, result: Spread, worths: dict[int, Worth]) -> Called:
    own = worths.get(node) or worth(view, node)
    payable = (one.evidence for one in found.guarantees if one.guarantor == node and one.guaranteed in result.fallen)
    return Called(
        view.id(node), view.name(node), result.called.get(node, 0), own.net_assets, united([*payable, own.evidence])
    )


def _loss(view: View, found: Component, fallen: frozenset[int], bank: str | None) -> tuple[int, int]:
    debts: defaultdict[tuple[str, int], list[Guarantee]] = defaultdict(list)
    for one in found.guarantees:
        if one.guaranteed in fallen:
            debts[one.contract, one.guaranteed].append(one)
    lost = [group for group in debts.values() if all(one.guarantor in fallen for one in group)]
    lost = [group for group in lost if any(_is_owed_to(view, one, bank) for one in group)]
    amounts = [[one.amount for one in group if one.amount is not None] for group in lost]
    return sum(max(stated) for stated in amounts if stated), sum(1 for stated in amounts if not stated)


def _is_owed_to(view: View, guarantee: Guarantee, bank: str | None) -> bool:
    if bank is None:
        return True
    return any(
        bank == view.id(node) or name_key(bank) == name_key(view.name(node)) for node in creditors(view, guarantee)
    )
