"""The days on which a case was taken up and decided."""

import re
from collections.abc import Iterator
from datetime import date

from firmgraph.nlp.litigation.judgment import Found

_DIGIT_WORDS = "○〇零O一二三四五六七八九"
_DIGITS = str.maketrans(_DIGIT_WORDS, "0000123456789")
_YEAR = rf"(?:(?:19|20)\d\d|[{_DIGIT_WORDS}]{{4}})"
_PART = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DAY = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})\s?(?:年\s?(?P<month>{_PART})\s?月\s?(?P<day>{_PART})\s?日"
    r"|(?P<mark>[-./])(?P<month_no>\d{1,2})(?P=mark)(?P<day_no>\d{1,2})(?!\d))"
)
_FILED_AFTER = re.compile(
    r"^[^。;,\n被告委局]{0,12}?(?:立案|受理)(?!费|[^。;,]{0,12}破产)|^,(?:本院|法院)[^。;,\n]{0,6}(?:立案|受理)(?!费)"
)
_FILED_BEFORE = re.compile(r"(?:立案|受理)(?:日期|时间)?[:为是]?\s?(?:于)?$")
_JUDGED_AFTER = re.compile(r"^[^。;,\n(]{0,6}?作出[^。;,\n(]{0,6}(?:判决|裁定|调解)")
_BY_COURT = re.compile(r"(?:本院|法院)(?:已|业已|遂)?于$")
_JUDGED_BEFORE = re.compile(r"(?:裁判|判决|裁定|结案|宣判)(?:日期|时间)[:为是]?\s?$")


def find_days(normal: str) -> Iterator[Found[date]]:
    """Yield every day that is one of the calendar, written 2019年3月4日, 二〇一九年三月四日 or 2019-03-04."""
    for found in _DAY.finditer(normal):
        year, month, day = found["year"], found["month"] or found["month_no"], found["day"] or found["day_no"]
        try:
            yield Found(date(int(year.translate(_DIGITS)), _number(month), _number(day)), *found.span())
        except ValueError:
            continue


def filed_day(normal: str, days: list[Found[date]]) -> Found[date] | None:
    """The first day told to be that of acceptance (立案, 受理)."""
    return next((day for day in days if _said(normal, day, _FILED_BEFORE, _FILED_AFTER)), None)


def judged_day(normal: str, days: list[Found[date]], decided_at: int | None) -> Found[date] | None:
    """The day of the decision: told as such, else the last day after the decision's text begins at `decided_at`.

    The day under the decision stands alone in its line; a day inside a sentence there is a term for the parties.
    """
    told = next((day for day in days if _said(normal, day, _JUDGED_BEFORE, None)), None)
    if told:
        return told
    if decided_at is not None:
        return next((day for day in reversed(days) if day.start >= decided_at and _alone(normal, day)), None)
    by_court = (day for day in days if _BY_COURT.search(normal, max(day.start - 12, 0), day.start))
    return next((day for day in by_court if _said(normal, day, None, _JUDGED_AFTER)), None)


def _alone(normal: str, day: Found[date]) -> bool:
    before = normal[max(day.start - 12, 0) : day.start]
    after = normal[day.end : day.end + 12].lstrip(" \t")
    line_starts = not before.strip(" \t") or before.rstrip(" \t")[-1] in "\n。员"
    signed = re.search(r"(?:审判长|审判员|书记员|执行员)[^。;,]{0,12}$", before) is not None
    return (line_starts or signed) and (not after or after[0] in "\n书法" or after.startswith("本件"))


def _said(normal: str, day: Found[date], before: re.Pattern[str] | None, after: re.Pattern[str] | None) -> bool:
    if before and before.search(normal[max(day.start - 12, 0) : day.start]):
        return True
    return bool(after and after.search(normal[day.end : day.end + 24]))


def _number(text: str) -> int:
    """The number up to 99 that digits or 十-words say."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digits = f"{tens or 1 if ten else 0}{ones or 0}".translate(_DIGITS)
    if not digits.isdecimal():
        raise ValueError("not a number of this form")
    return int(digits)
