"""Financial statements (财务报表) of a firm by the day: which years there are, and its net assets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firmgraph.graph.risk.amounts import fen
from firmgraph.graph.risk.past import begun
from firmgraph.graph.snapshot.view import View

MONEY = ("revenue", "profit", "total_assets", "liabilities", "net_assets", "operating_cash_flow", "interest_expense")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: a period (2024, or 2025-05 up to that month), figures in fen, headcount, and its records."""

    period: str
    audited: bool
    figures: Mapping[str, int]
    evidence: tuple[str, ...]
    staff: int | None = None

    @property
    def is_annual(self) -> bool:
        """Whether it covers a full year."""
        return len(self.period) == 4


@dataclass(frozen=True, slots=True)
class Worth:
    """Net assets in fen, None where no statement tells them; of which period, and whether it was audited."""

    net_assets: int | None
    period: str | None = None
    audited: bool = False
    evidence: tuple[str, ...] = ()


def period_is_over(period: str, day: str) -> bool:
    """Tell whether a period had been reached by a day: a year once it is over, a month once it has come."""
    if len(period) == 4:
        return period < day[:4] or (period == day[:4] and day.endswith("-12-31"))
    return period <= day[:7]


def statements(view: View, node: int) -> tuple[Statement, ...]:
    """Return the statements of a firm for periods over by the day, oldest first, as their nodes have them."""
    table, found = view.snapshot.table("stated_in"), []
    for number in begun(view, "stated_in", node):
        stated = view.properties(int(table.end[number]))
        if period_is_over(period := str(stated.get("name", "")), view.day):
            figures = {name: amount for name in MONEY if (amount := fen(stated.get(name))) is not None}
            found.append(Statement(period, bool(stated.get("audited")), figures, table.evidence_of(number)))
    return tuple(sorted(found, key=lambda one: (one.period, one.audited, one.evidence)))


def annual(told: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return one statement for each full year, oldest first; an audited one before an unaudited."""
    years = {one.period: one for one in sorted(told, key=lambda one: (one.audited, one.evidence)) if one.is_annual}
    return tuple(years[year] for year in sorted(years))


def worth(view: View, node: int) -> Worth:
    """Return the net assets by the latest full year's statement that tells them (an audited one before an unaudited),
    else by the latest of any period.
    """
    telling = [one for one in statements(view, node) if "net_assets" in one.figures]
    if not telling:
        return Worth(None)
    latest = (annual(telling) or telling)[-1]
    return Worth(latest.figures["net_assets"], latest.period, latest.audited, latest.evidence)
