"""What every store does, the same over SQLite and Neo4j; test_store_*.py beside this file belong to the suite."""

import random
from collections.abc import Sequence

import pytest
from tests.graph.rows import code, person, record, some_records
from tests.graph.stores import Empty, state

from firmgraph.errors import BadCursor, InvalidInput
from firmgraph.graph.elements import Neighbour, Node, Relation
from firmgraph.graph.store import GraphStore, all_neighbours

FIRM, OTHER, THIRD = f"ent:{code(1)}", f"ent:{code(2)}", f"ent:{code(3)}"
LOADED = "2024-02-01T00:00:00.000000"


def kinds_around(store: GraphStore, node: str) -> list[str]:
    return [n.relation.kind for n in all_neighbours(store, node)]


def test_a_batch_is_new_then_unchanged_then_changed(store: GraphStore) -> None:
    records = some_records()
    first = store.append(records, loaded_at=LOADED)
    assert (first.new, first.changed, first.unchanged, first.version) == (len(records), 0, 0, 1)
    before = state(store)
    again = store.append(records, loaded_at="2024-03-01T00:00:00.000000")
    assert (again.new, again.changed, again.unchanged, again.version) == (0, 0, len(records), 1)
    assert state(store) == before
    changed = store.append(
        [record("shareholding", "2024-06-01", enterprise=code(1), holder="罗一", ratio="60%", record_id="s1")]
    )
    assert (changed.new, changed.changed, changed.unchanged, changed.version) == (0, 1, 0, 2)
    assert state(store) != before


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_never_matters(empty: Empty, seed: int) -> None:
    records = [
        *some_records(),
        record("shareholding", "2024-06-01", enterprise=code(1), holder="罗一", ratio="60%", record_id="s1"),
        record(
            "registration",
            "2024-06-01",
            uscc=code(1),
            name="澜州市青禾科技有限公司",
            former_names="澜州市青禾软件有限公司",
        ),
        record("shareholding", enterprise="澜州市白石机械有限公司", holder="澜州市青禾软件有限公司", ratio="10%"),
    ]
    straight, shuffled = empty(), None
    straight.append(records, loaded_at=LOADED)
    wanted = state(straight)
    mixed = random.Random(seed).sample(records, len(records))
    shuffled = empty()
    for first in range(0, len(mixed), 3):
        shuffled.append(mixed[first : first + 3], loaded_at=LOADED)
    assert state(shuffled) == wanted


def test_the_stream_is_ordered(store: GraphStore) -> None:
    store.append(some_records())
    names = ["𠀀", "\uff08A", "中", "a", "é", "龥", "\ue000", "一", "😀", "Z"]
    store.append([record("contact", enterprise=code(1), contact="website", value=name) for name in names])
    everything = state(store)
    nodes = [e.id for e in everything if isinstance(e, Node)]
    relations = [(e.kind, e.start, e.end, e.discriminator) for e in everything if isinstance(e, Relation)]
    assert nodes == sorted(nodes)
    assert relations == sorted(relations)
    assert [type(e) for e in everything] == [Node] * len(nodes) + [Relation] * len(relations)
    assert len([n for n in nodes if n.startswith("web:")]) == len({n.casefold() for n in nodes if n.startswith("web:")})


def test_paging_walks_each_relation_once_over_all_kinds(store: GraphStore) -> None:
    store.append(some_records())
    store.append([record("guarantee", guarantor=code(1), guaranteed=code(1), amount="1", contract_no="SELF")])
    whole = store.neighbours(FIRM, limit=500)
    assert whole.next_cursor is None
    keys = [(n.relation.kind, n.relation.id) for n in whole.items]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))
    loops = [n for n in whole.items if n.relation.start == n.relation.end]
    assert [n.node.id for n in loops] == [FIRM]
    for limit in (1, 2, 3):
        walked: list[Neighbour] = []
        cursor = None
        while True:
            page = store.neighbours(FIRM, cursor=cursor, limit=limit)
            walked.extend(page.items)
            cursor = page.next_cursor
            if cursor is None:
                break
        assert tuple(walked) == whole.items


def test_kinds_narrow_neighbours_and_unknown_ones_are_refused(store: GraphStore) -> None:
    store.append(some_records())
    assert kinds_around(store, FIRM).count("holds") == 2
    found = store.neighbours(FIRM, kinds=["holds", "guarantees"]).items
    assert [n.relation.kind for n in found] == ["guarantees", "holds", "holds"]
    assert {n.node.id for n in found} == {OTHER, f"per:name:罗一@{FIRM}"}
    assert all(n.evidence for n in found)
    with pytest.raises(InvalidInput):
        store.neighbours(FIRM, kinds=["owns"])


@pytest.mark.parametrize("cursor", ["x", "e30", "WzEsMl0", "\x00", "é"])
def test_a_foreign_cursor_is_refused(store: GraphStore, cursor: str) -> None:
    with pytest.raises(BadCursor):
        store.neighbours(FIRM, cursor=cursor)


