"""Dates and times as integers: what arrays hold of the two clocks."""

from datetime import UTC, date, datetime
from functools import lru_cache

from firmgraph.graph.elements import Moment

EPOCH = date(1970, 1, 1).toordinal()
FIRST_DAY = -(2**31)
LAST_DAY = 2**31 - 1
ALWAYS = 2**63 - 1


@lru_cache(maxsize=100_000)
def day_number(day: str | None, missing: int) -> int:
    """Return the days since 1970 of an ISO date, or `missing` where there is none."""
    return date.fromisoformat(day).toordinal() - EPOCH if day else missing


@lru_cache(maxsize=100_000)
def day_text(number: int) -> str | None:
    """Return the ISO date of a number of days, None for an open end."""
    return None if number in (FIRST_DAY, LAST_DAY) else date.fromordinal(number + EPOCH).isoformat()


@lru_cache(maxsize=100_000)
def instant(timestamp: str) -> int:
    """Return the microseconds since 1970 of an ISO timestamp in UTC; of a day its beginning."""
    moment = datetime.fromisoformat(timestamp)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1_000_000)


def known_until(at: Moment) -> int:
    """Return the last instant that counts as known at a moment; of a day its end is meant."""
    return ALWAYS if at.known_until is None else instant(at.known_until)
