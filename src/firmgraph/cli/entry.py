"""The program `firmgraph`: its commands, and how every failure ends: one line, and an exit code of 1 or 2."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.main import get_command

from firmgraph.cli import (
    book,
    decisions,
    demonstration,
    enterprises,
    frames,
    gates,
    loading,
    matching,
    mentions,
    models,
    moving,
    neo4j,
    nlp,
    offers,
    officer,
    products,
    prospects,
    relations,
    rules,
    serving,
    strategy,
    tagging,
    training,
    upkeep,
    watching,
)
from firmgraph.cli.options import AsOf, Json, KnownAt, Store
from firmgraph.cli.terminal import complain, one_line, quiet_standard_output, say
from firmgraph.errors import FirmgraphError

FAILED, USAGE, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="firmgraph",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (
    *(demonstration, loading, enterprises, tagging, mentions, officer, relations),
    *(matching, book, gates, decisions, offers, products, rules, nlp),
    *(frames, training, models, watching, prospects, strategy, neo4j, serving, moving, upkeep),
):
    group.register(app)


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(version("firmgraph"))  # noqa: T201
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version and stop.")
]


@app.callback()
def firmgraph(
    context: typer.Context,
    store: Store = None,
    as_json: Json = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    _version: Version = False,
) -> None:
    """What a bank holds on a small enterprise: as a graph, a portrait and ranked loan products."""
    given = {"store": store, "as_json": as_json or None, "as_of": as_of, "known_at": known_at}
    stated = {name: value for name, value in given.items() if value is not None}
    context.default_map = _for_all_commands(context.command, stated)


def _for_all_commands(command: Any, stated: dict[str, Any]) -> dict[str, Any]:
    """Make options that stand before the command the defaults of that command, so that they may stand anywhere."""
    inner = getattr(command, "commands", {})
    return {**stated, **{name: _for_all_commands(one, stated) for name, one in inner.items()}}


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 usage."""
    try:
        code = get_command(app).main(args=list(arguments), prog_name="firmgraph", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        quiet_standard_output()
        return 0
    except FirmgraphError as error:
        complain(error)
        return error.exit_code
    except Exception as error:  # whatever it is, the user gets one line and the exit code
        return _end(error)
    return code if isinstance(code, int) else 0


def _end(error: Exception) -> int:
    usage = getattr(error, "format_message", None)
    if usage is not None:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else "firmgraph"
        if not usage():  # no command was given: the help has been printed
            return USAGE
        say(one_line(f"firmgraph: {usage()} (see {path} --help)"))
        return USAGE
    if isinstance(error, typer.Abort):
        return INTERRUPTED
    if isinstance(error, OSError):
        place = f": {error.filename}" if error.filename else ""
        say(one_line(f"firmgraph: {error.strerror or type(error).__name__}{place}"))
        return FAILED
    return _end_unforeseen(error)


def _end_unforeseen(error: Exception) -> int:
    from pydantic import ValidationError

    if isinstance(error, ValidationError) and error.title == "Settings":
        found = error.errors(include_input=False)
        wrong = [f"FIRMGRAPH_{str(one['loc'][0]).upper()} ({one['msg']})" for one in found]
        say(f"firmgraph: bad value for {', '.join(wrong)}")
        return FAILED
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    say(f"firmgraph: internal error {type(error).__name__} at {place}; this is a fault of the program")
    return FAILED


def main() -> None:
    """Run the command line and end the process."""
    sys.exit(run(sys.argv[1:]))
