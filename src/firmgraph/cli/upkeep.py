"""Commands about the installation: what the store holds, what the machine has."""

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from firmgraph.cli.options import Json, Store
from firmgraph.cli.stores import opened
from firmgraph.cli.terminal import print_json, show, table

if TYPE_CHECKING:
    from firmgraph.doctor import Check


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(status)
    app.command()(doctor)


def status(store: Store = None, as_json: Json = False) -> None:
    """Tell what a store holds: version, records by kind and source, nodes and relations."""
    with opened(store) as opened_store:
        found = opened_store.status()
    if as_json:
        print_json(asdict(found))
        return
    show(f"{found.url} · version {found.version} · last load {found.loaded_at or 'never'}")
    show(f"{found.nodes:,} nodes, {found.relations:,} relations")
    for title, counts in (("record kind", found.records), ("source", found.sources)):
        show(table((title, "records"), [(name, f"{count:,}") for name, count in (counts or {}).items()]))


def doctor(as_json: Json = False) -> None:
    """Tell what of the programs firmgraph can use is on this machine, and what each is for."""
    from firmgraph.doctor import check

    checks = check()
    if as_json:
        print_json({"checks": [asdict(one) for one in checks]})
        return
    show(table(("", "what", "found", "used for", "how to get it"), [_row(one) for one in checks]))


def _row(one: "Check") -> tuple[str, ...]:
    return ("ok" if one.found else "--", one.name, one.detail, one.purpose, "" if one.found else one.remedy)
