"""Which firm of a store a name in a text means: surely one, or none."""

import pytest
from tests.graph.rows import code
from tests.profiling.rows import MakeStore, Row

from firmgraph.graph.store import GraphStore
from firmgraph.profiling.firm_names import FirmNames, fits

FULL = "澜州市霁源建设工程有限公司"


def firm(number: int, name: str, **stated: str) -> Row:
    return "registration", {"uscc": code(number), "name": name, "observed_at": "2025-06-20", **stated}


@pytest.fixture
def store(make_store: MakeStore) -> GraphStore:
    rows = [firm(1, FULL, former_names="澜州市旧源土木有限公司"), firm(2, "棠梨渡商贸行"), firm(3, "岚汀精工有限公司")]
    return make_store(rows)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (FULL, "exact"), ("澜州市旧源土木有限公司", "exact"), ("澜州市霁源建设工程（有限公司）", "alike"),
        ("霁源建设工程有限公司", "alike"), ("霁源建设", "alike"), ("澜州市霁源建设工程公司", "alike"),
        (code(1), "code"),
    ],
)  # fmt: skip
def test_whole_former_and_short_names_mean_the_firm(store: GraphStore, said: str, reason: str) -> None:
    found = FirmNames(store).meant_by(said)
    assert (found.id, found.reason) == (f"ent:{code(1)}", reason)
    assert found.wire()["near"] == []


@pytest.mark.parametrize(
    "said",
    [
        "棠梨渡粮油贸易有限公司", "澜州市霁源建筑材料有限公司", "云汀省霁源建设工程有限公司",
        "澜州市霁湖建设工程有限公司", "霁源建设工程商行", "澜州市霁源建设工程有限公司岫山分公司", code(9), "", "公司",
    ],
)  # fmt: skip
def test_a_name_that_says_otherwise_means_none_of_them(store: GraphStore, said: str) -> None:
    found = FirmNames(store).meant_by(said)
    assert (found.id, found.name) == (None, None)
    assert found.reason


def test_what_it_may_mean_is_told_best_first(store: GraphStore) -> None:
    found = FirmNames(store).meant_by("棠梨渡粮油贸易有限公司").wire()
    assert (found["reason"], found["near"][0]["name"]) == ("another name", "棠梨渡商贸行")


def test_two_firms_of_one_name_are_told_apart_by_nobody(make_store: MakeStore) -> None:
    found = FirmNames(make_store([firm(1, FULL), firm(2, FULL)])).meant_by(FULL)
    assert (found.id, found.reason) == (None, "shared name")
    assert {near[0] for near in found.near} == {f"ent:{code(1)}", f"ent:{code(2)}"}


def test_an_empty_store_knows_no_name(make_store: MakeStore) -> None:
    assert FirmNames(make_store([])).meant_by(FULL).id is None


@pytest.mark.parametrize("name", [FULL, "棠梨渡商贸行", "岚汀精工有限公司岫山分公司"])
def test_every_name_fits_itself(name: str) -> None:
    assert fits(name, name)
