"""The command that makes the table models are learned from."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import tell
from firmgraph.cli.options import Json, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import progress_console
from firmgraph.cli.terminal import table as shown_table

if TYPE_CHECKING:
    from rich.console import RenderableType


LABELS = "risk, willingness, utilisation, utilisation_next_month or utilisation_in_all"
What = Annotated[str, typer.Argument(metavar="WHAT", help=f"{LABELS}.")]
First = Annotated[str, typer.Option("--from", metavar="MONTH", help="First cohort, YYYY-MM.")]
Last = Annotated[str, typer.Option("--to", metavar="MONTH", help="Last cohort, YYYY-MM.")]
Table = Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV file to write.")]
Unlabelled = Annotated[
    bool, typer.Option("--unlabelled", help="Keep months whose label is not known yet, to be scored.")
]
Every = Annotated[
    bool, typer.Option("--every-column", help="Keep columns that are empty or say the same of every row.")
]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("table")(table)


def table(
    what: What,
    first: First,
    last: Last,
    out: Table,
    unlabelled: Unlabelled = False,
    every_column: Every = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Make the table a model is learned from: existing clients by month, with labels; broken off, it goes on."""
    from firmgraph.profiling.models.frame import cohorts, known_through
    from firmgraph.profiling.models.frame_file import write_table

    with opened(store) as opened_store, _progress() as hears:
        through = known_through(opened_store)
        asked = cohorts(what, first, last, through, unlabelled=unlabelled)
        written = write_table(opened_store, asked, out, hears, every_column=every_column)
    tell({"label": what, "known_through": through, **asdict(written), "out": str(out)}, as_json, _view)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how many clients of all are done."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = progress_console()
    columns = (TextColumn("clients"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("clients", total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)


def _view(body: Mapping[str, Any]) -> Iterator["RenderableType"]:
    from firmgraph.profiling.models.frame_labels import WHY

    named = (("label", "label"), ("known through", "known_through"), ("written to", "out"))
    counted = (("rows", "rows"), ("clients", "clients"), ("months", "cohorts"))
    told = [(words, body[name]) for words, name in (*named, *counted)]
    left_out = [(WHY[why], count) for why, count in sorted(body["left_out"].items())]
    yield shown_table(("table", ""), told)
    if left_out:
        yield shown_table(("left out, client-months", "count"), left_out)
    for name, words in (("empty", "empty columns"), ("constant", "columns that say the same of every row")):
        if body[name]:
            yield shown_table((words,), [(column,) for column in body[name]])
