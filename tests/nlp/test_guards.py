import re
from datetime import date

import pytest
from hypothesis import given, settings
from tests.nlp.strategies import raw_text
from tests.nlp.timing import least_seconds

from firmgraph.nlp.guards import GuardBook, GuardedText, guard_book, record_guards
from firmgraph.nlp.text import Text, normal_form


def _guards(text: str, mention: str) -> frozenset[str]:
    normal = normal_form(text)
    start = normal.index(mention)
    return GuardedText(normal).guards(start, start + len(mention))


@pytest.mark.parametrize(
    ("text", "mention", "guard"),
    [
        ("未发现失信记录", "失信", "negated"),
        ("逾期：0", "逾期", "negated"),
        ("（不含危险化学品）", "危险化学品", "excluded"),
        ("如发生逾期", "逾期", "hypothetical"),
        ("是否逾期", "逾期", "question"),
        ("逾期已结清", "逾期", "resolved"),
        ("证书已过期", "证书", "expired"),
        ("作为原告起诉", "起诉", "plaintiff"),
        ("诉讼中公司作为被告", "诉讼", "defendant"),
        ("交易对手逾期", "逾期", "other_subject"),
    ],
)
def test_each_guard_is_seen_alone(text: str, mention: str, guard: str) -> None:
    assert _guards(text, mention) == {guard}


def test_a_cue_ends_at_its_clause_stop_and_reach() -> None:
    assert _guards("未发现失信，贷款逾期", "逾期") == set()
    assert _guards("未发现失信但逾期", "逾期") == set()
    assert _guards("未发现" + "甲" * 40 + "逾期", "逾期") == {"negated"}
    assert _guards("未发现" + "甲" * 41 + "逾期", "逾期") == set()


def test_rules_come_from_data() -> None:
    rule = {"guard": "negated", "cue": "before", "within": "clause", "reach": 0, "cues": ["莫"]}
    book = GuardBook.model_validate({**guard_book().model_dump(), "rules": [rule]})
    assert GuardedText("莫逾期", book).guards(1, 3) == {"negated"}
    assert GuardedText("未逾期", book).guards(1, 3) == set()


def test_role_and_closing_day_guard_a_whole_record() -> None:
    texts = [
        Text("a", "litigation", "role", None, "原告"),
        Text("b", "litigation", "closed", None, "2024-01-31"),
        Text("c", "litigation", "closed", None, "2024-02-01"),
        Text("d", "litigation", "closed", None, "未知"),
    ]
    assert record_guards(texts, date(2024, 1, 31)) == {"a": {"plaintiff"}, "b": {"resolved"}}


def _rule(**rule: object) -> dict[str, object]:
    return {"guard": "negated", "cue": "before", "within": "clause", "reach": 4, **rule}


def _with_rule(**rule: object) -> GuardBook:
    return GuardBook.model_validate({**guard_book().model_dump(), "rules": [_rule(**rule)]})


def _guards_by(book: GuardBook, text: str, mention: str) -> frozenset[str]:
    start = text.index(mention)
    return GuardedText(text, book).guards(start, start + len(mention))


def test_a_pattern_names_words_of_the_book() -> None:
    words = {"nay": ["莫", "勿"]}
    book = GuardBook.model_validate({**guard_book().model_dump(), "words": words, "rules": [_rule(cues=["{nay}曾"])]})
    assert _guards_by(book, "勿曾逾期", "逾期") == {"negated"}
    assert _guards_by(book, "曾逾期", "逾期") == set()


def test_a_covering_cue_guards_the_mention_inside_it() -> None:
    cues = ["作为原告"]
    assert _guards_by(_with_rule(cues=cues, covers=True), "作为原告", "原告") == {"negated"}
    assert _guards_by(_with_rule(cues=cues), "作为原告", "原告") == set()
    assert _guards_by(_with_rule(cues=cues, covers=True), "作为原告人", "原告人") == set()


