"""The invented economy in both stores at once: every answer is the same, and the export is byte-identical."""

from dataclasses import asdict
from pathlib import Path

import orjson
import pytest
from tests.graph.rows import code, record, some_records
from tests.graph.stores import ON_NEO4J, state

from firmgraph.graph.elements import Moment
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import DerivedNode, GraphStore, all_neighbours

WORLD = Path(__file__).parents[2] / "fixtures" / "world"
LOADED = "2025-07-01T00:00:00.000000"
MOMENTS = (Moment(), Moment(as_of="2023-06-30"), Moment(known_at="2025-07-02"), Moment(known_at="2025-06-30"))
Twins = tuple[GraphStore, GraphStore]

pytestmark = list(ON_NEO4J)


@pytest.fixture
def loaded(twins: Twins, tmp_path: Path) -> Twins:
    """The invented economy, loaded into both."""
    for number, store in enumerate(twins):
        options = LoadOptions(loaded_at=LOADED, quarantine=tmp_path / f"{number}.jsonl")
        report = load_files(store, [WORLD], options)
        assert not report.failed
    return twins


def exported(store: GraphStore) -> bytes:
    return b"\n".join(orjson.dumps(asdict(element)) for element in store.stream(derived=True))


def test_every_answer_is_the_same(loaded: Twins) -> None:
    ours, theirs = loaded
    assert exported(ours) == exported(theirs)
    assert asdict(ours.status()) == asdict(theirs.status()) | {"url": ours.url}
    assert list(ours.records()) == list(theirs.records())
    _compare_nodes(ours, theirs)
    _compare_searches(ours, theirs)
    _compare_retraction(ours, theirs)


def _compare_nodes(ours: GraphStore, theirs: GraphStore) -> None:
    ids = [e.id for e in ours.stream() if ":" in e.id]
    for node in ids[:: max(1, len(ids) // 30)]:
        for at in MOMENTS:
            assert ours.node(node, at) == theirs.node(node, at)
            assert list(all_neighbours(ours, node, at)) == list(all_neighbours(theirs, node, at))
        assert list(ours.records(about=node)) == list(theirs.records(about=node))


def _compare_searches(ours: GraphStore, theirs: GraphStore) -> None:
    for text in (
        "澜州",
        "有限公司",
        "科技",
        "机械零部件",
        "91990106MA00H8319F",
        "澜州市岚川机械零部件有限公司",
        "川机",
    ):
        assert ours.search(text, limit=50) == theirs.search(text, limit=50)


def _compare_retraction(ours: GraphStore, theirs: GraphStore) -> None:
    sources = sorted(ours.status().sources or ())
    for source in sources:
        one, other = ours.retract(source=source), theirs.retract(source=source)
        assert one == other
        if source == sources[0]:
            assert exported(ours) == exported(theirs)
    assert exported(theirs) == b""
    assert exported(ours) == b""


def test_a_long_retraction_is_the_same_in_parts(twins: Twins, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("recorded", "neo4j.store"):
        monkeypatch.setattr(f"firmgraph.graph.{module}.RETRACTED_TOGETHER", 2)
    for store in twins:
        other = record("shareholding", source="vendor", enterprise=code(2), holder=code(1))
        store.append([*some_records(), other], loaded_at=LOADED)
        store.derive([DerivedNode("tag:1", "tag", {"name": "甲"}, ("gsxt:s1", "gsxt:s2"))], [])
    ours, theirs = (store.retract(source="gsxt") for store in twins)
    assert ours == theirs
    assert ours.rested == ("tag:1",)
    assert f"ent:{code(1)}" not in ours.nodes_removed
    assert state(twins[0]) == state(twins[1])
