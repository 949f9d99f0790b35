"""Prospects in a terminal."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table

if TYPE_CHECKING:
    from rich.console import RenderableType

_COLUMNS = (
    *("client 客户", "name 名称", "predicted 预测使用率", "90 % 区间"),
    *("potential 潜在客户", "consent 营销授权", "in default 已违约"),
)


def prospects_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield what is predicted of each client of a page, and how many are beyond the threshold."""
    from rich.text import Text

    model = body["model"]
    yield Text(
        f"{body['potential']} of {body['count']} clients above {body['threshold']:g} "
        f"({model['name']} {model['version']}, as of {body['cut_off']})",
        style="bold",
    )
    yield table(_COLUMNS, [_row(one) for one in body["items"]])
    if body["next_cursor"]:
        yield Text(f"more: --cursor {body['next_cursor']}")


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    marks = _flag(one["marketing_consent"]), _flag(one["in_default"])
    if one["not_applicable"]:
        return one["id"], one["name"], one["not_applicable"]["zh"], "", "", *marks
    ends = " – ".join(one["interval"]) if one["interval"] else ""
    return one["id"], one["name"], one["predicted"], ends, _flag(one["potential"]), *marks


def _flag(told: bool) -> str:
    return "是" if told else ""
