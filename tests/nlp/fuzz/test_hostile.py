"""No public function of nlp crashes, points outside its text or takes long on a hostile text."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.nlp.fuzz.functions import places, public_functions, reading_functions
from tests.nlp.fuzz.hostile import EXAMPLES, hostile_text, long_texts

from firmgraph.errors import InvalidInput

SHORT_SECONDS = 0.25
"""Processor time that one short text may take, of which the examples are hundreds of characters."""
SECONDS_PER_10_000 = 3.0


def outcome(name: str, text: str) -> tuple[Any, float]:
    """What a function gives for a text, read to its end, and the processor time that took; a refusal gives None."""
    try:
        call = reading_functions()[name](text)
    except InvalidInput:
        return None, 0.0
    begun = time.thread_time()
    try:
        found = call()
        found = list(found) if isinstance(found, Iterator) else found
    except InvalidInput:
        found = None
    return found, time.thread_time() - begun


def check_places(found: Any, text: str) -> None:
    for start, end in places(found):
        assert 0 <= start <= end <= len(text)


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    """Data files and tables of characters are read once in a process, which is not the time of a text."""
    for name in reading_functions():
        for text in ("北京甲乙丙科技有限公司诉张三借款合同纠纷一案，判决被告支付三百万元。犇TD-LTE", ""):
            outcome(name, text)


def test_the_walk_finds_what_reads_text() -> None:
    found = set(reading_functions())
    assert {"tags.tag_texts", "keywords.words.keywords", "litigation.reading.read_judgment"} <= found
    assert {"industry.reading.industries", "names.parts.parts_of", "segment.tokens", "text.normal_form"} <= found
    assert len(found) >= 50
    assert len(list(public_functions())) > len(found)


@pytest.mark.parametrize("name", reading_functions())
def test_a_hostile_text_gives_a_result_or_a_clear_error(name: str) -> None:
    @given(hostile_text)
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def check(text: str) -> None:
        found, seconds = outcome(name, text)
        check_places(found, text)
        if seconds > SHORT_SECONDS:
            seconds = min(outcome(name, text)[1] for _ in range(3))
        assert seconds <= SHORT_SECONDS

    check()


@pytest.mark.slow
@pytest.mark.parametrize("what", long_texts())
def test_a_long_text_is_read_in_bounded_time(what: str) -> None:
    text = long_texts()[what]
    for name in reading_functions():
        found, seconds = outcome(name, text)
        check_places(found, text)
        assert seconds <= SECONDS_PER_10_000 * max(len(text), 1000) / 10_000, name
