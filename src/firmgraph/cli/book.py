"""The command that matches a whole book of requests at once."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import desk
from firmgraph.cli.decisions import ledger_of
from firmgraph.cli.options import AsOf, KnownAt, Out, Packs, Store
from firmgraph.cli.terminal import progress_console, say

if TYPE_CHECKING:
    from firmgraph.api.book import Asked
    from firmgraph.api.officer.desk import Desk

File = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="Request bodies, a line of JSON each; - reads standard input.")
]
Amount = Annotated[
    str | None, typer.Option("--amount", help="Instead of a file: let every client of the bank ask for this amount.")
]
Term = Annotated[int, typer.Option("--term", metavar="MONTHS", min=1, help="Term that every client asks for.")]
Purpose = Annotated[str, typer.Option("--purpose", help="Purpose that every client asks for.")]
Guarantee = Annotated[
    list[str] | None, typer.Option("--guarantee", help="Guarantee that every client offers; may be repeated.")
]
Csv = Annotated[bool, typer.Option("--csv", help="Write CSV, a row for each offer, in place of lines of JSON.")]
Keep = Annotated[bool, typer.Option("--keep", help="Make each decision alone and keep it in the ledger and the graph.")]
COLUMNS = (
    *("line", "subject", "rank", "product_id", "class_id", "verdict", "amount", "bound_by"),
    *("rate", "all_in_rate", "score", "none_because"),
)
Body = dict[str, Any]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("batch")(batch)


def batch(
    file: File = None,
    amount: Amount = None,
    term: Term = 12,
    purpose: Purpose = "working_capital",
    guarantee: Guarantee = None,
    as_csv: Csv = False,
    keep: Keep = False,
    out: Out = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    pack: Packs = None,
    store: Store = None,
) -> None:
    """Match a whole book of requests: a line for each, as its own match tells it; exit 1 if a line is in error."""
    if (file is None) == (amount is None):
        raise typer.BadParameter("give a FILE of requests, or --amount for every client", param_hint="FILE")
    terms = {"amount": amount, "term_months": term, "purpose": purpose, "guarantee": guarantee}
    with desk(store, as_of, known_at, pack) as asked, _requests(asked, file, terms) as requests:
        from firmgraph.api.book import match_lines

        with ledger_of(asked) if keep else nullcontext() as ledger:
            failed = _written(_counted(match_lines(asked, requests, ledger)), out, as_csv=as_csv)
    if failed:
        raise typer.Exit(1)


@contextmanager
def _requests(asked: "Desk", file: Path | None, terms: Body) -> "Iterator[Iterator[Asked]]":
    """The requests of a file, of standard input, or of every client."""
    from firmgraph.api.book import every_client, read_lines
    from firmgraph.errors import UnreadableFile
    from firmgraph.profiling.request import read_request

    if file is None:
        same = {name: value for name, value in terms.items() if value is not None}
        yield every_client(asked, read_request({"subject": {"name": "every client"}, "terms": same}))
    elif str(file) == "-":
        yield read_lines(sys.stdin.buffer)
    elif not file.is_file():
        raise UnreadableFile(f"{file}: there is no such file", field="file")
    else:
        with file.open("rb") as lines:
            yield read_lines(lines)


def _counted(bodies: Iterator[Body]) -> Iterator[Body]:
    """Pass answers on and show on standard error how many there were."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = progress_console()
    columns = SpinnerColumn(), TextColumn("{task.completed} requests matched"), TimeElapsedColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        yield from shown.track(bodies, description="")


def _written(bodies: Iterator[Body], out: Path | None, *, as_csv: bool) -> int:
    """Write answers as they come, say what they come to, and return how many lines are in error."""
    every = offered = failed = 0
    with out.open("w", encoding="utf-8", newline="") if out else nullcontext(sys.stdout) as target:
        write = _csv_writer(target) if as_csv else _json_writer(target)
        for body in bodies:
            write(body)
            every, offered, failed = every + 1, offered + bool(body["offers"]), failed + ("error" in body)
            if "error" in body:
                say(f"line {body['line']}: {body['error']['detail']}")
    say(f"{every} requests, {offered} with offers, {failed} in error")
    return failed


def _json_writer(target: IO[str]) -> Callable[[Body], None]:
    import orjson

    return lambda body: print(orjson.dumps(body).decode(), file=target)


def _csv_writer(target: IO[str]) -> Callable[[Body], None]:
    rows = csv.DictWriter(target, COLUMNS, lineterminator="\n")
    rows.writeheader()
    return lambda body: rows.writerows(_rows(body))


def _rows(body: Body) -> Iterator[Body]:
    """A row for each offer of a line, and one that says why for a line without."""
    line = {"line": body["line"], "subject": body["subject"]}
    for rank, offer in enumerate(body["offers"], 1):
        yield {**line, "rank": rank, **offer}
    if not body["offers"]:
        yield {**line, "none_because": "; ".join(_reasons(body))}


def _reasons(body: Body) -> list[str]:
    if "error" in body:
        return [body["error"]["detail"]]
    return [f"gate {gate}" for gate in body["gates"]] or sorted(set(body["dropped"].values())) or ["no product"]
