"""Commands that change the records: load files, take back a source or a record."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.options import Json, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import one_line, print_json, progress_console, say, show, table

if TYPE_CHECKING:
    from firmgraph.graph.load import FileReport, LoadReport, Progress

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH...", help="Files, or directories with files named after kinds.")
]
Kind = Annotated[str | None, typer.Option("--kind", help="Record kind; else the file's name or headers tell it.")]
Source = Annotated[str | None, typer.Option("--source", help="Source of rows that state none.")]
ObservedAt = Annotated[
    str | None, typer.Option("--observed-at", metavar="DATE", help="Day on which rows that state none were seen.")
]
Encoding = Annotated[str | None, typer.Option("--encoding", help="utf-8 or gb18030; else it is detected.")]
Mapping = Annotated[
    str | None,
    typer.Option("--mapping", metavar="FILE", help="Mapping of foreign headers, or the name of one that comes along."),
]
Quarantine = Annotated[
    Path | None, typer.Option("--quarantine", metavar="FILE", help="Where bad rows go; else beside the store.")
]
MaxBad = Annotated[
    float | None, typer.Option("--max-bad", min=0, max=1, metavar="SHARE", help="Share of bad rows tolerated.")
]
Retry = Annotated[
    Path | None, typer.Option("--retry", metavar="QUARANTINE", help="Load exactly the rows of a quarantine again.")
]
LoadedAt = Annotated[
    str | None, typer.Option("--loaded-at", metavar="TIME", help="State the time of loading (to rebuild a store).")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(load)
    app.command()(retract)


def load(
    paths: Paths = None,
    kind: Kind = None,
    source: Source = None,
    observed_at: ObservedAt = None,
    encoding: Encoding = None,
    mapping: Mapping = None,
    quarantine: Quarantine = None,
    max_bad: MaxBad = None,
    retry: Retry = None,
    loaded_at: LoadedAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Load files of records (CSV, JSONL, Parquet, XLSX); bad rows go to quarantine, rows already there stay."""
    from firmgraph.cli.fixtures import find_mapping
    from firmgraph.graph import load as loader

    if bool(paths) == bool(retry):
        raise typer.BadParameter("name files to load, or a quarantine with --retry", param_hint="PATH")
    options = loader.LoadOptions(
        kind, source, _day(observed_at, "--observed-at"), encoding, find_mapping(mapping) if mapping else None,
        quarantine, max_bad, _time(loaded_at),
    )  # fmt: skip
    with opened(store, create=True) as opened_store, loading_progress() as progress:
        if retry:
            report = loader.retry(opened_store, retry, options, progress)
        else:
            report = loader.load_files(opened_store, paths or [], options, progress)
    _tell(report, as_json=as_json)


def _day(text: str | None, option: str) -> str | None:
    from firmgraph.graph.normal.dates import day

    try:
        return day(text) if text else None
    except ValueError:
        raise typer.BadParameter("not a date: write 2024-01-31", param_hint=option) from None


def _time(text: str | None) -> str | None:
    from firmgraph.cli.moments import moment

    try:
        return moment(None, text).known_at
    except typer.BadParameter as error:
        raise typer.BadParameter(error.message, param_hint="--loaded-at") from None


def _tell(report: "LoadReport", *, as_json: bool) -> None:
    if as_json:
        print_json(report.wire())
    else:
        show(report_table(report))
    for file in report.files:
        if file.unknown_columns:
            say(f"{file.path}: columns kept but not read: {', '.join(file.unknown_columns)}")
        if file.error:
            say(one_line(f"firmgraph: {file.error}"))
    if report.quarantine:
        say(f"bad rows are in {report.quarantine}; correct them and run firmgraph load --retry {report.quarantine}")
    if report.failed:
        raise typer.Exit(1)


def report_table(report: "LoadReport") -> Any:
    """Return what became of each file as a table."""
    columns = ("file", "kind", "rows", "new", "changed", "unchanged", "quarantined", "rows/s", "why")
    return table(columns, [_cells(file) for file in report.files], title=f"version {report.version}")


def _cells(file: "FileReport") -> tuple[Any, ...]:
    why = file.error or ", ".join(f"{code} {count}" for code, count in file.reasons.items())
    counts = (f"{n:,}" for n in (file.rows, file.new, file.changed, file.unchanged, file.quarantined))
    return Path(file.path).name, file.kind, *counts, f"{file.rows_per_second:,.0f}", why


@contextmanager
def loading_progress() -> Iterator["Progress"]:
    """Show on standard error how many rows have been read and how many of them are committed."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    words_first = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
    columns = (*words_first, MofNCompleteColumn(), TimeElapsedColumn())
    console = progress_console()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("reading", total=None)
        counts = {"read": 0, "committed": 0}

        def progress(stage: str, rows: int) -> None:
            counts[stage] += rows
            words = "reading" if stage == "read" else "committing"
            shown.update(task, description=words, total=counts["read"] or None, completed=counts["committed"])

        yield progress


def retract(
    source: Annotated[str | None, typer.Option("--source", help="Take back every record of this source.")] = None,
    record: Annotated[str | None, typer.Option("--record", metavar="ID", help="Take back this record.")] = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Take back a source or a record: what only it stated goes, and what rested on it is named."""
    if (source is None) == (record is None):
        raise typer.BadParameter("name either a source or a record", param_hint="--source or --record")
    with opened(store) as opened_store:
        done = opened_store.retract(source=source, record_id=record)
    names = ("records", "nodes_removed", "relations_removed", "rested")
    body: dict[str, Any] = {name: list(getattr(done, name)) for name in names}
    if as_json:
        print_json({**body, "version": done.version})
        return
    show(table(("what", "count"), [(name.replace("_", " "), len(ids)) for name, ids in body.items()]))
    if done.rested:
        show("rested on it: " + ", ".join(done.rested))
