"""Dates of every form met in real files."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from firmgraph.graph.normal import dates


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-31",
        "2024/1/31",
        "20240131",
        "2024年1月31日",
        "2024.1.31",
        "2024-1-31 00:00:00",
        "2024-01-31T08:30:00Z",
        "45322",
        "45322.5",
    ],
)
def test_every_form_reads_as_the_same_day(text: str) -> None:
    assert dates.day(text) == "2024-01-31"


def test_dates_of_spreadsheets_and_python() -> None:
    assert dates.day(datetime(2024, 1, 31, 12)) == "2024-01-31"
    assert dates.day(date(2024, 1, 31)) == "2024-01-31"


@pytest.mark.parametrize(
    ("text", "code"), [("2024-02-30", "date_not_real"), ("31/01/2024", "date_form"), ("昨天", "date_form")]
)
def test_what_is_no_date_says_why(text: str, code: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        dates.day(text)
    assert caught.value.type == code


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_survives_any_writing(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        day.strftime("%Y%m%d"),
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert dates.day(text) == day.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_a_clear_error(text: str) -> None:
    try:
        read = dates.day(text)
    except PydanticCustomError as error:
        read = error.type
    assert read in ("date_form", "date_not_real") or date.fromisoformat(read)


@pytest.mark.parametrize("text", ["2025-06", "2025/6", "202506", "2025年6月", "2025-06-30"])
def test_months(text: str) -> None:
    assert dates.month(text) == "2025-06"


@pytest.mark.parametrize(
    ("text", "period"), [("2024", "2024"), ("2024年度", "2024"), ("2025-09", "2025-09"), ("2025年9月", "2025-09")]
)
def test_reporting_periods(text: str, period: str) -> None:
    assert dates.period(text) == period


def test_what_was_closed_on_a_day_last_held_on_the_day_before() -> None:
    assert dates.day_before("2024-03-01") == "2024-02-29"
    assert dates.day_before(None) is None
