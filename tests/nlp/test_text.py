import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.errors import InvalidInput
from firmgraph.nlp.text import _PLAIN, Text, _CharacterForms, normal_form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＩＳＯ９００１（Ａ）", "ISO9001(A)"),
        ("失信　记录", "失信 记录"),
        ("a\0b\ud800c\td\ne", "a b c d\ne"),
        ("<b>逾期</b>&nbsp;3天", "   逾期          3天"),
        ("资产<5万且>3万", "资产<5万且>3万"),
        ("㎡ﬁ", "㎡ﬁ"),
        ("", ""),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert normal_form(text) == expected


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_every_character_keeps_its_place(text: str) -> None:
    form = normal_form(text)
    assert len(form) == len(text)
    assert normal_form(form) == form


def test_the_short_way_for_plain_text_changes_nothing() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    plain = "".join(one for one in every if _PLAIN.fullmatch(one))
    assert len(plain) > 20_000
    assert plain.translate(_CharacterForms()) == plain
    assert not {"<", "&"} & set(plain)


def test_a_source_or_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidInput, match="source"):
        Text("r", "press", "text", None, "x")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="date"):
        Text("r", "credit", "text", "2024-02-30", "x")
