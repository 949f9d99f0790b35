"""What is wrong with a table of clients, told without repeating what stands in it."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from firmgraph.api.errors import safe_name
from firmgraph.errors import FirmgraphError
from firmgraph.profiling.models.frame import LED_BY
from firmgraph.profiling.models.frame_columns import COLUMNS
from firmgraph.profiling.models.in_use import KINDS
from firmgraph.profiling.models.watch_table import AXES

LEFT_OUT = "…"
_LINE = re.compile(r"(line \d+: )?(.*)", re.DOTALL)
# Counts and months name nobody, and words of ours hold such too.
_OPEN = re.compile(r"\d{1,4}(-\d\d)?")
_OURS = frozenset({*LED_BY, *AXES, *COLUMNS, *KINDS})


@contextmanager
def faults_told(table: Path) -> Iterator[None]:
    """Raise what is raised about a table without what stands in it."""
    try:
        yield
    except FirmgraphError as error:
        raise without_input(error, table) from None


def without_input(error: FirmgraphError, table: Path) -> FirmgraphError:
    """Return an error met with a table, its words without cells or unknown columns of the table and without its path.

    The line and the names of columns that every table has stay, so that the fault can be found.
    """
    line, words = _LINE.fullmatch(error.detail.replace(str(table), "the table")).groups("")  # type: ignore[union-attr]
    for text in sorted(_repeated(words, table), key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", lambda _: LEFT_OUT, words)
    field = error.field
    told = field if field is None or field in _OURS else safe_name(field)
    return type(error)(f"{line}{words}", field=told)


def _repeated(words: str, table: Path) -> set[str]:
    """The texts of the table that stand in some words, as they are or as they are quoted."""
    found: set[str] = set()
    for text in _texts(table):
        if text in _OURS or _OPEN.fullmatch(text):
            continue
        found |= {form for form in (text, repr(text)[1:-1]) if form in words}
    return found


def _texts(table: Path) -> Iterator[str]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows: Iterable[list[str]] = csv.reader(file)
            for cell in chain.from_iterable(rows):
                if text := cell.strip():
                    yield text
    except (OSError, UnicodeDecodeError, csv.Error):
        return
