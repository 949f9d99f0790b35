"""Commands that write files: export the graph, write an invented world."""

import sys
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from firmgraph.cli.asking import desk
from firmgraph.cli.options import AsOf, Json, KnownAt, Out, Packs, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, say

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk


class Format(StrEnum):
    """The formats a graph is exported in."""

    graphml = "graphml"
    csv = "csv"
    jsonl = "jsonl"
    bods = "bods"
    mermaid = "mermaid"


OF_A_FIRM = (Format.bods, Format.mermaid)
Hashed = Annotated[bool, typer.Option("--hash", help="Print the graph hash: SHA-256 of the canonical JSONL.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(export)
    app.command()(world)


def export(
    form: Annotated[
        Format | None,
        typer.Argument(metavar="FORMAT", help="graphml, csv or jsonl; of one firm bods, mermaid or graphml."),
    ] = None,
    enterprise: Annotated[
        str | None, typer.Argument(metavar="ID", help="Only who stands behind this firm: id, code, or exact name.")
    ] = None,
    out: Out = None,
    hashed: Hashed = False,
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Write the graph out, or who stands behind one firm; the same records give the same bytes from every store."""
    if enterprise is not None or form in OF_A_FIRM:
        _export_firm(form, enterprise, out, desk(store, as_of, known_at, pack))
        return
    from firmgraph.graph.export import export_to, graph_hash, write_export

    if hashed == (form is not None):
        raise typer.BadParameter("name a format (graphml, csv, jsonl), or ask for --hash", param_hint="FORMAT")
    with opened(store) as opened_store:
        if form is None:
            digest = graph_hash(opened_store)
            if as_json:
                print_json({"sha256": digest, "version": opened_store.status(counts=False).version})
            else:
                sys.stdout.write(digest + "\n")
        elif out is None:
            write_export(opened_store, form.value, sys.stdout.buffer)
        else:
            count = export_to(opened_store, form.value, out)
            say(f"wrote {count:,} nodes and relations to {out}")


def _export_firm(
    form: Format | None, enterprise: str | None, out: Path | None, asked: "AbstractContextManager[Desk]"
) -> None:
    if enterprise is None or form in (None, Format.csv, Format.jsonl):
        raise typer.BadParameter("of one firm: bods, mermaid or graphml, and its ID", param_hint="FORMAT ID")
    from firmgraph.api.officer.drawn import drawn

    with asked as at_desk:
        text = drawn(at_desk, enterprise, cast("Literal['bods', 'mermaid', 'graphml']", form.value))
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
        say(f"wrote {out}")


def world(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to; its files are replaced.")],
    firms: Annotated[int, typer.Option("--firms", help="How many enterprises, the planted ones included.")] = 60,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same world.")] = 20250630,
    months: Annotated[
        int | None, typer.Option("--months", help="Give clients a history of so many months; without it, none.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write an invented, coherent economy of every record kind, with planted cases and their expected answers."""
    from firmgraph.graph.world import write_world

    made = write_world(firms, seed, out, months=months)
    if as_json:
        print_json({"firms": made.firms, "rows": made.rows, "cases": made.cases, "out": str(made.out)})
    else:
        rows = sum(made.rows.values())
        say(f"wrote {made.firms} firms, {rows:,} rows and {made.cases} expected answers to {made.out}")
