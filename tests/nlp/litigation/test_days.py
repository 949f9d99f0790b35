"""Days of filing and decision."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.nlp.litigation.days import filed_day, find_days, judged_day

_WORDS = "〇一二三四五六七八九"


def in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_WORDS[tens]}十") + (_WORDS[ones] if ones else "")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_writing(day: date) -> None:
    year = "".join(_WORDS[int(digit)] for digit in str(day.year))
    words = f"{year}年{in_words(day.month)}月{in_words(day.day)}日"
    for text in (
        words,
        f"{day.year}年{day.month}月{day.day}日",
        str(day),
        f"{day:%Y.%m.%d}",
        f"{day.year}年 {day.month} 月{day.day}日",
    ):
        assert [(found.value, text[found.start : found.end]) for found in find_days(f"{text}起")] == [(day, text)]


@pytest.mark.parametrize(
    "text", ["2031年2月30日", "2031年13月1日", "1031年1月1日", "二〇三一年十百月一日", "2031-1/1", "12031年1月1日"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert list(find_days(text)) == []


@pytest.mark.parametrize(
    "text", ["本院于2031年3月4日立案后", "立案日期:2031-03-04", "2031年3月4日向本院起诉,本院受理", "于2031年3月4日受理"]
)
def test_the_day_of_filing(text: str) -> None:
    found = filed_day(text, list(find_days(text)))
    assert (found.value if found else None) == (None if "向本院" in text else date(2031, 3, 4))


def test_the_day_of_decision_stands_alone_under_it() -> None:
    text = "判决如下:于2033年1月1日前付清。\n审判员 张某\n2031年3月4日\n书记员 李某"
    found = judged_day(text, list(find_days(text)), 5)
    assert found is not None
    assert found.value == date(2031, 3, 4)
    assert judged_day("判决如下:于2033年1月1日前付清。", list(find_days("判决如下:于2033年1月1日前付清。")), 5) is None


def test_the_day_of_decision_may_be_told() -> None:
    for text in ("裁判日期:2031年3月4日", "法院于2031年3月4日作出判决"):
        found = judged_day(text, list(find_days(text)), None)
        assert found is not None
        assert found.value == date(2031, 3, 4)
