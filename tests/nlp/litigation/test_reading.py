"""Whole documents, and any text at all."""

import time
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.nlp.litigation.documents import JUDGMENT
from tests.nlp.timing import least_seconds

from firmgraph.nlp.litigation.judgment import Judgment
from firmgraph.nlp.litigation.reading import read_judgment

_PIECES = [
    *[
        "原告",
        "被告",
        "第三人",
        "上诉人(原审被告)",
        "担保人",
        "被执行人",
        "：",
        "，",
        "。",
        "、",
        "\n",
        "(",
        ")",
        "（以下简称",
        "“",
        "”",
    ],
    *[
        "张三",
        "李某甲",
        "王x1",
        "青石甲有限公司",
        "三百万元",
        "1,200万元",
        "人民币",
        "¥3.5",
        "元",
        "万",
        "角",
        "(2031)云01民初7号",
        "号",
    ],
    *[
        "人民法院",
        "云山省青石市",
        "判决如下：",
        "一、",
        "驳回",
        "诉讼请求",
        "准许撤诉",
        "达成协议",
        "未履行",
        "终结本次执行",
        "如果",
        "纠纷一案",
    ],
    *[
        "2031年2月30日",
        "二〇三一年六月三十日",
        "买卖合同纠纷",
        "提供担保",
        "为",
        "\0",
        "\ud800",
        "😀",
        "<b>",
        "&nbsp;",
        "１２３",
    ],
]
any_text = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.text(alphabet=st.characters(exclude_categories=()), max_size=6)), max_size=25
).map("".join)


def places(value: Any) -> list[tuple[int, int]]:
    """All places inside a result."""
    if isinstance(value, tuple):
        return [place for part in value for place in places(part)]
    if not is_dataclass(value):
        return []
    parts = {field.name: getattr(value, field.name) for field in fields(value)}
    own = [(parts["start"], parts["end"])] if "start" in parts else []
    return own + [place for part in parts.values() for place in places(part)]


def test_a_judgment_is_read_whole() -> None:
    read = read_judgment(JUDGMENT, "白水丙丁（集团）股份有限公司")
    assert read.kind is not None
    assert read.kind.value == "judgment"
    assert read.court is not None
    assert read.court.value == "云山省青石市东湖区人民法院"
    assert read.court_level == "basic"
    assert read.case_number is not None
    assert read.case_number.value == "(2031)云0102民初1234号"
    assert read.cited_cases == ()
    assert read.cause is not None
    assert (read.cause.value.id, read.cause.value.group) == ("sale_contract", "sale")
    assert read.filed is not None
    assert read.judged is not None
    assert (read.filed.value, read.judged.value) == (date(2031, 3, 4), date(2031, 6, 30))
    assert read.execution is None
    assert read.result == "partly"


def test_sums_asked_for_and_awarded_leave_out_bases_and_parts() -> None:
    read = read_judgment(JUDGMENT)
    assert read.claimed_fen == 130_000_000
    assert read.awarded_fen == 105_000_000
    assert [(a.kind, a.stage) for a in read.amounts if a.stage != "told" and a.counted] == [
        ("price", "claim"),
        ("penalty", "claim"),
        ("price", "award"),
        ("penalty", "award"),
    ]
    assert [a.fen for a in read.amounts if a.stage == "costs"] == [1_560_000]


def test_what_a_value_says_stands_at_its_place() -> None:
    read = read_judgment(JUDGMENT)
    assert [JUDGMENT[party.start : party.end] for party in read.parties] == [
        "青石甲乙贸易有限公司",
        "白水丙丁（集团）股份有限公司",
        "钱小七",
        "中国某商银行股份有限公司白水支行",
    ]
    assert JUDGMENT[read.amounts[0].start : read.amounts[0].end] == "1,200,000元"
    assert read.judged is not None
    assert JUDGMENT[read.judged.start : read.judged.end] == "二〇三一年六月三十日"


def test_an_empty_text_says_nothing() -> None:
    nothing = Judgment(None, None, None, None, (), None, (), (), (), None, None, None, "unknown")
    assert read_judgment("") == read_judgment(" \n\t ") == read_judgment("\0\ud800😀", "甲") == nothing
    assert nothing.claimed_fen is None
    assert nothing.awarded_fen is None


@given(any_text, st.one_of(st.none(), st.sampled_from(_PIECES)))
@settings(max_examples=300, deadline=None)
def test_places_lie_inside_any_text(text: str, subject: str | None) -> None:
    read = read_judgment(text, subject)
    assert all(0 <= start < end <= len(text) for start, end in places(read))
    assert read == read_judgment(text, subject)
    assert all(amount.fen >= 0 for amount in read.amounts)


_UNITS = [
    *[
        "公",
        "1",
        "\n",
        "\0",
        "(",
        "原告张三，",
        "被告甲公司向",
        "三百万元",
        "(2031)云01民初1号",
        "人民法院",
        "请求判令。",
    ],
    *[
        "判决如下：一、驳回",
        "如未履行",
        "买卖合同纠纷",
        "提供担保，",
        "张三、",
        "原告甲有限公司(简称",
        "<b>",
        "本院达成",
    ],
]


@pytest.mark.parametrize("unit", _UNITS)
def test_time_is_in_line_with_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        return least_seconds(lambda: read_judgment(text, "甲公司"))

    read_judgment("原告张三")
    assert seconds(40_000) < 8 * max(seconds(10_000), 0.03)


def test_a_million_characters_are_read() -> None:
    start = time.process_time()
    read_judgment("原" * 1_000_000)
    assert time.process_time() - start < 20
