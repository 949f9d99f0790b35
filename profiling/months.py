"""Days whole months apart."""

from calendar import monthrange
from datetime import date


def months_from(day: str, months: int) -> str:
    """Return the day (ISO) so many months later, or earlier for a negative number.

    It is the last of its month where that month is too short.
    """
    now = date.fromisoformat(day)
    count = now.year * 12 + now.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(now.day, monthrange(year, month)[1])).isoformat()
