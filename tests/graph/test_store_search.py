"""Finding by what a person typed, over every store."""

from tests.graph.rows import code, record

from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore


def test_a_mistyped_name_finds_the_nearest_ones(store: GraphStore) -> None:
    names = ["澜州市青禾软件有限公司", "澜州市岚川食品有限公司", "云汀县白鹭餐饮有限公司"]
    store.append([record("registration", uscc=code(n), name=name) for n, name in enumerate(names)])
    assert [hit.node.name for hit in store.search("澜州市青和软件有限公司").items][:1] == names[:1]
    assert [hit.node.name for hit in store.search("青禾软建").items] == names[:1]
    assert store.search("完全无关的文字").items == ()


def test_conclusions_about_a_firm_that_merged_away_leave_nothing_dangling(store: GraphStore) -> None:
    name = "澜州市青禾软件有限公司"
    store.append([record("news", enterprise=name, date="2024-01-01", title_="开业")])
    named = store.search(name).items[0].node.id
    store.derive([DerivedNode("tag:x", "tag", {"name": "软件"})], [DerivedRelation("tagged", named, "tag:x")])
    store.append([record("registration", uscc=code(1), name=name)])
    assert store.search(name).items[0].node.id == f"ent:{code(1)}"
    relations = [item for item in store.stream(derived=True) if getattr(item, "kind", "") == "tagged"]
    assert relations == []
