"""Commands that read what is known of enterprises: search, portrait, named queries."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import Body, asking, desk
from firmgraph.cli.moments import day
from firmgraph.cli.options import AsOf, Cursor, Enterprise, Json, KnownAt, Limit, Out, Packs, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, say, show, table

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk

Keep = Annotated[bool, typer.Option("--keep", help="Keep the portrait and its tags as nodes of the graph.")]


def _day_or_none(text: str | None) -> str | None:
    return None if text is None else day(text)


Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="DATE",
        callback=_day_or_none,
        help="Tell what changed between this day and --as-of, YYYY-MM-DD.",
    ),
]


class Form(StrEnum):
    """How a portrait is printed."""

    table = "table"
    md = "md"
    html = "html"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(asking(search, "enterprises:found_view", without=("pack",)))
    app.command()(portrait)
    app.command()(query)


def search(
    asked: "Desk",
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Code, name, former name, or any part of a name.")],
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Body:
    """Find enterprises, best first; with a date, those known then."""
    from firmgraph.api.answers import found_enterprises, stamp

    body = found_enterprises(asked.store, text, cursor, limit)
    if asked.at.is_now:
        return body
    known = [one for one in body["items"] if asked.store.node(one["id"], asked.at)]
    return {**body, "items": known, **stamp(asked.store, asked.at)}


def portrait(
    enterprise: Enterprise,
    form: Annotated[Form, typer.Option("--format", help="How it is printed.")] = Form.table,
    against: Against = None,
    out: Out = None,
    keep: Keep = False,
    pack: Packs = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Draw the portrait of an enterprise: external and internal, and the final one that joins them."""
    with desk(store, as_of, known_at, pack) as asked:
        from firmgraph.api.portraits import portrait as drawn_portrait
        from firmgraph.profiling.portrait import portrait_nodes

        drawn = drawn_portrait(asked, enterprise, against)
        if keep:
            asked.store.derive(*portrait_nodes(drawn.portrait))
    if as_json or form is Form.json:
        print_json(drawn.body)
    elif form is Form.table:
        from firmgraph.cli.views.portrait import difference_view, portrait_view

        show(*(portrait_view(drawn.body) if against is None else difference_view(drawn.body)))
    else:
        _write(drawn.report("md" if form is Form.md else "html"), out)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")
        say(f"written to {out}")


def query(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Its name; without one all are listed.")] = None,
    param: Annotated[list[str] | None, typer.Option("--param", metavar="K=V", help="A parameter of the query.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Run a named query, or list the queries there are; it answers from all that is loaded."""
    from firmgraph.api.answers import MOST_ROWS, queries, query_rows
    from firmgraph.graph.queries import read_offset

    if name is None:
        listed = queries()
        if as_json:
            print_json(listed)
        else:
            show(table(("name", "title", "parameters"), [_listed(one) for one in listed["queries"]]))
        return
    given = {"as_of": as_of} if as_of else {}
    given.update(_parameter(text) for text in param or ())
    with opened(store) as opened_store:
        body = query_rows(opened_store, name, given, known_at, read_offset(given.pop("offset", 0)))
    if as_json:
        print_json(body)
        return
    rows = body["rows"]
    show(table(list(rows[0]) if rows else ["no rows"], [list(row.values()) for row in rows]))
    if body["truncated"]:
        say(f"there are more rows: --param offset={body['next_offset']}, or --param limit=N, at most {MOST_ROWS}")


def _listed(one: dict[str, Any]) -> tuple[str, ...]:
    names = (f"{p['name']}={p['default']}" if p["default"] else p["name"] for p in one["parameters"])
    return one["name"], f"{one['title']} {one['title_en']}", ", ".join(names)


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter("a parameter is written name=value", param_hint="--param")
    return name, value