@pytest.mark.parametrize("missing", ["ent:nothing", "nonsense", "xyz:1", "", "ent:name:没有这家@"])
def test_what_is_not_there_is_none_and_has_no_neighbours(store: GraphStore, missing: str) -> None:
    store.append(some_records())
    assert store.node(missing) is None
    assert store.neighbours(missing).items == ()
    assert list(store.records(about=missing)) == []


@pytest.mark.parametrize(
    ("text", "wanted", "field"),
    [
        (code(1), [1], "uscc"),
        ("澜州市青禾软件有限公司", [1], "name"),
        ("澜州市", [1, 2], "name"),
        ("禾软", [1], "name"),
        ("州市", [1, 2], "name"),
        ("the", [4], "name"),
        ("（北", [4], "name"),
        ("旧名", [3], "former_names"),
        ("没有", [], ""),
        ("", [], ""),
        ('") OR *:*', [], ""),
    ],
)
def test_search_finds_by_code_name_beginning_and_part(
    store: GraphStore, text: str, wanted: Sequence[int], field: str
) -> None:
    store.append(some_records())
    store.append([record("registration", uscc=code(3), name="澜山贸易有限公司", former_names="旧名百货有限公司")])
    store.append([record("registration", uscc=code(4), name="The Leaf（北部）有限公司")])
    hits = store.search(text).items
    assert sorted(h.node.id for h in hits) == sorted(f"ent:{code(n)}" for n in wanted)
    assert {h.field for h in hits} <= {field}


def test_search_pages(store: GraphStore) -> None:
    store.append([record("registration", uscc=code(n), name=f"澜州市第{n}商店") for n in range(1, 8)])
    walked, cursor = [], None
    while True:
        page = store.search("澜州市", cursor=cursor, limit=3)
        walked += [h.node.id for h in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(walked) == sorted(f"ent:{code(n)}" for n in range(1, 8))
    with pytest.raises(BadCursor):
        store.search("澜州市", cursor="nonsense")


def test_records_by_node_kind_and_id(store: GraphStore) -> None:
    store.append(some_records(), loaded_at=LOADED)
    about = list(store.records(about=FIRM))
    assert [r.uid for r in about] == sorted(r.uid for r in about)
    assert {r.kind for r in about} == {"registration", "shareholding", "guarantee", "litigation", "invoice"}
    assert {r.kind for r in store.records(about=FIRM, kinds=["invoice"])} == {"invoice"}
    assert len(list(store.records(kinds=["invoice", "guarantee"]))) == 3
    assert len(list(store.records())) == len(some_records())
    (one,) = store.records(ids=["gsxt:s1"])
    assert (one.record_id, one.kind, one.source, one.observed_at, one.loaded_at) == (
        "gsxt:s1",
        "shareholding",
        "gsxt",
        "2024-01-01",
        LOADED,
    )
    assert one.payload["ratio"] == 51_000_000
    assert one.received["ratio"] == "51%"
    assert list(store.records(ids=["nobody"])) == []


def test_status_counts(store: GraphStore) -> None:
    assert store.status().version == 0
    assert store.status().loaded_at is None
    store.append(some_records(), loaded_at=LOADED)
    status = store.status()
    assert status.url == store.url
    assert (status.version, status.loaded_at) == (1, LOADED)
    assert store.status(counts=False).version == 1
    assert store.status(counts=False).nodes is None
    assert status.records == {
        "enforcement": 1, "guarantee": 1, "invoice": 2, "litigation": 1, "product": 1,
        "registration": 2, "shareholding": 2,
    }  # fmt: skip
    assert status.sources == {"gsxt": 10}
    everything = state(store)
    assert status.nodes == sum(isinstance(e, Node) for e in everything)
    assert status.relations == sum(isinstance(e, Relation) for e in everything)


def test_an_error_while_writing_leaves_nothing(store: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.append(some_records()[:2])
    before, version = state(store), store.status().version
    plan = "firmgraph.graph.recorded.plan_append"

    def failing(*given: object) -> object:
        from firmgraph.graph.ingest.plan import plan_append

        changes, _ = plan_append(*given)  # type: ignore[arg-type]
        given[1].write(changes)  # type: ignore[attr-defined]
        raise RuntimeError("in the middle")

    with monkeypatch.context() as patch:
        patch.setattr(plan, failing)
        with pytest.raises(RuntimeError, match="in the middle"):
            store.append(some_records())
    assert (state(store), store.status().version) == (before, version)
    assert store.append(some_records()).new == 8


def test_persons_keep_their_number_out_of_sight(store: GraphStore) -> None:
    store.append([record("position", enterprise=code(1), person="罗一", person_id=person(1), role="董事")])
    shown = repr(state(store)) + repr(list(store.records()))
    assert person(1) not in shown
