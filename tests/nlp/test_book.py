"""A whole book: the same tags by any number of processes, in order, streamed; faulty lines refused with a number."""

import json
from collections.abc import Iterator
from itertools import islice

import pytest

from firmgraph.errors import InvalidInput
from firmgraph.nlp.book import AHEAD, FIRMS_AT_ONCE, Dossier, read_book, tag_book
from firmgraph.nlp.structured import FieldRecord
from firmgraph.nlp.tags import tag_texts
from firmgraph.nlp.text import Text

SCOPES = ["软件开发；批发零售", "机械加工", "", "\ud800\0", "道路货物运输；未发现失信记录", "水稻良种繁育"]


def _book(firms: int) -> Iterator[Dossier]:
    for number in range(firms):
        text = Text("r", "registration", "scope", None, SCOPES[number % len(SCOPES)])
        grade = FieldRecord(
            "q", "qualification", "registration", None, {"name": "纳税信用等级", "grade": "AB"[number % 2]}
        )
        yield Dossier(f"firm-{number}", [text], [grade])


def test_two_processes_yield_what_one_does_in_the_order_of_the_book() -> None:
    firms = 2 * FIRMS_AT_ONCE + 7
    alone = list(tag_book(_book(firms)))
    assert [firm for firm, _ in alone] == [f"firm-{number}" for number in range(firms)]
    assert list(tag_book(_book(firms), 2)) == alone
    (first,) = _book(1)
    assert alone[0][1] == tag_texts(first.texts, None, first.records)


@pytest.mark.parametrize("processes", [1, 2])
def test_no_more_is_read_than_a_little_ahead(processes: int) -> None:
    read = 0

    def endless() -> Iterator[Dossier]:
        nonlocal read
        for dossier in _book(1_000_000):
            read += 1
            yield dossier

    book = tag_book(endless(), processes)
    assert [firm for firm, _ in islice(book, 3)] == ["firm-0", "firm-1", "firm-2"]
    assert read <= (AHEAD * processes + 1) * FIRMS_AT_ONCE
    book.close()  # type: ignore[attr-defined]


def test_fewer_than_one_process_is_refused() -> None:
    with pytest.raises(InvalidInput):
        tag_book([], 0)


def test_lines_that_follow_each_other_with_one_id_are_one_firms() -> None:
    told = [
        {"id": "a", "text": "软件开发", "source": "registration", "field": "scope"},
        {"id": "a", "text": "贷款逾期", "date": "2024-01-31"},
        {"id": "b", "text": ""},
    ]
    lines = [json.dumps(line).encode() for line in told]
    first, second = read_book([lines[0], b"\n", *lines[1:]])
    assert (first.firm, [text.text for text in first.texts]) == ("a", ["软件开发", "贷款逾期"])
    assert first.texts[1] == Text("a", "diligence", "text", "2024-01-31", "贷款逾期")
    assert second.firm == "b"


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b"3", b"null", b"\xff", b'{"id": "a"}', b'{"id": 1, "text": "x"}', b'{"id": "a", "text": 5}',
     b'{"id": "a", "text": "x", "source": "hearsay"}', b'{"id": "a", "text": "x", "date": "2024-02-30"}',
     b'{"id": "a", "text": "x", "date": 7}', b'{"id": "a", "text": "x", "source": []}'],
)  # fmt: skip
def test_a_line_that_is_none_is_refused_with_its_number(line: bytes) -> None:
    with pytest.raises(InvalidInput, match="line 2"):
        list(read_book([b'{"id": "a", "text": "x"}', line]))
