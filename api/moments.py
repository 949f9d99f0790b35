"""The two dates of a question, read from what a user writes."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Moment

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_moment(as_of: str | None = None, known_at: str | None = None) -> Moment:
    """Return the moment of `as_of` (YYYY-MM-DD) and `known_at` (a day or an ISO timestamp, UTC)."""
    return Moment(read_day(as_of, "as_of") if as_of else None, _known_at(known_at) if known_at else None)


def read_day(text: str, field: str) -> str:
    """Return a day written YYYY-MM-DD; raise InvalidInput naming the field for anything else."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InvalidInput("this day does not exist in the calendar", field=field) from None
    raise InvalidInput("a date is written YYYY-MM-DD", field=field)


def check_established(properties: Mapping[str, Any], day: str) -> None:
    """Raise InvalidInput where the properties of a firm say that it was established after a day."""
    established = properties.get("established")
    if established is not None and day < str(established):
        raise InvalidInput(f"it was established on {established}: ask about that day or later", field="as_of")


def _known_at(text: str) -> str:
    if _DAY.fullmatch(text):
        return read_day(text, "known_at")
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError):
        raise InvalidInput("a moment is written YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS", field="known_at") from None
