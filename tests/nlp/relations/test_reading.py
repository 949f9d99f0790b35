import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.nlp.strategies import raw_text
from tests.nlp.timing import least_seconds

from firmgraph.errors import InvalidInput
from firmgraph.nlp.relations import Party, TextRelation, relations_in
from firmgraph.nlp.text import normal_form

A, B, C = "恒远商贸有限公司", "南山机械有限公司", "北河铸造厂"


def _told(text: str) -> set[tuple[str, str, str]]:
    return {(one.kind, one.source.name, one.target.name) for one in relations_in(text, learned=False)}


def _only(text: str) -> TextRelation:
    (one,) = relations_in(text, learned=False)
    return one


@pytest.mark.parametrize(
    ("text", "kind", "graph_word"),
    [
        (f"{A}收购了{B}60%的股权。", "acquisition", "holds"),
        (f"{B}被{A}收购", "acquisition", "holds"),
        (f"{A}拟收购{B}", "planned_acquisition", "related_to"),
        (f"{A}持有{B}51%的股权", "holding", "holds"),
        (f"{B}由{A}控股", "holding", "holds"),
        (f"{B}的控股股东为{A}", "holding", "holds"),
        (f"{B}是{A}的全资子公司", "subsidiary", "holds"),
        (f"{A}向{B}增资500万元", "investment", "holds"),
        (f"{B}获{A}增资5000万元", "investment", "holds"),
        (f"{A}出资设立{B}", "founding", "holds"),
        (f"{A}为{B}的贷款提供连带责任担保", "guarantee", "guarantees"),
        (f"{B}由{A}提供担保", "guarantee", "guarantees"),
        (f"{A}向{B}供应钢材", "supply", "supplies"),
        (f"{B}向{A}采购钢材", "supply", "supplies"),
        (f"{B}的主要供应商为{A}", "supply", "supplies"),
        (f"{A}欠{B}货款300万元", "debt", "related_to"),
        (f"{A}代{B}持有股权", "nominee", "nominee_for"),
        (f"{A}协议控制{B}", "agreement_control", "controls_by_agreement"),
    ],
)
def test_direction_is_that_of_the_words(text: str, kind: str, graph_word: str) -> None:
    one = _only(text)
    assert (one.kind, one.relation, one.source.name, one.target.name) == (kind, graph_word, A, B)
    assert not one.symmetric


@pytest.mark.parametrize(
    ("words", "kind", "graph_word"),
    [
        ("与{}签署战略合作协议", "cooperation", "partner_of"),
        ("起诉{}买卖合同纠纷", "dispute", "related_to"),
        ("与{}存在竞争关系", "competition", "related_to"),
        ("与{}为一致行动人", "concert", "acts_in_concert_with"),
        ("与{}同受一人控制", "same_group", "related_to"),
        ("与{}合并", "merger", "related_to"),
    ],
)
def test_a_symmetric_relation_starts_at_the_first_named(words: str, kind: str, graph_word: str) -> None:
    for first, second in ((A, B), (B, A)):
        one = _only(first + words.format(second))
        assert (one.kind, one.relation, one.symmetric) == (kind, graph_word, True)
        assert (one.source.name, one.target.name) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        f"{A}未向{B}提供担保",
        f"{A}没有为{B}提供担保",
        f"{A}未能与{B}达成合作",
        f"{A}不再持有{B}股权",
        f"{A}并非{B}的股东",
        f"如{A}收购{B}，则须提前还款",
        f"如果{A}为{B}提供担保，应事先告知",
        f"{A}可能收购{B}",
        f"{A}是否持有{B}股权？",
        f"{A}持有{B}股权是否属实？",
        f"{A}否认与{B}合作",
        f"{A}成立于2010年。{B}收购了一家铸造厂。",
        f"{A}和{B}均位于工业园区",
    ],
)
def test_what_is_denied_supposed_or_asked_is_not_told(text: str) -> None:
    assert _told(text) == set()


def test_what_is_over_or_hearsay_is_told_as_such() -> None:
    assert _only(f"{A}起诉{B}，已撤诉").ended
    assert _only(f"{A}曾持有{B}股权").ended
    assert not _only(f"{A}持有{B}股权").ended
    assert _only(f"{A}持有{B}股权").certainty == "confirmed"
    assert _only(f"据传{A}持有{B}股权").certainty == _only(f"{A}疑似持有{B}股权").certainty == "suspected"


