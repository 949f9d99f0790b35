"""The command that shows the gates of a firm, also under two packs or on two days side by side."""

from typing import TYPE_CHECKING, Annotated

import typer

from firmgraph.cli.asking import Body, asking
from firmgraph.cli.options import Enterprise

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk

BesidePacks = Annotated[
    list[str] | None,
    typer.Option("--beside-pack", metavar="ID", help="Rule pack to look at beside, in place of --pack; repeatable."),
]
BesideDay = Annotated[
    str | None, typer.Option("--beside-as-of", metavar="DATE", help="Day to look at beside, YYYY-MM-DD.")
]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(asking(gates, "gates:gates_view"))


def gates(
    asked: "Desk", enterprise: Enterprise, beside_pack: BesidePacks = None, beside_as_of: BesideDay = None
) -> Body:
    """Show every gate and the client grade of a firm, and beside them those under other packs or on another day."""
    from firmgraph.api.gates import Beside
    from firmgraph.api.gates import gates as answer

    return answer(asked, enterprise, Beside(tuple(beside_pack or ()), beside_as_of))
