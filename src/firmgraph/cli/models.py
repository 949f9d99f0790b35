"""Commands about kept models: list them, sign who stands for one, and write its card."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from firmgraph.cli.asking import tell
from firmgraph.cli.options import Json
from firmgraph.cli.terminal import table
from firmgraph.cli.training import Models, folder_of, role_of, shown

if TYPE_CHECKING:
    from rich.console import RenderableType

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the model, such as risk_table.")]
Version = Annotated[int, typer.Argument(metavar="VERSION", min=1, help="Version of the model.")]
Signed = Annotated[
    list[str],
    typer.Option(
        "--role",
        metavar="ROLE=WHO",
        help="Who stands for testing, review, approval or retirement from now on; may be repeated.",
    ),
]

Table = Annotated[
    Path, typer.Option("--data", metavar="FILE", help="The training table that the model was learned from.")
]
Cards = Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Write the card and its plots here.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    group = typer.Typer(help="Kept models: what there is, and who stands for it.", no_args_is_help=True)
    group.command("list")(list_models)
    group.command("sign")(sign_model)
    group.command("card")(write_model_card)
    app.add_typer(group, name="models")


def list_models(models: Models = None, as_json: Json = False) -> None:
    """List the models that are kept: figures on later clients, which scores clients or why not, who stands for it."""
    from firmgraph.profiling.models.listing import kept_models

    tell({"models": kept_models(folder_of(models))}, as_json, _listed)


def sign_model(name: Name, version: Version, role: Signed, models: Models = None, as_json: Json = False) -> None:
    """Sign who tested, reviewed, approved or retired a model; nobody reviews or approves what he developed."""
    from firmgraph.profiling.models.registry import put_name_to

    kept = put_name_to(folder_of(models), name, version, dict(map(role_of, role)))
    tell({"name": kept.name, "version": kept.version, "roles": dict(kept.roles)}, as_json, _signed)


def write_model_card(
    name: Name, version: Version, data: Table, out: Cards, models: Models = None, as_json: Json = False
) -> None:
    """Write the card of a model with its plots, in English and Chinese, from the training table it was learned from."""
    from firmgraph.profiling.models.registry import find
    from firmgraph.profiling.models.table_card import table_card

    written = table_card(out, data, find(folder_of(models), name, version))
    tell({"written": [str(path) for path in written]}, as_json, _written)


def _written(body: Mapping[str, Any]) -> Iterator["RenderableType"]:
    yield "\n".join(body["written"])


def _listed(body: Mapping[str, Any]) -> Iterator["RenderableType"]:
    heads = ("name 名称", "version 版本", "use 使用", "chosen 选用", "later clients 其后客户", "who 责任人")
    yield table(heads, [_row(one) for one in body["models"]])


def _row(told: Mapping[str, Any]) -> tuple[str, ...]:
    head = told["name"], str(told["version"])
    if told["fault"] is not None:
        return *head, told["fault"]["detail"], "", "", ""
    who = "; ".join(f"{role}: {one}" for role, one in sorted(told["roles"].items()))
    return *head, _use(told), str(told["chosen"] or ""), _later(told["later"] or {}), who


def _use(told: Mapping[str, Any]) -> str:
    if told["retired"]:
        return "retired 已退役"
    if told["unproven"] is not None:
        return f"not asked 不使用: {told['unproven']['en']}"
    return "in use 在用" if told["in_use"] else ""


def _later(figures: Mapping[str, Any]) -> str:
    """The first figure that has an interval: the AUC of a chance, the mean absolute error of a share."""
    found = next(((name, one) for name, one in figures.items() if isinstance(one, Mapping)), None)
    return "" if found is None else f"{found[0]} {shown(found[1])}"


def _signed(body: Mapping[str, Any]) -> Iterator["RenderableType"]:
    yield table(("role 角色", "who 责任人"), sorted(body["roles"].items()), title=f"{body['name']} {body['version']}")
