"""Exports: equal graphs are equal bytes, other readers understand them, and no cell is a formula."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import networkx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.graph.rows import code, person, record
from tests.graph.stores import Empty

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.export import csv_lines, export_to, graph_hash, graphml_lines, jsonl_lines, write_export
from firmgraph.graph.prepared import Prepared
from firmgraph.graph.store import GraphStore

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1", "-岚川")
NAMED = st.text(alphabet=st.characters(codec="utf-8"), max_size=20)


def records() -> list[Prepared]:
    return [
        record("registration", uscc=code(1), name="岚川食品有限公司", registered_capital="100万元", region="990101"),
        record("registration", uscc=code(2), name="沐风五金有限公司", former_names="旧风五金;老风五金"),
        record("shareholding", enterprise=code(1), holder=code(2), ratio="33.3333%", valid_from="2020-01-01"),
        record("position", enterprise=code(1), person="张望", person_id=person(1), role="监事"),
    ]


def exported(store: GraphStore, form: str) -> bytes:
    out = io.BytesIO()
    write_export(store, form, out)
    return out.getvalue()


def named(name: str) -> list[Node | Relation]:
    return [Node("ent:1", "enterprise", {"name": name}, "2024-01-01T00:00:00")]


@pytest.mark.parametrize("form", ["jsonl", "csv", "graphml"])
def test_order_and_times_of_loading_leave_no_trace(empty: Empty, form: str) -> None:
    store = empty()
    store.append(records(), loaded_at="2024-01-01T00:00:00")
    first = exported(store, form)
    store = empty()
    for one in reversed(records()):
        store.append([one], loaded_at="2025-05-05T00:00:00")
    assert exported(store, form) == first


@pytest.mark.parametrize("form", ["jsonl", "csv", "graphml"])
def test_both_stores_export_the_same_bytes(twins: tuple[GraphStore, GraphStore], form: str) -> None:
    for store in twins:
        store.append(records())
    assert exported(twins[0], form) == exported(twins[1], form)


def test_the_hash_changes_with_the_graph(store: GraphStore) -> None:
    store.append(records()[:3])
    before = graph_hash(store)
    store.append(records()[3:])
    assert graph_hash(store) != before


def test_jsonl_says_all_that_the_records_state(store: GraphStore) -> None:
    store.append(records())
    elements = [orjson.loads(line) for line in exported(store, "jsonl").splitlines()]
    holding = next(one for one in elements if one["kind"] == "holds")
    assert holding["properties"]["ratio"] == "0.333333"
    assert (holding["start"], holding["end"]) == (f"ent:{code(2)}", f"ent:{code(1)}")
    assert holding["valid_from"] == "2020-01-01"
    firm = next(one for one in elements if one["id"] == f"ent:{code(2)}")
    assert firm["properties"]["former_names"] == ["旧风五金", "老风五金"]
    assert not any("known_from" in one for one in elements)


def test_networkx_reads_the_graphml(store: GraphStore) -> None:
    store.append(records())
    graph = networkx.parse_graphml(exported(store, "graphml").decode())
    elements = [orjson.loads(line) for line in exported(store, "jsonl").splitlines()]
    assert set(graph.nodes) == {one["id"] for one in elements if one["element"] == "node"}
    assert graph.number_of_edges() == sum(one["element"] == "relation" for one in elements)
    holding = graph.get_edge_data(f"ent:{code(2)}", f"ent:{code(1)}")
    assert holding["ratio"] == 0.333333
    assert holding["_kind"] == "holds"
    assert graph.nodes[f"ent:{code(1)}"]["name"] == "岚川食品有限公司"


def test_the_table_has_a_row_for_each_node_and_relation(store: GraphStore) -> None:
    store.append(records())
    rows = list(csv.DictReader(io.StringIO(exported(store, "csv").decode("utf-8-sig"), newline="")))
    assert len(rows) == len(exported(store, "jsonl").splitlines())
    capital = next(row for row in rows if row["id"] == f"ent:{code(1)}")
    assert (capital["element"], capital["registered_capital"]) == ("node", "1000000")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text: str) -> None:
    cell = rows_of(named(text))[1][rows_of(named(text))[0].index("name")]
    assert cell == f"'{text}"


@pytest.mark.parametrize("number", ["-12.5", "+3", "100"])
def test_numbers_stay_numbers(number: str) -> None:
    head, row = rows_of(named(number))
    assert row[head.index("name")] == number


def rows_of(elements: Sequence[Node | Relation]) -> list[list[str]]:
    text = b"".join(csv_lines(elements)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@given(name=NAMED)
def test_any_text_survives_jsonl_and_the_table(name: str) -> None:
    assert orjson.loads(b"".join(jsonl_lines(named(name))))["properties"]["name"] == name
    head, row = rows_of(named(name))
    assert row[head.index("name")].removeprefix("'") == name.removeprefix("'")


@given(name=NAMED)
def test_any_text_makes_sound_graphml(name: str) -> None:
    graph = networkx.parse_graphml(b"".join(graphml_lines(named(name))).decode())
    assert set(graph.nodes) == {"ent:1"}


def test_a_file_appears_only_when_it_is_whole(store: GraphStore, tmp_path: Path) -> None:
    store.append(records())
    target = tmp_path / "graph.jsonl"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(InvalidInput):
        export_to(store, "xml", target)
    assert target.read_text(encoding="utf-8") == "old"
    count = export_to(store, "jsonl", target)
    assert len(target.read_bytes().splitlines()) == count
    assert [path.name for path in tmp_path.iterdir() if "graph" in path.name] == ["graph.jsonl"]
    with pytest.raises(UnreadableFile):
        export_to(store, "jsonl", tmp_path / "none" / "graph.jsonl")
