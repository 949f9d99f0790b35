import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.nlp.strategies import raw_text

from firmgraph.errors import InvalidInput
from firmgraph.nlp.dictionary import HIGHEST_FREQUENCY, known_word, read_words
from firmgraph.nlp.segment import DICTIONARY, Segmenter, default_segmenter, tokens
from firmgraph.nlp.text import normal_form

_QUIET = """
import sys
if {without_rjieba}:
    sys.modules["rjieba"] = None
from firmgraph.nlp.segment import tokens
words = [token.word for token in tokens("被列为失信被执行人，犇")]
assert words[:3] == ["被", "列为", "失信被执行人"], words
jieba = sys.modules["jieba"]
assert not jieba.dt.initialized and "失信被执行人" not in jieba.dt.FREQ
if not {without_rjieba}:
    import rjieba
    assert not rjieba.has_word("失信被执行人")
"""

_USER_WORDS = """
from firmgraph.nlp.keywords import keywords
from firmgraph.nlp.text import Text
for found in keywords([Text("r", "registration", "scope", None, "申请青禾贷，随借随还，青禾贷好。")]):
    print(found.word, found.pos, found.count)
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


@pytest.mark.parametrize("without_rjieba", [True, False])
def test_loading_is_quiet_and_leaves_the_global_tokenizers_alone(without_rjieba: bool) -> None:
    assert _python(_QUIET.format(without_rjieba=without_rjieba)) == ""


def test_jieba_is_not_imported_before_it_is_needed() -> None:
    pytest.importorskip("rjieba")
    assert (
        _python("import sys, firmgraph.nlp.segment as s; s.tokens('贷款'); print('jieba' in sys.modules)") == "False\n"
    )


def test_an_operators_word_has_its_effect_on_keywords(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("# our own products\n青禾贷 5 nz\n\n随借随还\n", encoding="utf-8")
    assert "青禾贷" not in _python(_USER_WORDS)
    told = _python(_USER_WORDS, FIRMGRAPH_USER_WORDS=str(file)).splitlines()
    assert "青禾贷 nz 2" in told
    assert "随借随还 n 1" in told


def test_an_operators_file_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("青禾贷 5 nz\n青禾，贷 5 nz\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="line 2: a word is 1 to 32"):
        list(read_words(file))
    file.write_text("青禾贷 五\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="line 1: a line is a word, a frequency and a tag"):
        list(read_words(file))
    with pytest.raises(InvalidInput, match="cannot be read"):
        list(read_words(tmp_path / "none.txt"))


@pytest.mark.parametrize("word", ["", "青 禾", "青，禾", "\ud800", "😀", "青" * 33, "<b>"])
def test_a_word_that_no_text_could_hold_is_refused(word: str) -> None:
    with pytest.raises(InvalidInput, match="a word is 1 to 32"):
        Segmenter(dictionary=None).add_word(word)


@pytest.mark.parametrize("frequency", [0, -1, HIGHEST_FREQUENCY + 1])
def test_a_frequency_out_of_range_is_refused(frequency: int) -> None:
    with pytest.raises(InvalidInput, match="the frequency of 青禾贷"):
        known_word("青禾贷", frequency)


def _python(script: str, **settings: str) -> str:
    """Run a script under which any warning is an error, and return what it prints; it must log nothing."""
    found = {name: value for name, value in os.environ.items() if not name.startswith("FIRMGRAPH_")}
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**found, **settings})
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout
