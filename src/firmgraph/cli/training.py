"""The commands that learn models of clients and judge them on clients they have not seen."""

import csv
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import tell
from firmgraph.cli.options import Json
from firmgraph.cli.terminal import say, table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from firmgraph.profiling.models.scoring import Scored
    from firmgraph.profiling.models.task import Sample


class What(StrEnum):
    """What a model tells of a client."""

    RISK = "risk"
    WILLINGNESS = "willingness"
    UTILISATION = "utilisation"


Predicted = Annotated[What, typer.Argument(metavar="WHAT", help="risk, willingness or utilisation.")]
Data = Annotated[
    Path, typer.Option("--data", metavar="PATH", help="File or folder to read: docs/guides/models.md tells the shapes.")
]
Models = Annotated[
    Path | None, typer.Option("--models", metavar="FOLDER", help="Folder of the models; else FIRMGRAPH_MODELS.")
]
Without = Annotated[
    list[str] | None, typer.Option("--without", metavar="BLOCK", help="Block of columns to leave out; may be repeated.")
]
Roles = Annotated[
    list[str] | None,
    typer.Option(
        "--role", metavar="ROLE=WHO", help="Who stands for development, testing, review or approval; may be repeated."
    ),
]
Version = Annotated[int | None, typer.Option("--version", min=1, help="Version of the model; else the newest in use.")]
Scores = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write the scores here, a CSV row a client.")
]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("train")(train)
    app.command("evaluate")(evaluate)


def train(
    what: Predicted,
    data: Data,
    models: Models = None,
    without: Without = None,
    role: Roles = None,
    as_json: Json = False,
) -> None:
    """Learn a model: every way tried on clients held out, the best kept as the next version; broken off, it goes on."""
    from firmgraph.profiling.models import training
    from firmgraph.profiling.models.answers import learned
    from firmgraph.profiling.models.readers import reader_of

    roles = dict(map(role_of, role or ()))
    task = reader_of(data).task(what, data).without(without or ())
    tell(learned(training.train(task, folder_of(models), roles, say)), as_json, _learned)


def evaluate(
    data: Data,
    what: Predicted = What.RISK,
    models: Models = None,
    version: Version = None,
    out: Scores = None,
    as_json: Json = False,
) -> None:
    """Judge a kept model on clients it has not seen; those whose outcome is not known are only scored."""
    from firmgraph.profiling.models import answers
    from firmgraph.profiling.models.readers import reader_of
    from firmgraph.profiling.models.scoring import scored

    found = answers.evaluate(reader_of(data), data, what, folder_of(models), version)
    if out is not None:
        _write(found.sample, scored(found.model, found.sample), out)
    tell(dict(found.body), as_json, _judged)


def folder_of(models: Path | None) -> Path:
    """Return the folder of models that is named, else that of the settings."""
    from firmgraph.profiling.models.in_use import models_folder

    return models or models_folder()


def role_of(text: str) -> tuple[str, str]:
    """Return a role and who stands for it, of ROLE=WHO."""
    name, _, who = text.partition("=")
    if not (name and who):
        raise typer.BadParameter(f"{text}: write ROLE=WHO", param_hint="--role")
    return name, who


def _write(sample: "Sample", found: "Scored", out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        numbers = [one for one in (found.predicted, found.low, found.high) if one is not None]
        rows.writerow(("id", "segment", "predicted", "low", "high")[: 2 + len(numbers)])
        texts = (map("{:.6f}".format, one) for one in numbers)
        rows.writerows(zip(sample.ids, sample.segments, *texts, strict=True))


def _learned(body: Mapping[str, Any]) -> Iterator["RenderableType"]:
    from rich.text import Text

    names = list(body["table"][0]["metrics"])
    rows = [(" + ".join(row["learners"]), *(f"{row['metrics'][name]:.4f}" for name in names)) for row in body["table"]]
    yield table(("tried", *names), rows, title=f"{body['model']} {body['version']}: {body['chosen']}")
    for part, words in (("held_out", "held out of what is known"), ("later", "later clients, not seen before")):
        if part in body:
            yield _figures(body[part], words)
    if body["unproven"] is not None:
        yield Text(f"not used to score clients: {body['unproven']['en']}")


def _judged(body: Mapping[str, Any]) -> Iterator["RenderableType"]:
    from rich.text import Text

    words = f"{body['model']} {body['version']}: {body['scored']} clients scored"
    if body["learned_from"]:
        words += f"; {body['learned_from']} it was learned from are left out of the figures"
    if body["figures"]:
        yield Text(words)
        yield _figures(body["figures"])
    else:
        yield Text(f"{words}; the outcome of no other is known")


def _figures(figures: Mapping[str, Any], title: str | None = None) -> "RenderableType":
    return table(("measure", "figure"), [(name, shown(value)) for name, value in figures.items()], title=title)


def shown(value: Any) -> str:
    """Return a figure as it is shown, with its interval where it has one."""
    if isinstance(value, Mapping):
        return f"{value['value']:.4f} ({value['low']:.4f} to {value['high']:.4f})"
    if value is None:
        return "not told by these clients"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
