from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.nlp.strategies import raw_text

from firmgraph.nlp.keywords.candidates import MOST_CHARACTERS, candidates, read
from firmgraph.nlp.keywords.phrases import PhraseReader, keyword_phrases, shipped_reader
from firmgraph.nlp.keywords.ranker import shipped_ranker
from firmgraph.nlp.segment import Segmenter, default_segmenter
from firmgraph.nlp.text import Text, normal_form

BODY = "公司主营新能源汽车电池结构件的研发与生产，结构件订单充足。因扩建厂房，拟以应收账款质押担保申请流动资金贷款。"


def text(body: str, field: str = "text") -> Text:
    return Text("dil-1", "diligence", field, None, body)


@pytest.fixture(params=["ranker", "formula"])
def reader(request: pytest.FixtureRequest) -> PhraseReader:
    return PhraseReader(default_segmenter(), shipped_ranker() if request.param == "ranker" else None)


def test_the_ranker_comes_along() -> None:
    assert shipped_ranker() is not None


@given(raw_text, st.one_of(st.none(), raw_text))
@settings(deadline=None, max_examples=50)
def test_spans_cut_the_phrase_from_the_source(body: str, title: str | None) -> None:
    headline = None if title is None else text(title, "title")
    written = {"text": body, "title": title or ""}
    for found in keyword_phrases(text(body), headline, limit=50):
        assert 0 < found.weight < 1
        assert found.count >= len(found.spans) > 0
        cuts = [written[span.field][span.start : span.end] for span in found.spans]
        assert cuts[0] == found.phrase
        assert {normal_form(cut).casefold() for cut in cuts} == {normal_form(found.phrase).casefold()}


def test_phrases_fall_in_weight_and_the_limit_only_cuts(reader: PhraseReader) -> None:
    many = reader.phrases(text(BODY), limit=40)
    assert all((-one.weight, one.phrase) < (-other.weight, other.phrase) for one, other in pairwise(many))
    assert reader.phrases(text(BODY), limit=3) == many[:3]


def test_runs_of_words_are_found_and_function_words_end_none(reader: PhraseReader) -> None:
    found = {one.phrase for one in reader.phrases(text(BODY), limit=1_000)}
    assert {"电池结构件", "新能源汽车电池结构件", "应收账款质押担保", "流动资金贷款"} <= found
    assert not [phrase for phrase in found if phrase[0] in "的与因" or phrase[-1] in "的与因" or "，" in phrase]


def test_a_phrase_of_the_title_weighs_more(reader: PhraseReader) -> None:
    plain = {one.phrase: one.weight for one in reader.phrases(text(BODY), limit=1_000)}
    titled = {one.phrase: one for one in reader.phrases(text(BODY), text("结构件订单分析", "title"), limit=1_000)}
    order = sorted(titled, key=lambda phrase: -titled[phrase].weight)
    assert order.index("结构件") <= sorted(plain, key=lambda phrase: -plain[phrase]).index("结构件")
    assert [span.field for span in titled["结构件"].spans] == ["text", "text", "title"]


def test_a_word_that_an_operator_adds_becomes_a_phrase() -> None:
    own = Segmenter()
    body = text("本厂生产雪绒光伏背板，雪绒光伏背板销路好。")
    assert "雪绒光伏背板" not in _single_words(own, body)
    own.add_word("雪绒光伏背板")
    assert "雪绒光伏背板" in _single_words(own, body)
    assert "雪绒光伏背板" in {one.phrase for one in PhraseReader(own, shipped_ranker()).phrases(body)}


def _single_words(segmenter: Segmenter, body: Text) -> set[str]:
    found = candidates(read(body, None, segmenter))
    return {one.phrase for one in found if one.places[0][1] - one.places[0][0] == 1}


@pytest.mark.parametrize(
    "body", ["", " \n\t", "\0" * 50, "\ud800x\udfff", "😀😀", "。，；", "１２３４", "<b></b>&nbsp;"]
)
def test_texts_without_words_have_no_phrases(reader: PhraseReader, body: str) -> None:
    assert [one for one in reader.phrases(text(body)) if len(one.phrase) < 2] == []


def test_of_a_very_long_text_only_the_beginning_is_read() -> None:
    reading = read(text("贷款银行。" * 30_000), None, default_segmenter())
    assert reading.tokens[-1].end == MOST_CHARACTERS
    assert shipped_reader().phrases(text("好" * 1_000_000), limit=1)