def test_lists_and_several_relations_of_a_pair_are_read() -> None:
    assert _told(f"{A}为{B}和{C}提供担保") == {("guarantee", A, B), ("guarantee", A, C)}
    told = _told(f"{A}持有{B}51%股权，并为{B}提供担保")
    assert {("holding", A, B), ("guarantee", A, B)} <= told


def test_places_are_those_of_the_source_text() -> None:
    text = f"　（一）<b>{A}</b>持有{B}５１％股权"
    one = _only(text)
    assert text[slice(*one.cue)] == "持有"
    assert text[one.source.start : one.source.end] == A
    assert text[one.target.start : one.target.end] == B


def test_given_parties_need_no_legal_form() -> None:
    text = "恒远收购南山"
    (one,) = relations_in(text, [Party(4, 6, B), Party(0, 2, A)])
    assert (one.source.name, one.target.name, one.kind) == (A, B, "acquisition")
    assert relations_in(text) == ()


@pytest.mark.parametrize("places", [[(0, 2), (1, 3)], [(0, 0), (2, 3)], [(0, 2), (4, 7)], [(-1, 1), (2, 3)]])
def test_parties_outside_the_text_or_over_each_other_are_refused(places: list[tuple[int, int]]) -> None:
    with pytest.raises(InvalidInput, match="party at"):
        relations_in("恒远收购南山", [Party(start, end, "x") for start, end in places])


def test_the_order_of_given_parties_is_of_no_matter() -> None:
    text = f"{A}持有{B}股权，{C}向{B}供货"
    parties = [Party(text.index(name), text.index(name) + len(name), name) for name in (A, B, C)]
    assert relations_in(text, parties) == relations_in(text, parties[::-1]) != ()


_NAMES = st.sampled_from([A, B, C, "恒远集团", "我司", "（以下简称“恒远”）"])
_SAID = st.sampled_from(
    ["持有", "股权", "为", "提供担保", "被", "收购", "与", "、", "，", "。", "拟", "未", "供应商", "的", "是"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_NAMES, _SAID, raw_text), max_size=14).map("".join))
def test_every_place_cut_from_the_text_gives_a_name_or_words_and_results_repeat(text: str) -> None:
    told = relations_in(text)
    assert told == relations_in(text)
    normal = normal_form(text)
    for one in told:
        for party in (one.source, one.target):
            cut = normal[party.start : party.end]
            # a short name is that of the company it is declared behind
            assert party.name == cut or (cut == "恒远" and normal_form(f"{party.name}（以下简称“恒远”）") in normal)
        assert 0 <= one.cue[0] < one.cue[1] <= len(text)
        assert text[slice(*one.cue)].strip()
        assert 0 < one.confidence < 1


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["恒远", "南山", "北河", "加仓", "扫货", "借壳", "，", "股票", "没有", "的", "5%"]), max_size=12
    )
)
def test_the_names_given_are_those_told_and_a_word_says_so(pieces: list[str]) -> None:
    text, parties = "", []
    for piece in pieces:
        if piece in {"恒远", "南山", "北河"}:
            parties.append(Party(len(text), len(text) + 2, piece))
        text += piece
    for one in relations_in(text, parties):
        assert {one.source, one.target} <= set(parties)
        assert all(text[party.start : party.end] == party.name for party in (one.source, one.target))
        assert any(
            text[slice(*one.cue)] in word or word in text[slice(*one.cue)] for word in ("加仓", "扫货", "借壳", "股票")
        )


def test_a_dense_text_is_read_fast() -> None:
    text = (f"{A}为{B}提供担保、" * 1000)[:10_000]
    relations_in(text[:100])
    assert least_seconds(lambda: relations_in(text)) < 10 * 0.04


@pytest.mark.parametrize(
    "unit",
    [
        "公",
        "公司",
        "A",
        " ",
        "\0",
        "\ud800",
        "😀",
        "(",
        "，",
        f"{A}为{B}提供担保、",
        f"{A}、",
        "的股权持有",
        "恒远有限公司",
    ],
)
def test_reading_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        return least_seconds(lambda: relations_in(text))

    relations_in(unit)
    small, large = seconds(3_000), seconds(18_000)
    assert large < 18 * small + 0.3
