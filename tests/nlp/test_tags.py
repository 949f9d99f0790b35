"""Tags from text: spans, keywords, weights, days, hostile text, and a thousand real business scopes."""

import csv
import gzip
import json
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.nlp.strategies import texts

from firmgraph.cli.entry import run
from firmgraph.nlp.structured import FieldRecord
from firmgraph.nlp.tags import Tag, TagResult, tag_texts
from firmgraph.nlp.text import SOURCES, Text, normal_form

REGISTRATIONS = Path(__file__).parents[3] / "shared" / "data" / "registration" / "registration.csv.gz"


def _note(text: str, day: str | None = "2024-01-01", record: str = "dil-1") -> Text:
    return Text(record, "diligence", "text", day, text)


def _tag(result: TagResult, tag: str) -> Tag:
    return next(found for found in result.tags if found.tag == tag)


@given(st.lists(texts, max_size=4), st.one_of(st.none(), st.dates()))
@settings(deadline=None)
def test_every_span_is_cut_from_its_text_and_is_a_keyword(given_texts: list[Text], as_of: date | None) -> None:
    result = tag_texts(given_texts, as_of)
    written = {(text.record, text.field, text.text) for text in given_texts}
    for tag in result.tags:
        words = {keyword.word.lower() for keyword in tag.keywords}
        assert tag.keywords
        assert tag.spans
        assert 0 < tag.weight <= 1
        for span in tag.spans:
            cuts = [
                body[span.start : span.end]
                for record, field, body in written
                if (record, field) == (span.record, span.field)
            ]
            assert span.text in cuts
            assert normal_form(span.text).lower() in words
        assert set(tag.keywords) <= set(result.keywords)


@given(st.lists(texts, max_size=4), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=50)
def test_the_order_of_texts_changes_nothing(given_texts: list[Text], random: st.DataObject) -> None:
    shuffled = list(given_texts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tag_texts(shuffled) == tag_texts(given_texts)


def test_a_tag_carries_its_keywords_attributes_and_its_characters() -> None:
    tag = _tag(tag_texts([_note("已通过ｉｓｏ９００１认证")]), "qualification.iso")
    assert [(k.word, k.source, k.field, k.date, k.count) for k in tag.keywords] == [
        ("ISO9001", "diligence", "text", "2024-01-01", 1)
    ]
    assert [(s.record, s.field, s.start, s.end, s.text) for s in tag.spans] == [
        ("dil-1", "text", 3, 10, "ｉｓｏ９００１")
    ]


def test_keywords_of_two_sources_both_make_the_tag() -> None:
    result = tag_texts([Text(source, source, "scope", "2024-01-01", "软件开发") for source in SOURCES])
    tag = _tag(result, "industry.software_it")
    assert {(k.word, k.source) for k in tag.keywords} == {("软件开发", "customer"), ("软件开发", "registration")}
    assert tag.weight == 0.75


def test_weight_halves_with_every_half_life() -> None:
    fresh = _tag(tag_texts([_note("补充流动资金", "2024-01-01")]), "financing_need.working_capital")
    aged = _tag(tag_texts([_note("补充流动资金", "2024-01-01")], date(2024, 6, 29)), "financing_need.working_capital")
    undated = _tag(tag_texts([_note("补充流动资金", None)], date(2024, 6, 29)), "financing_need.working_capital")
    assert (fresh.weight, aged.weight, undated.weight) == (0.5, 0.25, 0.5)


def test_what_was_said_after_the_day_asked_for_is_not_known() -> None:
    result = tag_texts([_note("贷款逾期", "2024-01-02")], date(2024, 1, 1))
    assert result.tags == ()
    assert result.keywords == ()
    assert tag_texts([_note("贷款逾期", "2024-01-02")], date(2024, 1, 2)).tags


def test_a_record_closed_later_was_open_on_the_day_asked_for() -> None:
    record = [
        Text("enf-1", "litigation", "text", "2023-01-01", "被列为被执行人"),
        Text("enf-1", "litigation", "closed", None, "2023-06-01"),
    ]
    assert "risk.enforced" in {tag.tag for tag in tag_texts(record, date(2023, 5, 31)).tags}
    assert "risk.enforced" not in {tag.tag for tag in tag_texts(record, date(2023, 6, 1)).tags}


def test_wire_body_has_the_documented_members() -> None:
    body = tag_texts([_note("贷款逾期")]).to_wire()
    assert set(body) >= {"keywords", "tags"}
    assert set(body["keywords"][0]) == {"word", "weight", "pos", "source", "field", "date", "count"}
    assert set(body["tags"][0]) >= {"tag", "label_zh", "label_en", "weight", "keywords", "spans"}
    assert body["tags"][0]["fields"] == []
    assert body["tags"][0]["spans"] == [{"record": "dil-1", "field": "text", "start": 2, "end": 4, "text": "逾期"}]


@pytest.mark.parametrize("unit", ["啊", "a", "失信、", "\0", "\ud800", "😀", "<b", "如", " ", "未发现"])
def test_long_monotonous_text_is_read(unit: str) -> None:
    result = tag_texts([_note(unit * (100_000 // len(unit)))])
    assert {tag.tag for tag in result.tags} <= {"risk.dishonest"}


@pytest.mark.parametrize("text", ["", "   ", "\n", "\0", "<br>", "。"])
def test_nothing_said_makes_nothing(text: str) -> None:
    assert tag_texts([_note(text)]).tags == tag_texts([]).tags == ()
    assert tag_texts([_note(text)]).keywords == ()


def test_text_and_fields_make_one_tag_together() -> None:
    grade = FieldRecord("q-1", "qualification", "registration", None, {"name": "高新技术企业"})
    tag = _tag(tag_texts([_note("系高新技术企业", None)], None, [grade]), "qualification.high_tech")
    assert [span.text for span in tag.spans] == ["高新技术企业"]
    assert [(field.record, field.value) for field in tag.fields] == [("q-1", "高新技术企业")]
    assert tag.weight == 0.95


@pytest.mark.data
def test_every_tag_of_a_thousand_real_scopes_is_cut_from_its_text_and_is_a_keyword(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    with gzip.open(REGISTRATIONS, "rt", encoding="utf-8", newline="") as rows:
        scopes = {str(n): row["经营范围"] or "" for n, row in enumerate(islice(csv.DictReader(rows), 0, 200_000, 200))}
    assert len(scopes) == 1000
    book = tmp_path / "scopes.jsonl"
    told = ({"id": firm, "text": scope, "source": "registration", "field": "scope"} for firm, scope in scopes.items())
    book.write_text("".join(json.dumps(line) + "\n" for line in told), encoding="utf-8")
    assert run(["tag", "--file", str(book)]) == 0
    read = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert [firm["id"] for firm in read] == list(scopes)
    assert sum(bool(firm["tags"]) for firm in read) >= 900
    for firm in read:
        for tag in firm["tags"]:
            words = {keyword["word"].lower() for keyword in tag["keywords"]}
            for span in tag["spans"]:
                assert scopes[firm["id"]][span["start"] : span["end"]] == span["text"]
                assert normal_form(span["text"]).lower() in words


def test_of_keywords_inside_each_other_the_longest_is_judged() -> None:
    """失信 alone is not guarded there; 失信记录, which is what is said, is what the clause supposes."""
    assert "risk.dishonest" not in {tag.tag for tag in tag_texts([_note("对有失信记录的借款人，应当要求增信。")]).tags}
    assert "risk.dishonest" in {tag.tag for tag in tag_texts([_note("该企业有失信记录。")]).tags}
