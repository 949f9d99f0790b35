"""Named queries on the invented economy: each planted case is found, on its days, and parameters are checked."""

import random
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from tests.graph.rows import code, record

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.graph.queries import LARGEST, named_queries, named_query
from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore, open_store

TODAY = "2025-06-30"
CIRCLE = ("ent:91990106MA0KF4D43D", "ent:91990104MA0M4WN7XL", "ent:91990105MA0L1CG57D")
CHAIN_H, CHAIN_E = "ent:91990101MA0PBY3B1L", "ent:91990106MA0MN5R838"


@pytest.fixture(scope="module")
def store(world_store: str) -> Iterator[GraphStore]:
    """The invented economy."""
    with open_store(world_store) as opened:
        yield opened


def ask(store: GraphStore, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
    declared = {p.name for p in named_query(name, "sql").parameters}
    if "as_of" in declared:
        parameters.setdefault("as_of", TODAY)
    return store.ask(name, parameters)


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_there_are_enough_queries_with_two_titles_and_a_limit() -> None:
    queries = named_queries("sql")
    assert len(queries) >= 25
    for query in queries.values():
        assert re.fullmatch(r"[^/]*[\u4e00-\u9fff][^/]* / [ -~]+", query.title), query.name
        assert query.parameters[-1].name == "limit", query.name


@pytest.mark.parametrize("language", ["sql", "cypher"])
def test_every_parameter_is_declared_and_used(language: str) -> None:
    mark = {"sql": ":", "cypher": r"\$"}[language]
    for query in named_queries(language).values():
        body = query.text.split("\n", 2)[2]
        used = set(re.findall(rf"(?<![\w:]){mark}([a-z_]+)\b", re.sub(r"'[^']*'", "''", body)))
        assert used == {p.name for p in query.parameters}, query.name


def test_what_has_validity_is_asked_for_a_day() -> None:
    for query in named_queries("cypher").values():
        if "valid_from" in query.text.partition("RETURN")[0]:
            assert {"as_of", "since"} & {p.name for p in query.parameters}, query.name


def test_no_path_is_unbounded() -> None:
    for query in named_queries("cypher").values():
        assert not re.search(r"\[[^\]]*\*|->[+*]|-[+*]|\{\d*,\}", query.text), query.name


def test_the_guarantee_circle_is_found_from_each_of_its_members(store: GraphStore) -> None:
    for member in CIRCLE:
        (circle,) = ask(store, "guarantee_circles_through", id=member)
        assert circle["parties"] == 3
        assert circle["members"].split(" > ")[0] == member
        assert set(circle["members"].split(" > ")) == set(CIRCLE)
    assert ask(store, "guarantee_circles_through", id="ent:91990105MA0LJLK63G") == []
    assert ask(store, "guarantee_circles_through", id=CIRCLE[0], as_of="2024-01-31") == []


def guaranteeing(path: Path, share: float) -> tuple[GraphStore, nx.DiGraph]:
    """Return a store and a graph of thirty firms of which about that share of all pairs guarantee."""
    chance = random.Random(7)
    pairs = [(a, b) for a in range(30) for b in range(30) if a != b and chance.random() < share]
    store = open_store(f"sqlite:///{path}/dense.db")
    store.append(
        [
            record("guarantee", guarantor=code(a), guaranteed=code(b), amount="1", contract_no=f"{a}-{b}")
            for a, b in pairs
        ]
    )
    return store, nx.DiGraph((f"ent:{code(a)}", f"ent:{code(b)}") for a, b in pairs)


def test_all_circles_of_up_to_six_are_found_and_no_other(tmp_path: Path) -> None:
    store, graph = guaranteeing(tmp_path, 0.09)
    circles = [cycle for cycle in nx.simple_cycles(graph, length_bound=6) if len(cycle) > 1]
    assert len(circles) > 20
    with store:
        for firm in graph:
            rows = ask(store, "guarantee_circles_through", id=firm, limit=LARGEST)
            found = [tuple(row["members"].split(" > ")) for row in rows]
            through = [cycle for cycle in circles if firm in cycle]
            expected = {tuple(c[c.index(firm) :] + c[: c.index(firm)]) for c in through}
            assert set(found) == expected
            assert len(found) == len(expected)


def test_a_dense_web_of_guarantees_ends_soon(tmp_path: Path) -> None:
    store, _ = guaranteeing(tmp_path, 0.95)
    with store:
        began = time.monotonic()
        rows = ask(store, "guarantee_circles_through", id=f"ent:{code(1)}", limit=1)
    assert rows[0]["parties"] == 2
    assert time.monotonic() - began < 30


def test_a_guarantee_holds_on_its_last_day_and_not_on_the_next(store: GraphStore) -> None:
    assert ids(ask(store, "guarantees_given", id=CHAIN_H, as_of="2023-01-31")) == [CHAIN_E]
    assert ids(ask(store, "guarantees_given", id=CHAIN_H, as_of="2020-02-01")) == [CHAIN_E]
    assert ask(store, "guarantees_given", id=CHAIN_H, as_of="2023-02-01") == []
    assert ask(store, "guarantees_given", id=CHAIN_H, as_of="2020-01-31") == []
    assert ids(ask(store, "guarantors_of", id=CHAIN_E, as_of="2023-01-31")) == [CHAIN_H]
    assert len(store.ask("guarantees_ending", {"since": "2023-01-31", "until": "2023-01-31"})) == 1
    assert store.ask("guarantees_ending", {"since": "2023-02-01", "until": TODAY}) == []


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        ("stakes_not_100", {}, ["ent:91990106MA0RK0FF98", "ent:91990102MA0Y238P28"]),
        ("circular_holdings", {}, ["ent:91990106MA00H8319F"]),
        ("watch_listed", {}, ["ent:91990106MA0RK0FF98"]),
        ("watch_listed", {"as_of": "2023-03-31"}, []),
        ("open_listings", {}, ["ent:91990106MA0RK0FF98"] * 2),
        ("open_listings", {"as_of": "2024-07-07"}, ["ent:91990106MA0RK0FF98"]),
        ("dishonest_debtors", {}, ["ent:91990103MA0QFF9D7D", CIRCLE[1]]),
        ("guarantors_of_dishonest", {}, [CIRCLE[0]]),
        ("encumbered_stakes", {}, [CIRCLE[1]]),
        ("plaintiff_only", {}, ["ent:91990103MA0R1PCE6C", "ent:91990102MA105KER0R"]),
        ("frequent_enquiries", {"at_least": 7}, ["ent:91990102MA0TNGMH17"]),
        ("mutual_guarantees", {}, []),
    ],
)
def test_a_planted_case_is_found(store: GraphStore, name: str, parameters: dict[str, Any], expected: list[str]) -> None:
    found = [node for node in ids(ask(store, name, **parameters)) if node.startswith("ent:9")]
    assert found == expected


