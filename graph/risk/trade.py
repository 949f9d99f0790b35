"""Trade concentration (交易集中度): how much of a firm's sales and purchases hangs on single counterparties."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from firmgraph.graph.risk.amounts import fraction, reaches
from firmgraph.graph.risk.findings import Finding, share_unit
from firmgraph.graph.verdicts import judged, united
from firmgraph.packs import RulePack, pack_for

CONCENTRATION = "trade-concentration"
Side = Literal["seller", "buyer"]


class Trade(NamedTuple):
    """One invoice of a firm: the counterparty, the amount in fen (negative on a red invoice), and its record."""

    counterparty: str
    amount: int
    evidence: tuple[str, ...] = ()


class Counterparty(NamedTuple):
    """A counterparty with its net amount in fen and its share of the total."""

    name: str
    amount: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Concentration:
    """The concentration of one side: as `seller` among customers, as `buyer` among suppliers.

    `largest` are the counterparties with the largest net amounts; `single` and `top` the findings of both lines.
    """

    side: Side
    total: int
    counterparties: int
    largest: tuple[Counterparty, ...]
    single: Finding
    top: Finding


def concentration(trades: Iterable[Trade], side: Side, day: str, chosen: Sequence[str] = ()) -> Concentration:
    """Return the concentration of a firm's trades on one side under a pack; UNKNOWN where there is no trade."""
    pack, rows = pack_for(CONCENTRATION, day, chosen), list(trades)
    net: Counter[str] = Counter()
    for trade in rows:
        net[trade.counterparty] += trade.amount
    ordered = sorted(((amount, name) for name, amount in net.items() if amount > 0), key=lambda one: (-one[0], one[1]))
    total = sum(amount for amount, _ in ordered)
    largest = tuple(
        Counterparty(name, amount, fraction(amount, total)) for amount, name in ordered[: pack.parameters["top"]]
    )
    names = {one.name for one in largest}
    evidence = united(trade.evidence for trade in rows if trade.counterparty in names)
    return Concentration(
        side,
        total,
        len(ordered),
        largest,
        _line("single", largest[:1], total, pack, evidence),
        _line("top_share", largest, total, pack, evidence),
    )


_WORDS = {
    "single": ("单一交易对手占比", "share of the largest counterparty"),
    "top_share": ("前五大交易对手占比", "share of the five largest counterparties"),
}


def _line(rule: str, parties: Sequence[Counterparty], total: int, pack: RulePack, evidence: tuple[str, ...]) -> Finding:
    amount, (zh, en) = sum(one.amount for one in parties), _WORDS[rule]
    fails = reaches(amount, Decimal(pack.parameters[rule]), total) if total else None
    value = fraction(amount, total) if total else None
    unit = share_unit(value)
    return Finding(f"concentration_{rule}", pack.id, judged(fails), zh, en, evidence, value=value, unit=unit)
