"""Enterprises in a terminal: those that a text finds, and those alike to one."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import say, table

if TYPE_CHECKING:
    from rich.console import RenderableType


def found_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the enterprises found; how to see more is told on standard error."""
    yield table(("id", "name 名称", "status 状态", "region 地区", "matched"), [_found(one) for one in body["items"]])
    if body["next_cursor"]:
        say(f"more: add --cursor {body['next_cursor']}")


def _found(one: Mapping[str, Any]) -> tuple[Any, ...]:
    matched = f"{one['matched']['field']} {one['matched']['score']:.0f}"
    return one["id"], one["name"], one["status"], one["region"], matched


def similar_view(body: Mapping[str, Any]) -> "Iterator[RenderableType]":
    """Yield the enterprises alike, with the tags they share."""
    columns = ("id", "name 名称", "alike 相似度", "shared tags 共同标签")
    yield table(columns, [_similar(one) for one in body["items"]])


def _similar(one: Mapping[str, Any]) -> tuple[Any, ...]:
    return one["id"], one["name"], f"{one['score']:.2f}", "、".join(tag["label_zh"] for tag in one["shared"])
