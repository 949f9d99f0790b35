"""The dates of a question as the user wrote them; a date that is none is a mistake in usage."""

from typing import TYPE_CHECKING

import typer

from firmgraph.errors import InvalidInput

if TYPE_CHECKING:
    from firmgraph.graph.elements import Moment


def moment(as_of: str | None, known_at: str | None) -> "Moment":
    """Return the moment asked about; a usage error names the option that is no date."""
    from firmgraph.api.moments import read_moment

    try:
        return read_moment(as_of, known_at)
    except InvalidInput as error:
        option = "--" + (error.field or "as_of").replace("_", "-")
        raise typer.BadParameter(error.detail, param_hint=option) from None


def day(text: str) -> str:
    """Return the day that an option states, YYYY-MM-DD; a usage error names the option where it is none."""
    from firmgraph.api.moments import read_day

    try:
        return read_day(text, "day")
    except InvalidInput as error:
        raise typer.BadParameter(error.detail) from None
