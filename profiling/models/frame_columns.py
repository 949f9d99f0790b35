"""The columns of a client's month in the training table, each from what was observed by the month's last day.

They are the features of a portrait and, beside them, how the client draws on its lines, what it looked at and took.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.risk.days import days_since
from firmgraph.packs import pack_in_force
from firmgraph.profiling.behaviour import FAMILY as INTEREST
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features import FEATURES, measure
from firmgraph.profiling.gates.consent import valid_consents
from firmgraph.profiling.internal import size_of
from firmgraph.profiling.measured import Measured, amount_of
from firmgraph.profiling.models.frame_past import Past

Value = float | str | None
LOOKS = frozenset({"view", "click", "return"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client stands with its open credit accounts on a day: money in yuan, None where it is not told.

    `line`, `balance` and `drawn_total` are of the accounts that have a line; `days` are those overdue, the most of any.
    """

    accounts: tuple[StoredRecord, ...]
    line: float | None
    balance: float | None
    drawn_total: float | None
    days: int | None
    observed: str

    @property
    def utilisation(self) -> float | None:
        """What is drawn of the lines at the time, up to 1; None without a line or where it is not told."""
        return min(self.balance / self.line, 1.0) if self.line and self.balance is not None else None


@dataclass(frozen=True)
class Seen:
    """A client as it was known on a cut-off, the last day of a month."""

    past: Past
    day: str

    @property
    def facts(self) -> Facts:
        """The facts on the cut-off."""
        return self.past.facts_at(self.day)

    @cached_property
    def features(self) -> Mapping[str, Measured]:
        """The features of a portrait on the cut-off."""
        return measure(self.facts)

    def standing(self, months: int = 0) -> Standing | None:
        """How the client stood so many months before the cut-off; None without an open account."""
        return standing_of(self.past.facts_at(month_end(self.day, -months)))

    @cached_property
    def draws(self) -> tuple[float | None, ...]:
        """What was drawn in each of the last twelve months, the latest first, in yuan; None where not told."""
        stood = [self.standing(back) for back in range(13)]
        totals = [one.drawn_total if one else None for one in stood]
        return tuple(None if now is None or before is None else now - before for now, before in pairwise(totals))

    @cached_property
    def looks(self) -> tuple[StoredRecord, ...] | None:
        """What the client did on pages; None without its consent to the analysis."""
        purpose = pack_in_force(INTEREST, self.day).parameters["consent"]
        return self.facts.of("behaviour") if valid_consents(self.facts, purpose) else None


Column = Callable[[Seen], Value]


@cache
def table_rules() -> Mapping[str, Any]:
    """The table of columns, labels and how the table is split."""
    rules: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / "table.yaml").read_text("utf-8"))
    return rules


def month_end(day: str, months: int = 0) -> str:
    """Return the last day of the month so many months after that of a day (ISO)."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1]).isoformat()


def standing_of(facts: Facts) -> Standing | None:
    """Return how a client stands with its open credit accounts; None without any."""
    accounts = tuple(row for row in facts.of("credit_account") if facts.is_open(row))
    if not accounts:
        return None
    lined = [row for row in accounts if amount_of(row, "line")]
    days = [row.payload["overdue_days"] for row in accounts if "overdue_days" in row.payload]
    return Standing(
        accounts,
        _sum(lined, "line"),
        _sum(lined, "balance"),
        _sum(lined, "drawn_total"),
        max(days, default=None),
        max(row.observed_at for row in accounts),
    )


def _sum(rows: Iterable[StoredRecord], column: str) -> float | None:
    amounts = [amount_of(row, column) for row in rows]
    known = [amount for amount in amounts if amount is not None]
    return float(sum(known, Decimal(0))) if known and len(known) == len(amounts) else None


def _feature(name: str) -> Column:
    def told(seen: Seen) -> Value:
        value = seen.features[name].value
        return None if value is None else float(value)

    return told


def _used(months: int) -> Column:
    def told(seen: Seen) -> Value:
        stood = seen.standing(months)
        return stood.utilisation if stood else None

    return told


def _stood(name: str) -> Column:
    def told(seen: Seen) -> Value:
        stood = seen.standing()
        value = getattr(stood, name) if stood else None
        return None if value is None else float(value)

    return told


def industry(seen: Seen) -> Value:
    """The section of the client's industry (GB/T 4754), a letter."""
    code = seen.facts.property("industry")
    return str(code)[:1] if code else None


def region(seen: Seen) -> Value:
    """The client's region, a six-digit code where the registry gives one."""
    found = seen.facts.property("region")
    return str(found) if found else None


def size(seen: Seen) -> Value:
    """The SME size class."""
    return size_of(seen.facts)[0]


