"""The command that reads from notes and reports what two firms have to do with each other."""

from typing import Annotated, Any

import typer

from firmgraph.cli.moments import moment
from firmgraph.cli.options import AsOf, Everyone, Json, KnownAt, Named, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, print_lines, say, show, table

Keep = Annotated[bool, typer.Option("--keep", help="Keep the relations as suspected findings of the graph.")]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(mentions)


def mentions(
    enterprise: Named = None,
    everyone: Everyone = False,
    keep: Keep = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Read what notes and reports say two firms have to do with each other; a name that is not sure is left open."""
    if (enterprise is None) == (not everyone):
        raise typer.BadParameter("name an enterprise, or all", param_hint="ID, --all")
    at = moment(as_of, known_at)
    from firmgraph.api import mentions as api

    with opened(store) as opened_store:
        if enterprise is None:
            count = print_lines(api.mentions_of_all(opened_store, at, write=keep))
            say(f"{count} firms whose texts tell of relations")
            return
        body = api.mentions(opened_store, enterprise, at, write=keep)
    if as_json:
        print_json(body)
        return
    columns = ("relation 关系", "from 甲", "to 乙", "certainty", "said in 原文", "record 记录")
    show(table(columns, [_relation(one) for one in body["relations"]]))
    if body["unresolved"]:
        columns = ("relation 关系", "left open 未确认", "why", "may be 可能是", "said in 原文", "record 记录")
        show(table(columns, [_unresolved(one) for one in body["unresolved"]]))


def _kind(one: dict[str, Any]) -> str:
    return f"疑似{one['words']} {one['kind']}" + (" (ended 已结束)" if one["ended"] else "")


def _relation(one: dict[str, Any]) -> tuple[Any, ...]:
    span = one["span"]
    return _kind(one), one["source"]["name"], one["target"]["name"], one["certainty"], span["text"], span["record"]


def _unresolved(one: dict[str, Any]) -> tuple[Any, ...]:
    open_ends = [end for end in (one["source"], one["target"]) if end["id"] is None] or [one["target"]]
    said, why = ("、".join(end[part] for end in open_ends) for part in ("said", "reason"))
    near = "、".join(firm["name"] for end in open_ends for firm in end["near"])
    return _kind(one), said, why, near, one["span"]["text"], one["span"]["record"]
