"""Sums of money in every writing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.nlp.litigation.amounts import find_sums, numeral
from firmgraph.nlp.text import normal_form


def sums(text: str) -> list[tuple[int, str, str]]:
    return [(s.fen, s.currency, text[s.start : s.end]) for s in find_sums(normal_form(text))]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("三百万元", 300_000_000),
        ("1,200万元", 1_200_000_000),
        ("人民币叁佰万元整", 300_000_000),
        ("１，２００万元", 1_200_000_000),
        ("￥500,000.00", 50_000_000),
        ("壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", 123_456_789),
        ("3元5角3分", 353),
        ("两千万元", 2_000_000_000),
        ("1.2亿元", 12_000_000_000),
        ("7.98万元", 7_980_000),
        ("0.5元", 50),
        ("5千万元", 5_000_000_000),
        ("1.2万余元", 1_200_000),
        ("RMB 1500", 150_000),
        ("九角", None),
    ],
)
def test_a_sum_is_read_whole(text: str, fen: int | None) -> None:
    assert sums(f"支付{text}。") == ([(fen, "CNY", text)] if fen else [])


@pytest.mark.parametrize(
    ("text", "currency"), [("10万美元", "USD"), ("港币300万元", "HKD"), ("€20", "EUR"), ("US$5", "USD")]
)
def test_other_currencies_keep_their_name(text: str, currency: str) -> None:
    assert [found[1:] for found in sums(text)] == [(currency, text)]


@pytest.mark.parametrize(
    "text", ["", "二〇一九年", "万元", "百万元", "第三百条", "1000.00.5元", "1" * 40 + "元", "1,2345元"]
)
def test_what_is_no_sum_is_none(text: str) -> None:
    assert sums(text) == []


def test_a_comma_of_the_sentence_is_not_one_of_the_number() -> None:
    assert [found[0] for found in sums("共计，300元，其中2031年，45元")] == [30_000, 4_500]


@given(st.integers(0, 10**14))
def test_grouped_figures_keep_their_value(fen: int) -> None:
    assert [found[0] for found in sums(f"支付{fen // 100:,}.{fen % 100:02}元")] == [fen]


@pytest.mark.parametrize(
    ("hanzi", "value"), [("三百万", 3_000_000), ("陆万", 60_000), ("十", 10), ("〇", 0), ("", None), ("百十千", None)]
)
def test_numerals_of_both_writings(hanzi: str, value: int | None) -> None:
    assert numeral(hanzi) == (None if value is None else Decimal(value))