def test_a_closed_enforcement_is_open_only_before_it_was_closed(store: GraphStore) -> None:
    closed = "ent:91990103MA0PX76C55"
    assert closed not in ids(ask(store, "open_enforcements"))
    assert closed in ids(ask(store, "open_enforcements", as_of="2023-01-19"))
    assert closed not in ids(ask(store, "open_enforcements", as_of="2023-01-20"))


def test_a_firm_without_a_report_is_told_as_unknown(store: GraphStore) -> None:
    assert "ent:91990104MA0U8QQJXW" in ids(ask(store, "without_credit_report"))
    assert "ent:91990106MA00H8319F" not in ids(ask(store, "without_credit_report"))


def test_a_hub_is_told_by_how_many_share_it(store: GraphStore) -> None:
    rows = ask(store, "shares_contact_with", id="ent:91990105MA0JWUA39P")
    assert {row["shared_by"] for row in rows if row["contact_name"] == "10244190106"} == {13}
    pair = ask(store, "shares_contact_with", id="ent:91990106MA0GMRWY78")
    assert pair[0]["id"] == "ent:91990104MA0H83100C"
    assert pair[0]["shared_by"] == 2


def test_kin_and_sums(store: GraphStore) -> None:
    kin = ask(store, "kin_of_holders", id=CHAIN_E)
    assert [row["relation"] for row in kin] == ["spouse"]
    totals = {row["id"]: row["amount"] for row in ask(store, "guarantee_totals")}
    assert totals[CIRCLE[0]] == "3000000"


