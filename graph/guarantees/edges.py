"""Guarantees at a moment: who answers for whose debt, with how much, and to whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from firmgraph.graph.normal.names import name_key
from firmgraph.graph.snapshot.view import View


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One guarantee: the guarantor answers for a debt of the guaranteed.

    `amount` is the balance guaranteed in fen, the agreed amount where no balance is stated, None where neither is in
    yuan. `contract` is alike for the guarantors of one contract. `form` is suretyship, mortgage or pledge.
    """

    id: str
    guarantor: int
    guaranteed: int
    amount: int | None
    form: str | None
    joint: bool | None
    contract: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """The parties that guarantees join, whatever their direction; `truncated` when there are more of them."""

    members: tuple[int, ...]
    guarantees: tuple[Guarantee, ...]
    truncated: bool


def given(view: View, node: int) -> tuple[Guarantee, ...]:
    """Return the guarantees a party gives for others, ordered by id."""
    edges = view.edges("guarantees")
    return _ordered(guarantee_at(view, place) for place in edges.out_of(node) if int(edges.end[place]) != node)


def taken(view: View, node: int) -> tuple[Guarantee, ...]:
    """Return the guarantees others give for a party, ordered by id."""
    edges = view.edges("guarantees")
    return _ordered(guarantee_at(view, place) for place in edges.into_node(node) if int(edges.start[place]) != node)


def guarantee_at(view: View, place: int) -> Guarantee:
    """Return the guarantee at a place among those that hold at the moment."""
    edges = view.edges("guarantees")
    stated, balance = edges.properties_of(place), edges.value("balance", place)
    identifier, number = edges.id_of(place), stated.get("contract_no")
    return Guarantee(
        identifier,
        int(edges.start[place]),
        int(edges.end[place]),
        edges.value("amount", place) if balance is None else balance,
        stated.get("guarantee"),
        stated.get("joint"),
        name_key(number) if number else identifier,
        edges.evidence_of(place),
    )


def _ordered(found: Iterable[Guarantee]) -> tuple[Guarantee, ...]:
    return tuple(sorted(found, key=lambda guarantee: guarantee.id))


def component(view: View, node: int, most: int) -> Component:
    """Return the parties joined with one by guarantees, nearest first to the bound, and the guarantees among them."""
    met, front, truncated = {node}, [node], False
    while front:
        near = {other for member in front for other in _beside(view, member)} - met
        front = sorted(near, key=view.id)
        truncated = len(met) + len(front) > most
        front = front[: most - len(met)]
        met.update(front)
        if truncated:
            break
    members = tuple(sorted(met, key=view.id))
    among = (guarantee for member in members for guarantee in given(view, member) if guarantee.guaranteed in met)
    return Component(members, _ordered(among), truncated)


def _beside(view: View, node: int) -> list[int]:
    edges = view.edges("guarantees")
    return [int(edges.end[place]) for place in edges.out_of(node)] + [
        int(edges.start[place]) for place in edges.into_node(node)
    ]


def creditors(view: View, guarantee: Guarantee) -> tuple[int, ...]:
    """Return to whom a guarantee is given, as its contract states; empty where no contract names a creditor."""
    secured, owed = view.edges("guarantor_in"), view.edges("guaranteed_in")
    contracts = {int(secured.end[place]) for place in secured.out_of(guarantee.guarantor)}
    contracts &= {int(owed.end[place]) for place in owed.out_of(guarantee.guaranteed)}
    naming = view.edges("creditor_in")
    return tuple(
        sorted(
            {
                int(naming.start[place])
                for contract in contracts
                if _is_contract_of(view, contract, guarantee)
                for place in naming.into_node(contract)
            },
            key=view.id,
        )
    )


def _is_contract_of(view: View, contract: int, guarantee: Guarantee) -> bool:
    number = view.properties(contract).get("name")
    return name_key(number) == guarantee.contract if number else guarantee.contract == guarantee.id
