"""The page of commands, from the program's own help."""

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from firmgraph.cli.entry import app
from firmgraph.reference.markdown import code, page, table

INTRODUCTION = """`ID` is a node id, a unified social credit code, or an exact name when it is unique. Options may stand
before or after the command. With `--json` standard output carries JSON and nothing else; progress and
logs go to standard error. Exit codes: 0 done, 1 failed with one line of reason, 2 usage."""


def commands_page() -> str:
    """Return the page of commands with their arguments and options."""
    return page("Commands", INTRODUCTION, *_sections("firmgraph", get_command(app)))


def _sections(path: str, command: Any) -> Iterator[str]:
    yield f"## `{path}`"
    yield command.help or ""
    parameters = [one for one in command.params if one.name not in ("help", "install_completion", "show_completion")]
    yield table(("argument or option", "meaning"), [(_form(one), one.help or "") for one in parameters])
    for name, inner in getattr(command, "commands", {}).items():
        yield from _sections(f"{path} {name}", inner)


def _form(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return code(parameter.metavar or parameter.name.upper())
    names = "/".join([*parameter.opts, *parameter.secondary_opts])
    value = "" if parameter.is_flag else f" {parameter.metavar or 'VALUE'}"
    default = parameter.default
    shown = (
        ""
        if default in (None, False, True, ()) or callable(default)
        else f" (default {getattr(default, 'value', default)})"
    )
    return code(names + value) + shown
