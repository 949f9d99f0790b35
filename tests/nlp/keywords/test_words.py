import random

import pytest

from firmgraph.nlp.keywords import Keyword, inverse_document_frequency, keywords
from firmgraph.nlp.text import Text

FIVE = [
    Text("reg-1", "registration", "scope", "2020-01-01", "软件开发；机械设备销售。"),
    Text("lit-1", "litigation", "text", "2023-05-01", "买卖合同纠纷，机械设备货款。"),
    Text("crd-1", "credit", "text", "2024-01-01", "流动资金贷款正常。"),
    Text("cus-1", "customer", "note", None, "客户从事机械设备销售。"),
    Text("dil-1", "diligence", "text", "2024-02-01", "机械设备订单充足，机械设备自有。"),
]


def _of(found: list[Keyword], word: str) -> dict[str, Keyword]:
    return {keyword.source: keyword for keyword in found if keyword.word == word}


def test_a_word_of_several_sources_keeps_an_entry_for_each() -> None:
    entries = _of(keywords(FIVE), "机械设备")
    assert set(entries) == {"registration", "litigation", "customer", "diligence"}
    assert entries["diligence"].count == 2
    assert entries["diligence"].date == "2024-02-01"
    assert entries["customer"].date is None
    assert [(s.record, s.field, s.start, s.end) for s in entries["diligence"].spans] == [
        ("dil-1", "text", 0, 4),
        ("dil-1", "text", 9, 13),
    ]


def test_the_limit_counts_words_and_never_one_source_of_a_word() -> None:
    found = keywords(FIVE, limit=1)
    assert {keyword.word for keyword in found} == {"机械设备"}
    assert len(found) == 4


def test_the_order_of_texts_changes_nothing() -> None:
    expected = keywords(FIVE)
    shuffled = random.Random(7).sample(FIVE, len(FIVE))
    assert keywords(shuffled) == expected
    assert [(-k.weight, k.word, k.source, k.field) for k in expected] == sorted(
        (-k.weight, k.word, k.source, k.field) for k in expected
    )


def test_weight_is_the_share_of_candidate_words_times_their_rarity() -> None:
    found = keywords([Text("r", "customer", "note", None, "贷款，贷款，银行，机械设备。")])
    assert _of(found, "贷款")["customer"].weight == pytest.approx(2 / 4 * inverse_document_frequency("贷款"), abs=1e-6)


def test_function_words_boiler_plate_and_person_names_are_no_keywords() -> None:
    text = "（依法须经批准的项目，经相关部门批准后方可开展经营活动）王建国的"
    assert keywords([Text("r", "registration", "scope", None, text)]) == []


def test_many_mentions_are_counted_though_not_all_are_listed() -> None:
    entry = keywords([Text("r", "diligence", "text", None, "贷款。" * 200)])[0]
    assert entry.count == 200
    assert len(entry.spans) == 50
