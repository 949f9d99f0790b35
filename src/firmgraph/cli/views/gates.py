"""The gates of a firm in a terminal, one side or two."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table
from firmgraph.cli.views.portrait import evidence

if TYPE_CHECKING:
    from rich.console import RenderableType


def gates_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the sides, then a line for each gate on which they differ."""
    from rich.text import Text

    yield Text(f"准入关口 Gates: {body['subject']['name']}", style="bold")
    yield _side(body)
    if body["beside"] is None:
        return
    yield _side(body["beside"])
    different = [one for one in body["differences"] if one["differs"]]
    for one in different:
        said = f"{one['verdict']} → {one['beside']}"
        yield Text(f"differs 不同: {one['name']} {said} ({', '.join(one['differs'])})", style="yellow")
    if not different:
        yield Text("both sides say the same 两者一致", style="green")


def _side(side: Mapping[str, Any]) -> "RenderableType":
    rows = [(one["name"], one["verdict"], one["reason"]["zh"], evidence(one["evidence"])) for one in side["gates"]]
    if client := side["client"]:
        held = f"{client['zh']} {client['grade']}"
        rows.append(("client grade 客户等级", client["verdict"], held, evidence(client["evidence"])))
    title = f"as of {side['as_of']} · packs {', '.join(side['packs'])}"
    return table(("gate 准入", "verdict", "reason 理由", "evidence 证据"), rows, title)