def test_two_steps_stay_within_their_budget(store: GraphStore) -> None:
    wide = ask(store, "neighbours_within_two", id=CIRCLE[0], limit=LARGEST)
    narrow = ask(store, "neighbours_within_two", id=CIRCLE[0], through=5, limit=LARGEST)
    assert 1 <= len({row["through_id"] for row in narrow}) <= 5
    assert len(wide) > len(narrow) > 0
    assert all(row["id"] != CIRCLE[0] for row in wide)
    assert len(ask(store, "neighbours_within_two", id=CIRCLE[0], limit=2)) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "id"),
        ({"id": ""}, "id"),
        ({"id": "   "}, "id"),
        ({"id": "a\x00b"}, "id"),
        ({"id": "x" * 301}, "id"),
        ({"id": 5}, "id"),
        ({"id": "a", "as_of": "2025-02-30"}, "as_of"),
        ({"id": "a", "as_of": "20250630"}, "as_of"),
        ({"id": "a", "as_of": ""}, "as_of"),
        ({"id": "a", "limit": "-1"}, "limit"),
        ({"id": "a", "limit": "1.5"}, "limit"),
        ({"id": "a", "limit": str(LARGEST + 1)}, "limit"),
        ({"id": "a", "limit": "9" * 5000}, "limit"),
        ({"id": "a", "limit": "١"}, "limit"),
        ({"id": "a", "page": "1"}, "param"),
    ],
)
def test_a_parameter_of_the_wrong_form_is_refused(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as told:
        named_query("holders_of", "sql").bind(given)
    assert told.value.field == field


def test_today_stands_for_its_date_and_defaults_are_filled_in() -> None:
    bound = named_query("holders_of", "sql").bind({"id": " 甲 ", "limit": "7"})
    assert bound == {"id": "甲", "as_of": date.today().isoformat(), "limit": 7}


def test_an_unknown_query_is_told_with_the_names_there_are() -> None:
    with pytest.raises(NotFound) as told:
        named_query("holders", "sql")
    assert told.value.extra["names"] == sorted(named_queries("cypher"))


@pytest.mark.parametrize("tag", ["华东", "region.east", "tag:region.east"])
def test_enterprises_of_a_tag_are_those_that_had_it_when_last_tagged(tag: str, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/tags.db") as store:
        store.append([record("registration", uscc=code(n), name=f"青屿{n}有限公司") for n in (1, 2, 3)])
        nodes = [DerivedNode("tag:region.east", "tag", {"name": "华东"}), DerivedNode("tag:b", "tag", {"name": "乙"})]
        tagged = (
            (1, "region.east", 0.5, TODAY),
            (2, "region.east", 0.75, TODAY),
            (3, "region.east", 1.0, "2025-06-29"),
            (3, "b", 1.0, TODAY),
        )
        relations = [
            DerivedRelation("tagged", f"ent:{code(firm)}", f"tag:{told}", "", {"weight": weight, "as_of": day})
            for firm, told, weight, day in tagged
        ]
        store.derive(nodes, relations)
        rows = store.ask("enterprises_tagged", {"tag": tag})
        assert [(row["id"], row["weight"]) for row in rows] == [(f"ent:{code(2)}", 0.75), (f"ent:{code(1)}", 0.5)]
        assert store.ask("enterprises_tagged", {"tag": "nothing"}) == []
