"""The command that ranks clients by predicted utilisation."""

from typing import TYPE_CHECKING, Annotated

import typer

from firmgraph.cli.asking import Body, asking
from firmgraph.cli.options import Cursor, Limit

if TYPE_CHECKING:
    from firmgraph.api.officer.desk import Desk

Threshold = Annotated[
    float | None,
    typer.Option("--threshold", min=0, max=1, help="Clients predicted strictly above are potential; else the pack's."),
]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("prospects")(asking(prospects, "prospects:prospects_view"))


def prospects(asked: "Desk", threshold: Threshold = None, limit: Limit = 50, cursor: Cursor = None) -> Body:
    """Rank clients by predicted utilisation; those strictly above the threshold are potential clients."""
    from firmgraph.api.prospects import prospects as found

    return found(asked, threshold, cursor, limit)
