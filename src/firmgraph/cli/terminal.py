"""What a command prints: answers on standard output, progress and complaints on standard error."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from firmgraph.errors import FirmgraphError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

PIPED_WIDTH = 200
MOST_CANDIDATES = 10


def print_json(body: Mapping[str, Any]) -> None:
    """Print a body as JSON on standard output."""
    import orjson

    text = orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS, default=str).decode()
    sys.stdout.write(text + "\n")


def print_lines(bodies: Iterable[Mapping[str, Any]]) -> int:
    """Print each body as it comes, a line of JSON each, and return how many there were."""
    import orjson

    count = 0
    for body in bodies:
        count += 1
        sys.stdout.buffer.write(orjson.dumps(body, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()
    return count


def console() -> "Console":
    """Return the console of standard output; a pipe gets lines wide enough for most tables."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def progress_console() -> "Console":
    """Return the console of standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def show(*renderables: "RenderableType") -> None:
    """Print tables and text for a reader on standard output."""
    out = console()
    for renderable in renderables:
        out.print(renderable)


def say(text: str) -> None:
    """Tell the user in one line, on standard error, what is going on."""
    print(text, file=sys.stderr)  # noqa: T201


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str | None = None) -> "RenderableType":
    """Return a table for a reader; cells are shown as they are, never read as markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return made


def complain(error: FirmgraphError) -> None:
    """Tell an error in one line on standard error, with the names that may have been meant."""
    parts = [error.detail]
    for member, words in (("candidates", "candidates"), ("near", "near names")):
        named = list(error.extra.get(member) or ())
        shown = [f"{one['name']} ({one['id']})" for one in named[:MOST_CANDIDATES]]
        if shown:
            parts.append(f"{words}: {', '.join(shown)}" + (" …" if len(named) > len(shown) else ""))
    say(one_line("firmgraph: " + "; ".join(parts)))


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return " ".join(text.split())


def quiet_standard_output() -> None:
    """Send what is still to be written nowhere, because the reader of the pipe has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