def drawn_in_all(seen: Seen) -> Value:
    """All that was drawn against the lines, which may exceed 1."""
    stood = seen.standing()
    return stood.drawn_total / stood.line if stood and stood.line and stood.drawn_total is not None else None


def months_since_draw(seen: Seen) -> Value:
    """Whole months since the last draw, 12 when there was none in a year; unknown where nothing is told."""
    if all(drawn is None for drawn in seen.draws):
        return None
    return float(next((back for back, drawn in enumerate(seen.draws) if drawn), 12))


def draws_in_six(seen: Seen) -> Value:
    """Months of the last six in which something was drawn."""
    told = [drawn for drawn in seen.draws[:6] if drawn is not None]
    return float(sum(drawn > 0 for drawn in told)) if told else None


def used_in_year(seen: Seen) -> Value:
    """The mean of what was drawn of the lines at the ends of the last twelve months, of those told."""
    stood = [seen.standing(back) for back in range(12)]
    told = [one.utilisation for one in stood if one is not None and one.utilisation is not None]
    return sum(told) / len(told) if told else None


def draws_in_year(seen: Seen) -> Value:
    """The share of the last twelve months, of those told, in which something was drawn."""
    told = [drawn for drawn in seen.draws if drawn is not None]
    return sum(drawn > 0 for drawn in told) / len(told) if told else None


def drawn_in_three(seen: Seen) -> Value:
    """What was drawn in the last three months against the lines."""
    stood, told = seen.standing(), [drawn for drawn in seen.draws[:3] if drawn is not None]
    return sum(told) / stood.line if stood and stood.line and told else None


def months_on_book(seen: Seen) -> Value:
    """Months since the oldest open account was opened."""
    stood = seen.standing()
    opened = [str(row.payload["opened"]) for row in stood.accounts if "opened" in row.payload] if stood else []
    return days_since(min(opened), seen.day) // 30.4375 if opened else None


def month_of_year(seen: Seen) -> Value:
    """The month of the cut-off, 1 to 12."""
    return float(seen.day[5:7])


def _looked(events: Iterable[str], window: str) -> Column:
    counted = frozenset(events)

    def told(seen: Seen) -> Value:
        rows = _recent(seen, window)
        return None if rows is None else float(sum(row.payload["event"] in counted for row in rows))

    return told


def products_viewed(seen: Seen) -> Value:
    """Products looked at in a quarter."""
    rows = _recent(seen, "quarter")
    found = None if rows is None else {row.payload["product_id"] for row in rows if row.payload.get("product_id")}
    return None if found is None else float(len(found))


def seconds_on_products(seen: Seen) -> Value:
    """Seconds dwelt on product pages in a quarter."""
    rows = _recent(seen, "quarter")
    if rows is None:
        return None
    return float(sum(float(row.payload.get("value") or 0) for row in rows if row.payload["event"] == "dwell"))


def _recent(seen: Seen, window: str) -> list[StoredRecord] | None:
    days = table_rules()["looks"][window]
    return None if seen.looks is None else [r for r in seen.looks if days_since(str(r.payload["at"]), seen.day) <= days]


def deals_taken(seen: Seen) -> Value:
    """Products taken so far; unknown of a firm that is not on the bank's list of clients."""
    return float(len(seen.facts.of("deal"))) if seen.facts.knows("customer") else None


def months_since_deal(seen: Seen) -> Value:
    """Months since a product was last taken; unknown where none was."""
    days = [row.payload["date"] for row in seen.facts.of("deal")]
    return days_since(max(days), seen.day) // 30.4375 if days else None


_OWN: tuple[Column, ...] = (
    industry,
    region,
    size,
    drawn_in_all,
    months_since_draw,
    draws_in_six,
    draws_in_year,
    drawn_in_three,
    used_in_year,
    months_on_book,
    month_of_year,
    products_viewed,
    seconds_on_products,
    deals_taken,
    months_since_deal,
)
COLUMNS: Mapping[str, Column] = {
    **{feature.__name__: _feature(feature.__name__) for feature in FEATURES},
    **{column.__name__: column for column in _OWN},
    "line": _stood("line"),
    "days_overdue": _stood("days"),
    "utilisation": _used(0),
    **{f"utilisation_{months}": _used(months) for months in (1, 2, 3)},
    "product_searches": _looked(("search",), "quarter"),
    "product_views_in_month": _looked(LOOKS, "month"),
    "product_views_in_quarter": _looked(LOOKS, "quarter"),
}
"""How each column of `data/table.yaml` is told."""


def blocks_of(label: str) -> dict[str, list[str]]:
    """Return the columns that the model of a label learns from, by kind of information."""
    sorts = table_rules()["labels"][label]["learns"]
    found = {
        group: [column for sort in sorts for column in told.get(sort, ())]
        for group, told in table_rules()["groups"].items()
    }
    return {group: columns for group, columns in found.items() if columns}
