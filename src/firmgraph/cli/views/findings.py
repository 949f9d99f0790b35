"""Findings written into the graph, in a terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from firmgraph.cli.terminal import table
from firmgraph.cli.views.officer import Answer, heading, line
from firmgraph.cli.views.portrait import evidence
from firmgraph.cli.views.risk import measured

if TYPE_CHECKING:
    from rich.console import RenderableType

FINDING = ("rule 规则", "verdict", "value", "finding 发现", "of 对象", "rests on 依据", "evidence 证据")


def written_view(body: Answer) -> "Iterator[RenderableType]":
    """Yield the findings that were written, and those of the day that no longer hold."""
    yield heading(f"写入发现 Findings written: {len(body['findings'])}", body)
    yield table(FINDING, [_finding(one) for one in body["findings"]])
    if body["stale"]:
        yield line(f"不再成立 no longer hold: {', '.join(body['stale'])}")


def _finding(one: Answer) -> tuple[Any, ...]:
    subjects = "、".join(subject["name"] for subject in one["subjects"])
    told = (one["rule"], one["verdict"], measured(one["value"], one["unit"]), one["words"], subjects)
    return *told, evidence(one["rests_on"], 2), evidence(one["evidence"], 2)
