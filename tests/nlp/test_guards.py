from datetime import date

import pytest

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
