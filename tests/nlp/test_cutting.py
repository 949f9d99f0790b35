"""rjieba and jieba give the same words, over invented and real texts and over what separates the two."""

import csv
import gzip
import json
import random
from collections.abc import Iterable
from functools import cache
from itertools import chain

import pytest
from benchmarks.__main__ import DATA
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT
from tests.nlp.strategies import raw_text
from tests.requirements import require

from firmgraph.nlp.cutting import _REPEATED, has_rjieba
from firmgraph.nlp.repeats import may_repeat
from firmgraph.nlp.segment import Segmenter

pytestmark = pytest.mark.skipif(not has_rjieba(), reason="rjieba (extra fast) is not installed")

SCOPES, JUDGMENTS, ABSTRACTS = 8000, 250, 500

# Each of these once was cut otherwise by rjieba alone.
APART = ["TD-LTE", "3.5GHz", "2015-01-11", "answer_start", "6840-5尿液", "a..b", "5.a%", "薔告告告展", "胆滅滅胆胆滅滅",
         "同Y箕迎b薔告告告展1", "㐂㐂公司", "C++开发", "AT&T", "A-C++", "3.5.5", "50%股权", "12.5%股权", "5.5.",
         "12.5A", "ISO9001-2015认证"]  # fmt: skip

joined = st.text(alphabet="公司的有限责任告展薔犇㐂龘ab9C5TS.%-_+&#，\n 😀", max_size=30)
any_han = st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=20)
repeated = st.lists(st.sampled_from("薔告展胆滅店"), min_size=1, max_size=12).map("".join)
hostile = st.one_of(joined, any_han, repeated, raw_text)


@cache
def both() -> tuple[Segmenter, Segmenter]:
    return Segmenter(), Segmenter(fast=False)


def same(texts: Iterable[str]) -> int:
    """Return the number of tokens, the same by both."""
    fast, plain = both()
    count = 0
    for text in texts:
        found = fast.tokens(text)
        assert found == plain.tokens(text)
        assert [token.word for token in found] == fast.words(text)
        count += len(found)
    return count


@pytest.mark.parametrize("text", [*APART, "公" * 1000 + "司-" * 1000, "a" * 600 + "公司", "公司" * 128 + "，有限"])
def test_words_are_the_same_where_rjieba_alone_differs(text: str) -> None:
    assert same([text])


@given(st.one_of(hostile, st.lists(hostile).map("".join)))
@settings(deadline=None, max_examples=400)
def test_words_are_the_same_in_hostile_texts(text: str) -> None:
    same([text])


@given(st.lists(st.one_of(hostile, st.sampled_from(APART)), max_size=8))
@settings(deadline=None, max_examples=300)
def test_many_texts_cut_at_once_have_the_words_of_each(texts: list[str]) -> None:
    fast, plain = both()
    words = [plain.words(text) for text in texts]
    assert list(fast.words_of_all(texts)) == words
    assert list(plain.words_of_all(texts)) == words


@given(st.lists(st.one_of(repeated, joined).map(lambda text: text.replace("\n", "")), max_size=8))
def test_no_line_that_repeats_is_missed(lines: list[str]) -> None:
    told = may_repeat(lines)
    assert len(told) == len(lines)
    assert all(may for line, may in zip(lines, told, strict=True) if _REPEATED.search(line))


def test_lines_that_do_not_repeat_are_told() -> None:
    assert may_repeat(["有限公司", "公司公司", "", "展展", "甲乙丙丁戊己庚辛" * 2, "10000"]) == [
        False, True, False, False, True, False,
    ]  # fmt: skip


def test_words_added_are_the_same() -> None:
    fast, plain = Segmenter(), Segmenter(fast=False)
    for segmenter in (fast, plain):
        segmenter.add_word("青禾贷", tag="nz")
        segmenter.add_word("CD-R盘", 7)
        segmenter.add_word("公司", 1)
    for text in ("申请青禾贷的公司，CD-R盘CD-R", "有限公司青禾贷", "青禾贷青禾"):
        assert fast.tokens(text) == plain.tokens(text)


def test_words_are_the_same_over_all_fixtures() -> None:
    files = sorted(
        path for path in (ROOT / "fixtures").rglob("*") if path.suffix in {".csv", ".yaml", ".jsonl", ".json"}
    )
    lines = {line for path in files for line in path.read_text(encoding="utf-8").splitlines()}
    assert same(sorted(lines)) > 50_000


@pytest.mark.data
def test_words_are_the_same_over_real_texts() -> None:
    if not DATA.is_file():
        require("data", "the real texts are not beside the checkout")
    chance = random.Random(62)
    folder = DATA.parents[1]
    with gzip.open(DATA, "rt", encoding="utf-8", newline="") as rows:
        scopes = [row["经营范围"] or "" for row in csv.DictReader(rows)]
    judgments = json.loads((folder / "litigation" / "cail2019_civil_dev.json").read_text(encoding="utf-8"))["data"]
    facts = [paragraph["context"] for one in judgments for paragraph in one["paragraphs"]]
    abstracts = (folder / "keywords" / "csl_dev.tsv").read_text(encoding="utf-8").splitlines()
    parts = ((scopes, SCOPES), (facts, JUDGMENTS), (abstracts, ABSTRACTS))
    assert same(chain.from_iterable(chance.sample(texts, count) for texts, count in parts)) > 300_000
