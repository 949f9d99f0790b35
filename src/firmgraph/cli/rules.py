"""Commands about rule packs: list them, show one, find what is wrong with them; they need no store."""

from collections.abc import Callable
from typing import Annotated

import typer

from firmgraph.cli.asking import Body, tell
from firmgraph.cli.moments import moment
from firmgraph.cli.options import AsOf, Json

Pack = Annotated[str, typer.Argument(metavar="ID", help="Id of a rule pack.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(help="Rule packs: thresholds as dated data.", no_args_is_help=True)
    for name, command in (("list", list_rules), ("show", show_rule), ("lint", lint_rules)):
        group.command(name)(command)
    app.add_typer(group, name="rules")


def list_rules(as_of: AsOf = None, as_json: Json = False) -> None:
    """List the rule packs: family, document, dates, and whether each is in force."""
    from firmgraph.api.rules import rules_list
    from firmgraph.cli.views.rules import list_view

    tell(_dated(rules_list, as_of), as_json, list_view)


def show_rule(pack_id: Pack, as_of: AsOf = None, as_json: Json = False) -> None:
    """Show all that a rule pack says."""
    from firmgraph.api.rules import rule_detail
    from firmgraph.cli.views.rules import show_view

    tell(_dated(lambda day: rule_detail(pack_id, day), as_of), as_json, show_view)


def lint_rules(as_of: AsOf = None, as_json: Json = False) -> None:
    """Find what is wrong with the packs: broken files and expressions, gaps, citations superseded; exit 1 with any."""
    from firmgraph.api.rules import rules_lint
    from firmgraph.cli.views.rules import lint_view

    body = _dated(rules_lint, as_of)
    tell(body, as_json, lint_view)
    if body["faults"]:
        raise typer.Exit(1)


def _dated(answer: Callable[[str], Body], as_of: str | None) -> Body:
    return answer(moment(as_of, None).day)
