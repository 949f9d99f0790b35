"""What every store does: the same tests over SQLite and Neo4j. Clocks, identity and concurrency have files of their own."""

import random
from collections.abc import Sequence

import pytest
from tests.graph.stores import Empty, code, person, record

from firmgraph.errors import BadCursor, InvalidInput, NotFound
from firmgraph.graph.elements import Neighbour, Node, Relation
from firmgraph.graph.prepared import Prepared
from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore, all_neighbours

FIRM, OTHER, THIRD = f"ent:{code(1)}", f"ent:{code(2)}", f"ent:{code(3)}"
LOADED = "2024-02-01T00:00:00.000000"


def some_records() -> list[Prepared]:
    return [
        record("registration", uscc=code(1), name="澜州市青禾软件有限公司", region="990101", legal_rep="罗一", phone="10200000001"),
        record("registration", uscc=code(2), name="澜州市白石机械有限公司", region="990101", legal_rep="罗二", phone="10200000001"),
        record("shareholding", enterprise=code(1), holder="罗一", ratio="51%", record_id="s1"),
        record("shareholding", enterprise=code(1), holder=code(2), ratio="49%", record_id="s2"),
        record("guarantee", guarantor=code(1), guaranteed=code(2), amount="100万元", contract_no="G1"),
        record("litigation", case_no="（2024）云99民初1号", party=code(1), role="plaintiff", amount="5万元"),
        record("enforcement", party=code(2), enforcement="enforced", case_no="（2024）云99执1号", amount="20万元", filed="2024-01-05"),
        record("invoice", invoice_no="1", seller=code(1), buyer=code(2), date="2024-01-10", amount="100"),
        record("invoice", invoice_no="2", seller=code(1), buyer=code(2), date="2024-01-20", amount="200"),
        record("product", product_id="P1", name="税易贷", amount_max="300万元", guarantee_types="unsecured"),
    ]


def state(store: GraphStore) -> list[Node | Relation]:
    return list(store.stream())


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
    changed = store.append([record("shareholding", "2024-06-01", enterprise=code(1), holder="罗一", ratio="60%", record_id="s1")])
    assert (changed.new, changed.changed, changed.unchanged, changed.version) == (0, 1, 0, 2)
    assert state(store) != before


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_never_matters(empty: Empty, seed: int) -> None:
    records = [
        *some_records(),
        record("shareholding", "2024-06-01", enterprise=code(1), holder="罗一", ratio="60%", record_id="s1"),
        record("registration", "2024-06-01", uscc=code(1), name="澜州市青禾科技有限公司", former_names="澜州市青禾软件有限公司"),
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
def test_search_finds_by_code_name_beginning_and_part(store: GraphStore, text: str, wanted: Sequence[int], field: str) -> None:
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
    assert (one.record_id, one.kind, one.source, one.observed_at, one.loaded_at) == ("gsxt:s1", "shareholding", "gsxt", "2024-01-01", LOADED)
    assert one.payload["ratio"] == 51_000_000
    assert one.received["ratio"] == "51%"
    assert list(store.records(ids=["nobody"])) == []


def test_retraction_takes_back_what_records_alone_stated(store: GraphStore) -> None:
    store.append(some_records())
    before = state(store)
    store.append([record("shareholding", source="vendor", enterprise=code(3), holder="罗三", ratio="1%", record_id="v1")])
    store.append([record("blacklist", source="vendor", party=code(1), list_="关注名单", reason="x", record_id="v2")])
    done = store.retract(source="vendor")
    assert done.records == ("vendor:v1", "vendor:v2")
    assert set(done.nodes_removed) == {THIRD, f"per:name:罗三@{THIRD}"}
    assert len(done.relations_removed) == 2
    assert state(store) == before
    assert store.status().version == done.version == 4
    with pytest.raises(NotFound):
        store.retract(source="vendor")
    with pytest.raises(NotFound):
        store.retract(record_id="gsxt:nothing")


def test_retracting_a_record_names_the_conclusions_that_rested_on_it(store: GraphStore) -> None:
    store.append(some_records())
    tag, portrait = DerivedNode("tag:软件", "tag", {"name": "软件"}, ("gsxt:s1",)), DerivedNode("por:1", "portrait", {"name": "p"}, ("gsxt:s2",))
    relations = [DerivedRelation("tagged", FIRM, "tag:软件", properties={"weight": 0.5}), DerivedRelation("portrayed_in", FIRM, "por:1")]
    assert store.derive([tag, portrait], relations) == 2
    assert [n.node.id for n in store.neighbours(FIRM, kinds=["tagged"]).items] == ["tag:软件"]
    done = store.retract(record_id="gsxt:s1")
    assert done.records == ("gsxt:s1",)
    assert done.rested == ("tag:软件",)
    found, other = store.node("tag:软件"), store.node("por:1")
    assert found is not None
    assert other is not None
    assert (found.node.properties.get("stale"), other.node.properties.get("stale")) == (True, None)
    assert found.evidence == ("gsxt:s1",)


def test_conclusions_are_replaced_and_kept_out_of_the_plain_stream(store: GraphStore) -> None:
    store.append(some_records())
    plain = state(store)
    store.derive([DerivedNode("tag:1", "tag", {"name": "甲", "group": "g"}, ("gsxt:s1", "gsxt:s2"))], [DerivedRelation("tagged", FIRM, "tag:1")])
    store.derive([DerivedNode("tag:1", "tag", {"name": "乙"}, ("gsxt:s2",))], [DerivedRelation("tagged", FIRM, "tag:1", properties={"weight": 1.0})])
    found = store.node("tag:1")
    assert found is not None
    assert (dict(found.node.properties), found.evidence) == ({"name": "乙"}, ("gsxt:s2",))
    (tagged,) = store.neighbours(FIRM, kinds=["tagged"]).items
    assert dict(tagged.relation.properties) == {"weight": 1.0}
    assert state(store) == plain
    assert len(list(store.stream(derived=True))) == len(plain) + 2
    with pytest.raises(InvalidInput):
        store.derive([DerivedNode("ent:1", "enterprise", {})], [])


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
        "enforcement": 1, "guarantee": 1, "invoice": 2, "litigation": 1, "product": 1, "registration": 2, "shareholding": 2,
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

        changes, counts = plan_append(*given)  # type: ignore[arg-type]
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