def test_what_stands_before_a_cue_or_after_a_mention_takes_the_guard_back() -> None:
    book = _with_rule(cues=["没有"], not_after=["不能说[^,]{0,4}"], cancelled_by=["^属实"])
    assert _guards_by(book, "没有逾期", "逾期") == {"negated"}
    assert _guards_by(book, "不能说企业没有逾期", "逾期") == set()
    assert _guards_by(book, "不能说,没有逾期", "逾期") == {"negated"}
    assert _guards_by(book, "没有逾期属实", "逾期") == set()
    assert _guards_by(book, "没有逾期,属实", "逾期") == {"negated"}


def test_a_rule_of_the_paragraph_crosses_sentences_and_no_line() -> None:
    book = _with_rule(cue="after", within="paragraph", reach=9, cues=["已履行"])
    assert _guards_by(book, "被执行。该案已履行", "被执行") == {"negated"}
    assert _guards_by(book, "被执行\n该案已履行", "被执行") == set()


def test_a_confirmed_rule_guards_only_where_what_follows_says_so() -> None:
    book = _with_rule(cues=["曾"], confirmed_by=["^[^。]{0,4}正常"])
    assert _guards_by(book, "曾逾期,现正常", "逾期") == {"negated"}
    assert _guards_by(book, "曾逾期,现未还", "逾期") == set()


def test_a_cue_of_a_later_clause_is_of_what_that_clause_names() -> None:
    text = "曾逾期,欠税已缴清"
    assert "resolved" in GuardedText(text).guards(1, 3)
    assert "resolved" not in GuardedText(text, subjects=[1, 4]).guards(1, 3)
    assert "resolved" in GuardedText(text, subjects=[1, 4]).guards(4, 6)


def test_only_the_guards_asked_for_are_looked_at() -> None:
    assert GuardedText("如未逾期").guards(2, 4, ["negated"]) == {"negated"}
    assert GuardedText("如未逾期").guards(2, 4) >= {"negated", "hypothetical"}


def test_values_of_a_row_are_told_by_place() -> None:
    text = "失信、限高、被执行:无/无/1条"
    assert [_guards(text, word) for word in ("失信", "限高", "被执行")] == [{"negated"}, {"negated"}, set()]
    assert _guards("失信、限高:无/无/无", "限高") == {"negated"}


def test_every_repeat_in_the_rules_is_bounded_so_that_reading_is_linear() -> None:
    for rule in guard_book().rules:
        for pattern in rule.cues + rule.stops + rule.not_after + rule.cancelled_by + rule.confirmed_by:
            assert not re.search(r"(?<!\\)[*+]|\{\d+,\}", re.sub(r"\[[^\]]*\]", "x", pattern)), pattern


@given(raw_text, raw_text, raw_text)
@settings(deadline=None)
def test_another_line_changes_no_guard_but_of_what_starts_there(before: str, text: str, after: str) -> None:
    normal = normal_form(f"{before}\n。{text}\n。{after}")
    start, end = len(before) + 2, len(before) + 2 + len(text)
    guarded, alone = GuardedText(normal), GuardedText(normal_form(f"\n。{text}\n。"))
    for place in range(start, end):
        assert guarded.guards(place, min(place + 2, end)) == alone.guards(
            place - start + 2, min(place + 2, end) - start + 2
        )


@pytest.mark.parametrize(
    "unit",
    [
        "未",
        "没有一",
        "如",
        "：",
        "： ",
        " ",
        "|",
        "0",
        "已于",
        "于2020年",
        "作为",
        "□有",
        "、a:无/无",
        "曾",
        "《",
        "已将",
        "零",
        "\0",
        "😀",
        "<b",
        "与",
    ],
)
def test_a_text_of_one_sign_is_read_in_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        normal = normal_form(unit * (length // len(unit)))
        return least_seconds(lambda: GuardedText(normal).guards(length // 2, length // 2 + 2))

    assert seconds(80_000) < 24 * seconds(10_000) + 0.1
