"""What is wrong with a table of clients, or with names that were sent, told without repeating them."""

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
from firmgraph.profiling.models.signatures import ROLES
from firmgraph.profiling.models.watch_table import AXES

LEFT_OUT = "…"
_LINE = re.compile(r"(line \d+: )?(.*)", re.DOTALL)
# Counts and months name nobody, and words of ours hold such too.
_OPEN = re.compile(r"\d{1,4}(-\d\d)?")
_OURS = frozenset({*LED_BY, *AXES, *COLUMNS, *KINDS, *ROLES})


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
    named = type(error)(error.detail.replace(str(table), "the table"), field=error.field)
    return without_texts(named, _texts(table))


def without_texts(error: FirmgraphError, texts: Iterable[str]) -> FirmgraphError:
    """Return an error whose words do not repeat any of some texts that were sent, unless they are words of ours."""
    line, words = _LINE.fullmatch(error.detail).groups("")  # type: ignore[union-attr]
    for text in sorted(_repeated(words, texts), key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", lambda _: LEFT_OUT, words)
    field = error.field
    told = field if field is None or field in _OURS else safe_name(field)
    return type(error)(f"{line}{words}", field=told)


def _repeated(words: str, texts: Iterable[str]) -> set[str]:
    """Those of some texts that stand in some words, as they are or as they are quoted."""
    found: set[str] = set()
    for text in texts:
        if text and text not in _OURS and not _OPEN.fullmatch(text):
            found |= {form for form in (text, repr(text)[1:-1]) if form in words}
    return found


def _texts(table: Path) -> Iterator[str]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows: Iterable[list[str]] = csv.reader(file)
            for cell in chain.from_iterable(rows):
                yield cell.strip()
    except (OSError, UnicodeDecodeError, csv.Error):
        return
