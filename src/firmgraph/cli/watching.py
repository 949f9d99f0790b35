"""The command that watches a model in use."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import tell
from firmgraph.cli.moments import moment
from firmgraph.cli.options import AsOf, Json, Packs
from firmgraph.cli.terminal import table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from firmgraph.profiling.models.registry import Kept

Data = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="FILE",
        help="CSV of clients by month: id, month, the model's columns and, where known, label, segment, region, size "
        "and age_band.",
    ),
]
Model = Annotated[Path, typer.Option("--model", metavar="FILE", help="File of the model, as `train` keeps it.")]
Base = Annotated[
    Path | None, typer.Option("--base", metavar="FILE", help="CSV of clients to compare with; else the first month.")
]
Report = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write the report here: .html for printing, .md, or .json."),
]


def register(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("watch")(watch)


def watch(
    data: Data,
    model: Model,
    base: Base = None,
    out: Report = None,
    as_of: AsOf = None,
    pack: Packs = None,
    as_json: Json = False,
) -> None:
    """Watch a model in use: drift, discrimination, calibration, reasons and fairness by month, each with an alarm."""
    from firmgraph.packs import pack_for
    from firmgraph.profiling.models.answers import watched
    from firmgraph.profiling.models.watch_lines import FAMILY

    written = None if out is None else _writer(out)
    body = watched(_kept(model), data, pack_for(FAMILY, moment(as_of, None).day, pack or ()), base)
    if out is not None and written is not None:
        out.write_text(written(body), encoding="utf-8")
    tell(body, as_json, _view)


def _kept(file: Path) -> "Kept":
    from firmgraph.profiling.models.registry import find

    name, _, number = file.stem.rpartition("-")
    if file.suffix != ".json" or not number.isdecimal():
        raise typer.BadParameter(f"{file.name}: a model file is called NAME-VERSION.json", param_hint="--model")
    return find(file.parent, name, int(number))


def _writer(out: Path) -> Callable[[Mapping[str, Any]], str]:
    import orjson

    from firmgraph.profiling.models.watch_report import watch_markdown, watch_page

    writers: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
        ".html": watch_page,
        ".md": watch_markdown,
        ".json": lambda body: orjson.dumps(body, option=orjson.OPT_INDENT_2).decode() + "\n",
    }
    if out.suffix not in writers:
        raise typer.BadParameter(f"{out.name}: a report ends in {', '.join(writers)}", param_hint="--out")
    return writers[out.suffix]


def _view(body: Mapping[str, Any]) -> Iterator["RenderableType"]:
    counts = ", ".join(f"{count} {level}" for level, count in body["counts"].items())
    alarms = [sign for sign in body["signs"] if sign["level"] in ("red", "amber")]
    rows = [(sign["level"], sign["month"], sign["part"], sign["clients"], sign["reason"]["en"]) for sign in alarms]
    title = f"{body['model']} {body['version']}: {body['level']} ({counts}), compared with {body['compared_with']}"
    yield table(("level", "month", "part", "clients", "why"), rows, title=title)
