from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.profiling.rows import product

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.pricing import Pricer, Quote, lpr_table, read_lpr

PRICE = pack_by_id("price")


def priced(months: int = 12, grade: str = "premium", day: str = "2025-06-20", **stated: Any) -> Quote:
    own = {"rate_min": None, "rate_max": None, **stated}
    return Pricer(months, (), grade, day, PRICE).quote(product("P1", **own))


def test_the_rate_is_the_base_of_the_day_and_the_spread() -> None:
    found = priced()
    assert (found.base, found.base_day) == (Decimal("0.03"), "2025-05-20")
    assert found.spread_bp == {"grade": 110, "guarantee": 120, "term": 0}
    assert found.rate == Decimal("0.0530")


@pytest.mark.parametrize(
    ("day", "base"), [("2025-05-19", "0.0310"), ("2025-05-20", "0.0300"), ("2019-08-20", "0.0425")]
)
def test_the_base_holds_from_its_day_on(day: str, base: str) -> None:
    assert priced(day=day).base == Decimal(base)


@pytest.mark.parametrize(
    ("months", "base", "term"),
    [(12, "0.03", 0), (13, "0.03", 15), (37, "0.03", 30), (60, "0.03", 30), (61, "0.035", 30)],
)
def test_the_term_decides_base_and_spread(months: int, base: str, term: int) -> None:
    found = priced(months)
    assert (found.base, found.spread_bp["term"]) == (Decimal(base), term)


def test_a_better_grade_and_a_guarantee_are_cheaper() -> None:
    rates = [priced(grade=grade).rate for grade in ("basic", "standard", "premium", "elite")]
    assert rates == sorted(rates, reverse=True)  # type: ignore[type-var]
    assert priced(guarantee_types=["mortgage"]).rate < priced().rate  # type: ignore[operator]


def test_the_cheapest_guarantee_offered_counts_else_the_dearest_wanted() -> None:
    both = product("P1", guarantee_types=["mortgage", "suretyship"], rate_min=None, rate_max=None)
    offered = Pricer(12, ("mortgage", "pledge"), "premium", "2025-06-20", PRICE).quote(both)
    assert offered.spread_bp["guarantee"] == 20
    assert Pricer(12, (), "premium", "2025-06-20", PRICE).quote(both).spread_bp["guarantee"] == 70


def test_the_product_bounds_the_rate_and_that_is_told() -> None:
    assert (priced(rate_max="5%").rate, priced(rate_max="5%").bound) == (Decimal("0.05"), "rate_max")
    assert (priced(rate_min="6%").rate, priced(rate_min="6%").bound) == (Decimal("0.06"), "rate_min")


def test_before_the_table_the_products_highest_rate_is_told() -> None:
    found = priced(day="2019-08-19", rate_min="4%", rate_max="5%")
    assert (found.rate, found.base) == (Decimal("0.05"), None)
    assert "no loan prime rate" in found.note
    assert priced(day="2019-08-19").rate is None


def test_after_the_table_the_last_rate_is_said_to_be_old() -> None:
    assert lpr_table().published_until in priced(day="2027-01-01").note
    assert priced(day=lpr_table().published_until).note == ""


def listed(*days: str, rate: str = "0.03") -> str:
    rates = ", ".join(f"{{from: {day}, one_year: {rate}, five_years: 0.03}}" for day in days)
    return f"rates: [{rates}]\npublished_until: 2024-03-01"


@pytest.mark.parametrize(
    "text", ["", "rates: []", "a: [", listed(), listed("2024-01-01", rate="3"), listed("2024-02-01", "2024-01-01")]
)
def test_a_broken_table_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lpr.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"lpr\.yaml"):
        read_lpr(path)
