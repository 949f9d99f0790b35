import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.nlp.guards import guard_book
from firmgraph.nlp.patterns import any_of, first_signs


@pytest.mark.parametrize(
    ("pattern", "signs"),
    [
        ("未|没有", {"未", "没"}),
        ("(?:尚|仍)?未", {"尚", "仍", "未"}),
        ("(?<!不)[可能]", {"可", "能"}),
        ("甲?", {"甲", ""}),
        ("[^甲]", None),
        (r"\d条", None),
    ],
)
def test_the_first_characters_of_a_match_are_known(pattern: str, signs: set[str] | None) -> None:
    assert first_signs(pattern) == signs


@given(st.text(alphabet="未没有不已如是否被,。:无/如逾期结清1", max_size=60))
def test_the_fast_pattern_finds_what_the_plain_one_does(text: str) -> None:
    for rule in guard_book().rules:
        plain = re.compile("|".join(rule.cues))
        assert [m.span() for m in any_of(rule.cues).finditer(text)] == [m.span() for m in plain.finditer(text)]
