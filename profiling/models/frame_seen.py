"""A client as it was known on a cut-off: its facts, how it stood with its accounts, what it drew and looked at."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from firmgraph.graph.elements import StoredRecord
from firmgraph.packs import pack_in_force
from firmgraph.profiling.behaviour import FAMILY as INTEREST
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.features import FEATURES
from firmgraph.profiling.gates.consent import valid_consents
from firmgraph.profiling.measured import Measured, amount_of
from firmgraph.profiling.models.frame_past import Past
from firmgraph.profiling.remembering import Remembering

Value = float | str | None
_FEATURES = {feature.__name__: feature for feature in FEATURES}


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
class Seen(Remembering):
    """A client as it was known on a cut-off, the last day of a month."""

    past: Past
    day: str

    @property
    def facts(self) -> Facts:
        """The facts on the cut-off."""
        return self.past.facts_at(self.day)

    def feature(self, name: str) -> Measured:
        """A feature of a portrait on the cut-off."""
        return self.facts.once(_FEATURES[name])

    def standing(self, months: int = 0) -> Standing | None:
        """How the client stood so many months before the cut-off; None without an open account."""
        return self.past.accounts_at(month_end(self.day, -months)).once(standing_of)

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


@cache
def table_rules() -> Mapping[str, Any]:
    """The table of columns, labels and how the table is split."""
    rules: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "data" / "table.yaml").read_text("utf-8"))
    return rules


@lru_cache(maxsize=4096)
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
