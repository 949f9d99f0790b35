"""Options that several commands share, with the words that `--help` and the reference show."""

from pathlib import Path
from typing import Annotated

import typer

from firmgraph.cli.moments import day

Store = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="Store: sqlite:///FILE, bolt://HOST:PORT or neo4j://HOST:PORT; else FIRMGRAPH_STORE.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output and nothing else.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Day the answer is true on, YYYY-MM-DD; else today.")
]
Since = Annotated[str, typer.Option("--since", metavar="DATE", callback=day, help="First day looked at, YYYY-MM-DD.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", callback=day, help="Last day looked at, YYYY-MM-DD.")]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", metavar="TIME", help="Answer from what had been loaded by this day or time (UTC)."),
]
Packs = Annotated[
    list[str] | None,
    typer.Option("--pack", metavar="ID", help="Rule pack to use in place of its family's in force; may be repeated."),
]
Limit = Annotated[int, typer.Option("--limit", min=1, max=200, help="Most items shown.")]
Cursor = Annotated[str | None, typer.Option("--cursor", metavar="TEXT", help="The next_cursor of the page before.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write here instead of standard output.")]
Enterprise = Annotated[
    str, typer.Argument(metavar="ID", help="Node id, unified social credit code, or exact name when it is unique.")
]
Named = Annotated[str | None, typer.Argument(metavar="ID", help="Node id, code, or exact unique name.")]
Everyone = Annotated[bool, typer.Option("--all", help="Read all enterprises of the store, one line of JSON each.")]
