"""Pathological scopes are read in linear time."""

import time
from collections.abc import Callable

import pytest

from firmgraph.nlp.industry import industries

SIZE = 1_000_000
TEXTS: list[Callable[[int], str]] = [
    lambda size: "水" * size,
    lambda size: "(" * size,
    lambda size: "凭" * size,
    lambda size: " " * size,
    lambda size: "\0" * size,
    lambda size: "\ud800" * size,
    lambda size: "🙂" * size,
    lambda size: "依法" * (size // 2),
    lambda size: "销售" * (size // 2),
    lambda size: "家具、" * (size // 3),
    lambda size: "<b>" * (size // 3),
    lambda size: "不含," * (size // 3),
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_million_characters(text: Callable[[int], str]) -> None:
    industries("水泥制造")
    started = time.process_time()
    industries(text(SIZE), text(SIZE))
    assert time.process_time() - started < 5


def test_a_hundred_thousand_items_cost_as_many_times_more_at_most() -> None:
    scope = ";".join(f"第{number}号水泥制造" for number in range(100_000))
    started = time.process_time()
    found = industries(scope)
    assert time.process_time() - started < 5
    assert found[0].division == "30"
