"""Days counted in calendar months and in days, as rules count them."""

from calendar import monthrange
from datetime import date


def months_later(day: str, months: int) -> str:
    """Return the ISO date so many months after a day; the last of the month where that day does not exist."""
    on = date.fromisoformat(day)
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1])).isoformat()


def months_earlier(day: str, months: int) -> str:
    """Return the ISO date so many months before a day; the last of the month where that day does not exist."""
    return months_later(day, -months)


def days_since(stamp: str, day: str) -> int:
    """Return how many days a day or a stamp (ISO) lies before a day; negative when it lies after it."""
    return (date.fromisoformat(day) - date.fromisoformat(stamp[:10])).days
