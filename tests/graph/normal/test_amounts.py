"""Money as exact decimals with its currency kept, shares as integers of 1e-8."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from firmgraph.graph.normal import amounts


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1,000(万元人民币)", "10000000"),
        ("800万美元", "8000000 USD"),
        ("800(万美元 )", "8000000 USD"),
        ("137(万)", "1370000"),
        ("10（万元）", "100000"),
        ("50(万元(港币))", "500000 HKD"),
        ("1.5亿元", "150000000"),
        ("500万元", "5000000"),
        ("￥12,345.60", "12345.6"),
        ("-943.4", "-943.4"),
        ("5000000", "5000000"),
        ("0.10", "0.1"),
        (5000000, "5000000"),
        (12.5, "12.5"),
    ],
)
def test_money_is_read_exactly(text: object, money: str) -> None:
    assert amounts.money(text) == money


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("100()", "money_unit"),
        ("100万贝壳", "money_unit"),
        ("若干", "money_form"),
        ("1e999", "money_unit"),
        ("nan", "money_form"),
    ],
)
def test_what_is_no_money_says_why(text: object, code: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        amounts.money(text)
    assert caught.value.type == code


@given(st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e12"), places=2))
def test_no_cent_is_lost(amount: Decimal) -> None:
    assert Decimal(amounts.money(format(amount, "f"))) == amount


def test_another_currency_is_never_yuan() -> None:
    assert amounts.yuan("8000000 USD") is None
    assert amounts.yuan("12.5") == Decimal("12.5")
    assert amounts.yuan(None) is None


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("25%", 25_000_000),
        ("25.00%", 25_000_000),
        ("0.25", 25_000_000),
        ("1", 100_000_000),
        ("0.255556", 25_555_600),
        ("２５％", 25_000_000),
    ],
)
def test_shares_are_integers_at_the_line(text: object, share: int) -> None:
    assert amounts.share(text) == share


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("25", "share_ambiguous"),
        ("125%", "share_range"),
        ("-5%", "share_range"),
        ("半", "share_form"),
        ("inf", "share_form"),
    ],
)
def test_what_is_no_share_says_why(text: object, code: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        amounts.share(text)
    assert caught.value.type == code


@given(st.integers(min_value=0, max_value=amounts.SHARE_UNIT))
def test_shares_survive_being_written(parts: int) -> None:
    assert amounts.share(amounts.share_text(parts)) == parts


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1), "1"),
        (Fraction(0), "0"),
        (Fraction(23, 90), "0.255556"),
        (Fraction(24_999_999, 10**8), "0.24999999"),
        (Fraction(4185, 10_000), "0.4185"),
        (Decimal("0.25"), "0.25"),
        (Fraction(1, 4) - Fraction(1, 3 * 10**7), "0.24999997"),
        (Fraction(1, 4) + Fraction(1, 3 * 10**10), "0.250000000033"),
        (Fraction(1, 10**30), "0"),
    ],
)
def test_a_fraction_is_told_in_full_or_to_six_places_never_on_a_line_it_is_not_on(
    share: Fraction | Decimal, text: str
) -> None:
    assert amounts.fraction_text(share) == text


@given(st.fractions(min_value=0, max_value=2))
def test_a_fraction_is_told_to_half_a_millionth(share: Fraction) -> None:
    assert abs(Fraction(amounts.fraction_text(share)) - share) <= Fraction(1, 2 * 10**6)
