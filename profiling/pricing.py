"""The price of a loan: the loan prime rate (LPR) of the day, and a spread by client grade, guarantee and term."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.catalogue import Product
from firmgraph.settings import get_settings

_FILE = Path(__file__).parent / "data" / "lpr.yaml"
BASIS_POINT = Decimal("0.0001")


class LprRate(BaseModel):
    """The rates from a day on, yearly fractions: for terms up to five years, and for longer ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    day: str = Field(alias="from", pattern=r"^\d{4}-\d{2}-\d{2}$")
    one_year: Decimal = Field(gt=0, lt=1)
    five_years: Decimal = Field(gt=0, lt=1)


@dataclass(frozen=True, slots=True)
class LprTable:
    """The rates in order of their days; `published_until` is the last day of which the table knows."""

    rates: tuple[LprRate, ...]
    published_until: str

    def at(self, day: str) -> LprRate | None:
        """Return the rates that hold on a day; None before the first."""
        place = bisect_right([rate.day for rate in self.rates], day)
        return self.rates[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class Quote:
    """A yearly rate and what it is made of: base, spread by part in basis points, the product's bound that held it.

    `rate` is None where neither the base nor the product says anything; `note` says what is not known or old.
    """

    rate: Decimal | None
    base: Decimal | None
    base_day: str | None
    spread_bp: Mapping[str, int]
    bound: str | None = None
    note: str = ""

    def wire(self) -> dict[str, Any]:
        """The body of a quote."""
        return {
            "lpr": None if self.base is None else f"{self.base:f}",
            "lpr_from": self.base_day,
            "spread_bp": dict(self.spread_bp),
            "bound": self.bound,
            "note": self.note,
        }


@cache
def read_lpr(path: Path) -> LprTable:
    """Return the table of a file; raise InvalidInput that names the file and what is wrong with it."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        rates = [LprRate.model_validate({**row, "from": str(row["from"])}) for row in told["rates"]]
        published = str(told["published_until"])
    except (OSError, yaml.YAMLError, ValidationError, KeyError, TypeError) as error:
        raise InvalidInput(f"{path.name}: not a table of loan prime rates: {' '.join(str(error).split())}") from error
    if [rate.day for rate in rates] != sorted({rate.day for rate in rates}) or not rates:
        raise InvalidInput(f"{path.name}: the days of the rates must increase")
    return LprTable(tuple(rates), published)


def lpr_table() -> LprTable:
    """Return the table in use: the settings' file, else the one that ships."""
    chosen = get_settings().lpr_file
    return read_lpr(Path(chosen) if chosen else _FILE)


class Pricer:
    """Prices products for a client of a grade that offers some guarantees, over so many months, on a day."""

    def __init__(self, months: int, guarantees: tuple[str, ...], grade: str, day: str, pack: RulePack) -> None:
        """Price by the loan prime rate of the day and the spreads of a pack."""
        table, rules = lpr_table(), pack.parameters
        spreads = rules["spread_bp"]
        steps = (step["bp"] for step in spreads["term"] if months > step["more_than"])
        self._day, self._found, self._offered = day, table.at(day), {*guarantees, "unsecured"}
        self._grade, self._term = int(spreads["grade"].get(grade, 0)), max(steps, default=0)
        self._guarantees: Mapping[str, int] = spreads["guarantee"]
        self._is_long = months > rules["long_term_more_than"]
        self._note = f"loan prime rates are known up to {table.published_until}" if day > table.published_until else ""
        self._spreads: dict[tuple[str, ...], Mapping[str, int]] = {}

    def quote(self, product: Product) -> Quote:
        """Return the price of a product.

        Of the guarantees given that the product takes the cheapest counts; of a product whose guarantees are not
        offered, its dearest.
        """
        kinds = product.guarantee_types
        if kinds not in self._spreads:
            self._spreads[kinds] = {"grade": self._grade, "guarantee": self._guarantee(kinds), "term": self._term}
        spread, found = self._spreads[kinds], self._found
        if found is None:
            note = f"no loan prime rate of {self._day} is known"
            return Quote(product.rate_max or product.rate_min, None, None, spread, note=note)
        base = found.five_years if self._is_long else found.one_year
        rate, bound = _within(base + sum(spread.values()) * BASIS_POINT, product)
        return Quote(rate, base, found.day, spread, bound, self._note)

    def _guarantee(self, kinds: Iterable[str]) -> int:
        taken, spreads = set(kinds), self._guarantees
        fitting = [spreads[kind] for kind in taken & self._offered if kind in spreads]
        if fitting:
            return min(fitting)
        return max((spreads[kind] for kind in taken if kind in spreads), default=max(spreads.values()))


def _within(rate: Decimal, product: Product) -> tuple[Decimal, str | None]:
    if product.rate_max is not None and rate > product.rate_max:
        return product.rate_max, "rate_max"
    if product.rate_min is not None and rate < product.rate_min:
        return product.rate_min, "rate_min"
    return rate, None
