"""Over every store: conclusions are written and replaced, and a retraction takes back what rested on nothing else."""

import pytest
from tests.graph.rows import code, record, some_records
from tests.graph.stores import state

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore

FIRM, THIRD = f"ent:{code(1)}", f"ent:{code(3)}"


def test_retraction_takes_back_what_records_alone_stated(store: GraphStore) -> None:
    store.append(some_records())
    before = state(store)
    store.append(
        [record("shareholding", source="vendor", enterprise=code(3), holder="罗三", ratio="1%", record_id="v1")]
    )
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
    tag, portrait = (
        DerivedNode("tag:软件", "tag", {"name": "软件"}, ("gsxt:s1",)),
        DerivedNode("por:1", "portrait", {"name": "p"}, ("gsxt:s2",)),
    )
    relations = [
        DerivedRelation("tagged", FIRM, "tag:软件", properties={"weight": 0.5}),
        DerivedRelation("portrayed_in", FIRM, "por:1"),
    ]
    before = store.status(counts=False)
    store.derive([tag, portrait], relations)
    assert store.status(counts=False) == before
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
    store.derive(
        [DerivedNode("tag:1", "tag", {"name": "甲", "group": "g"}, ("gsxt:s1", "gsxt:s2"))],
        [DerivedRelation("tagged", FIRM, "tag:1")],
    )
    store.derive(
        [DerivedNode("tag:1", "tag", {"name": "乙"}, ("gsxt:s2",))],
        [DerivedRelation("tagged", FIRM, "tag:1", properties={"weight": 1.0})],
    )
    found = store.node("tag:1")
    assert found is not None
    assert (dict(found.node.properties), found.evidence) == ({"name": "乙"}, ("gsxt:s2",))
    (tagged,) = store.neighbours(FIRM, kinds=["tagged"]).items
    assert dict(tagged.relation.properties) == {"weight": 1.0}
    assert state(store) == plain
    assert len(list(store.stream(derived=True))) == len(plain) + 2
    with pytest.raises(InvalidInput):
        store.derive([DerivedNode("ent:1", "enterprise", {})], [])


def test_a_finding_rests_on_another_written_with_it(store: GraphStore) -> None:
    store.append(some_records())
    told = {"name": "风险等级：red", "rule": "risk_grade", "verdict": "FAIL", "value": "red"}
    grade, rule = DerivedNode("fnd:1", "finding", told, ("gsxt:s1",)), DerivedNode("fnd:2", "finding", {"name": "失信"})
    ends = [("has_finding", FIRM, "fnd:1"), ("rests_on", "fnd:1", "fnd:2"), ("rests_on", "fnd:1", FIRM)]
    store.derive([grade, rule], [DerivedRelation(kind, start, end) for kind, start, end in ends])
    found = store.node("fnd:1")
    assert found is not None
    assert dict(found.node.properties) == told
    assert {one.node.id for one in store.neighbours("fnd:1", kinds=["rests_on"]).items} == {FIRM, "fnd:2"}
