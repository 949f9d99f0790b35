"""Short ways to make records in tests: invented codes of a region that does not exist."""

from pathlib import Path
from typing import Any

from stdnum.cn import uscc

from firmgraph.graph.prepared import Heading, Prepared, prepare
from firmgraph.graph.records import KINDS

FIXTURES = Path(__file__).parents[2] / "fixtures"


def code(number: int) -> str:
    """Return the valid code of an invented enterprise."""
    body = f"91990000MA{number:07d}"
    return body + str(uscc.calc_check_digit(body))


def record(kind: str, source: str = "gsxt", observed_at: str | None = "2024-01-01", **row: Any) -> Prepared:
    """Return a prepared record of a row with English headers."""
    return prepare(kind, KINDS[kind].read(dict(row)), row, Heading(source, observed_at))


def firm(number: int, name: str, source: str = "gsxt", observed_at: str = "2024-01-01", **row: Any) -> Prepared:
    """Return the registration record of an invented enterprise."""
    return record("registration", source, observed_at, uscc=code(number), name=name, **row)
