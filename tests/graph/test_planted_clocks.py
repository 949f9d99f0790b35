"""The planted change of shareholder, asked on both sides of the change and of what was known, over every store."""

import json
from typing import Any

import pytest
from tests.graph.rows import FIXTURES

from firmgraph.graph.elements import Moment
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.normal.amounts import share_text
from firmgraph.graph.store import GraphStore

WORLD = FIXTURES / "world"
CASES = [
    case
    for case in json.loads((WORLD / "expected.json").read_text(encoding="utf-8"))["cases"]
    if case["question"] == "as_of_holders"
]
LOADED = "2025-06-30T12:00:00.000000"


def test_the_fixture_plants_both_sides_of_the_change() -> None:
    assert {case["as_of"] for case in CASES} == {"2024-06-30", "2024-07-01"}


@pytest.fixture
def loaded(store: GraphStore) -> GraphStore:
    files = [WORLD / f"{kind}.csv" for kind in ("registration", "shareholding", "change")]
    load_files(store, files, LoadOptions(loaded_at=LOADED))
    return store


def holders(store: GraphStore, case: dict[str, Any], known_at: str | None = None) -> dict[str, str]:
    firm = case["about"]["id"]
    found = store.neighbours(firm, Moment(case["as_of"], known_at), kinds=["holds"]).items
    return {n.node.name: share_text(n.relation.properties["ratio"]) for n in found if n.relation.end == firm}


def test_who_held_on_either_day_and_what_was_known(loaded: GraphStore) -> None:
    for case in CASES:
        assert holders(loaded, case) == case["expected"]
        assert holders(loaded, case, known_at="2025-06-30") == case["expected"]
        assert holders(loaded, case, known_at="2025-06-29") == {}
