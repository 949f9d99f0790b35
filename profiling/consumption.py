"""Level and trend of money spent and received over the last months of bank flow (document 003, rows 3-15, 3-16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import shortest
from firmgraph.graph.risk.days import months_earlier
from firmgraph.profiling.measured import amount_of, evidence_of
from firmgraph.profiling.money import to_cents

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Consumption:
    """Bank flow of a window of months, both days included, in yuan.

    `level` is what was spent a month on average, `slope` by how much that changes a month (least squares); None where
    an amount is in another currency.
    """

    first: str
    last: str
    received: Decimal | None
    spent: tuple[Decimal, ...] | None
    evidence: tuple[str, ...]

    @property
    def level(self) -> Decimal | None:
        """The mean of what was spent in a month."""
        return None if self.spent is None else to_cents(sum(self.spent, _ZERO) / len(self.spent))

    @property
    def slope(self) -> Decimal | None:
        """The slope of what was spent, in yuan a month."""
        return None if self.spent is None else to_cents(_slope(self.spent))

    @property
    def trend(self) -> str | None:
        """Whether consumption is rising, falling or level."""
        if self.slope is None:
            return None
        return "rising" if self.slope > 0 else "falling" if self.slope < 0 else "level"

    def wire(self) -> dict[str, object]:
        """The body of the window."""
        told = {"received": self.received, "level": self.level, "slope": self.slope}
        amounts = {name: None if amount is None else shortest(amount) for name, amount in told.items()}
        return {
            "from": self.first,
            "to": self.last,
            **amounts,
            "spent": None if self.spent is None else [shortest(month) for month in self.spent],
            "trend": self.trend,
            "evidence": list(self.evidence),
        }


def consumption(rows: Iterable[StoredRecord], day: str, months: int) -> Consumption | None:
    """Return what flowed in the months up to a day, both ends included; None where no flow of the window is known."""
    first = months_earlier(day, months)
    within = [row for row in rows if first <= row.payload["date"] <= day]
    if not within:
        return None
    incoming = [amount_of(row, "amount") for row in within if row.payload["direction"] == "in"]
    outgoing = [(row.payload["date"], amount_of(row, "amount")) for row in within if row.payload["direction"] == "out"]
    return Consumption(first, day, _sum(incoming), _by_month(outgoing, day, months), evidence_of(within))


def _by_month(found: Iterable[tuple[str, Decimal | None]], day: str, months: int) -> tuple[Decimal, ...] | None:
    """What was spent in each month of the window, the earliest first; the first day belongs to the earliest."""
    ends = [months_earlier(day, before) for before in range(months - 1, -1, -1)]
    totals = [_ZERO] * months
    for when, amount in found:
        if amount is None:
            return None
        totals[next(place for place, end in enumerate(ends) if when <= end)] += amount
    return tuple(totals)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    total = _ZERO
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def _slope(values: tuple[Decimal, ...]) -> Decimal:
    """The slope of the least-squares line through values one apart; 0 of a single one."""
    middle = Decimal(len(values) - 1) / 2
    spread = sum(((place - middle) ** 2 for place in range(len(values))), _ZERO)
    return sum(((place - middle) * value for place, value in enumerate(values)), _ZERO) / spread if spread else _ZERO
