"""Dates of every form met in real files, as ISO text."""

import re
from datetime import date, datetime, timedelta

from pydantic_core import PydanticCustomError

from firmgraph.graph.normal.text import without_spaces

_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_PARTS = re.compile(
    r"([12][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?(?:[T ]?[0-9]{1,2}:[0-9:.]+(?:Z|[+-][0-9:]+)?)?"
)
_COMPACT = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])")
_MONTH = re.compile(r"([12][0-9]{3})[-/.年]?(0?[1-9]|1[0-2])月?")
_SERIAL = re.compile(r"[1-6]?[0-9]{4}(?:\.[0-9]+)?")
_SERIAL_ORIGIN = date(1899, 12, 30)


def day(value: object) -> str:
    """Return a date as YYYY-MM-DD; takes 2024-01-31, 2024/1/31, 20240131, 2024年1月31日, date objects and Excel
    serials.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if not _ISO.fullmatch(text):
        text = _iso_of(without_spaces(text))
    try:
        date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("date_not_real", "this day does not exist in the calendar") from None
    return text


def _iso_of(text: str) -> str:
    match = _PARTS.fullmatch(text) or _COMPACT.fullmatch(text)
    if match:
        year, month, of_month = match.groups()
        return f"{year}-{int(month):02}-{int(of_month):02}"
    if _SERIAL.fullmatch(text) and 10_000 <= float(text) < 70_000:
        return (_SERIAL_ORIGIN + timedelta(days=int(float(text)))).isoformat()
    raise PydanticCustomError("date_form", "not a date: write 2024-01-31, 2024/1/31, 20240131 or 2024年1月31日")


def month(value: object) -> str:
    """Return a month as YYYY-MM; takes 2024-01, 2024/1, 202401, 2024年1月 or any full date."""
    if isinstance(value, date):
        return value.isoformat()[:7]
    match = _MONTH.fullmatch(without_spaces(str(value)))
    return f"{match[1]}-{int(match[2]):02}" if match else day(value)[:7]


def timestamp(value: object) -> str:
    """Return a moment as YYYY-MM-DDTHH:MM:SS with its zone kept; a bare date means its midnight."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    text = str(value).strip().replace("/", "-")
    try:
        return datetime.fromisoformat(text).isoformat(timespec="seconds")
    except ValueError:
        return day(value) + "T00:00:00"


def period(value: object) -> str:
    """Return a reporting period: a year (2024) or a month (2025-09)."""
    text = without_spaces(str(value)).removesuffix("年度").removesuffix("年")
    if re.fullmatch(r"[12][0-9]{3}", text):
        return text
    return month(text)


def day_before(day_text: str | None) -> str | None:
    """Return the day before: the last day on which something held that was closed, removed or withdrawn on a day."""
    return None if day_text is None else (date.fromisoformat(day_text) - timedelta(days=1)).isoformat()
