import subprocess
import sys

import pytest
from hypothesis import given, settings
from tests.nlp.strategies import raw_text

from firmgraph.nlp.segment import DICTIONARY, Segmenter, default_segmenter, tokens
from firmgraph.nlp.text import normal_form

_QUIET = """
import sys
from firmgraph.nlp.segment import tokens
assert "jieba" not in sys.modules
words = [token.word for token in tokens("被列为失信被执行人")]
assert words == ["被", "列为", "失信被执行人"], words
import jieba
assert not jieba.dt.initialized and "失信被执行人" not in jieba.dt.FREQ
"""


@given(raw_text)
@settings(deadline=None)
def test_tokens_cover_the_text_without_gaps(text: str) -> None:
    found = tokens(text)
    assert "".join(token.word for token in found) == normal_form(text)
    assert [token.start for token in found] == [0, *(token.end for token in found)][: len(found)]


def test_domain_words_stay_whole_and_have_their_tag() -> None:
    lines = DICTIONARY.read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) >= 300
    for line in lines:
        word, _, tag = line.split()
        assert [(token.word, token.pos) for token in tokens(f"，{word}。")][1:-1] == [(word, tag)]


def test_places_point_into_the_text_as_given() -> None:
    text = "（ＩＳＯ９００１）法定代表人"
    found = {token.word: text[token.start : token.end] for token in tokens(text)}
    assert found["ISO9001"] == "ＩＳＯ９００１"
    assert found["法定代表人"] == "法定代表人"


def test_a_word_added_to_one_segmenter_is_unknown_to_others() -> None:
    mine = Segmenter(dictionary=None)
    mine.add_word("青禾贷", tag="nz")
    assert [(token.word, token.pos) for token in mine.tokens("申请青禾贷")] == [("申请", "v"), ("青禾贷", "nz")]
    assert "青禾贷" not in [token.word for token in default_segmenter().tokens("申请青禾贷")]


@pytest.mark.parametrize(("word", "pos"), [("9001", "m"), ("3.5%", "m"), ("ERP", "eng"), ("龘靐", "x")])
def test_part_of_speech_of_unknown_words(word: str, pos: str) -> None:
    assert default_segmenter().pos(word) == pos


def test_loading_is_lazy_quiet_and_leaves_the_global_tokenizer_alone() -> None:
    done = subprocess.run([sys.executable, "-W", "always", "-c", _QUIET], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
