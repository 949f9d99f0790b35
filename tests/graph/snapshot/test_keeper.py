"""The snapshot follows the store: built, saved, opened again, and brought up to date, always equal to one made anew."""

from pathlib import Path

import pytest
from tests.graph.rows import code, record, some_records
from tests.graph.stores import Empty

from firmgraph.graph.elements import Moment
from firmgraph.graph.snapshot import keeper as keeping
from firmgraph.graph.snapshot.build import build_snapshot
from firmgraph.graph.snapshot.columns import number_columns
from firmgraph.graph.snapshot.keeper import SnapshotKeeper
from firmgraph.graph.snapshot.snapshot import Snapshot
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import GraphStore
from firmgraph.settings import get_settings

HELD = {"enterprise": code(1), "holder": code(3), "ratio": "10%", "record_id": "h1"}
BEFORE, AFTER = "2025-01-01T00:00:00", "2025-02-01T00:00:00"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRMGRAPH_SNAPSHOT_HOME", str(tmp_path / "snapshots"))
    monkeypatch.setattr(keeping, "WORTH_SAVING", 0)
    get_settings.cache_clear()


def told(view: View) -> tuple[object, object]:
    """Return all a view holds, in terms of ids."""
    known = [n for n in range(view.size) if view.index(view.id(n)) == n]
    nodes = sorted((view.id(n), view.kind(n), view.name(n), str(view.properties(n)), view.evidence(n)) for n in known)
    relations = []
    for kind in view.snapshot.relations:
        edges = view.edges(kind)
        for n in known:
            for place in edges.out_of(n):
                assert int(edges.start[place]) == n
                assert place in edges.into_node(int(edges.end[place]))
                ends = view.id(n), view.id(int(edges.end[place]))
                own = edges.id_of(place), edges.days_of(place), edges.evidence_of(place)
                numbers = tuple((name, edges.value(name, place)) for name in sorted(number_columns(kind)))
                relations.append((*ends, *own, str(edges.properties_of(place)), numbers))
    return nodes, sorted(relations, key=str)


def made_anew(store: GraphStore) -> Snapshot:
    status = store.status(counts=False)
    return build_snapshot(store.stream(evidence=True), status.version, status.loaded_at)


def moments() -> list[Moment]:
    return [Moment("2024-06-01"), Moment("2030-01-01"), Moment("2024-06-01", "2025-01-15")]


def assert_fresh(keeper: SnapshotKeeper, store: GraphStore) -> None:
    held, anew = keeper.current(), made_anew(store)
    assert (held.version, held.loaded_at) == (anew.version, anew.loaded_at)
    for at in moments():
        assert told(held.at(at)) == told(anew.at(at))


def test_the_snapshot_follows_every_kind_of_change(store: GraphStore) -> None:
    keeper = SnapshotKeeper(store)
    store.append(some_records(), loaded_at=BEFORE)
    assert_fresh(keeper, store)
    store.append([record("shareholding", enterprise=code(2), holder="罗三", ratio="30%", valid_to="2024-03-01")])
    assert_fresh(keeper, store)
    store.append([record("shareholding", "2024-05-01", enterprise=code(1), holder="罗一", ratio="40%", record_id="s1")])
    assert_fresh(keeper, store)
    store.append([record("registration", uscc=code(3), name="澜州市青禾软件有限公司")], loaded_at=AFTER)
    assert_fresh(keeper, store)
    store.retract(record_id="gsxt:s2")
    assert_fresh(keeper, store)
    store.derive([], [])
    assert_fresh(keeper, store)
    store.retract(source="gsxt")
    assert_fresh(keeper, store)


def test_a_small_write_is_laid_over_and_a_bulk_load_is_read_anew(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = SnapshotKeeper(store)
    store.append(some_records())
    first = keeper.current()
    store.append([record("registration", uscc=code(9), name="澜州市后来有限公司")])
    with monkeypatch.context() as patch:
        patch.setattr(keeping, "snapshot_of", None)
        second = keeper.current()
    assert first.index(f"ent:{code(9)}") is None
    assert second.index(f"ent:{code(9)}") is not None
    assert second.table("holds").start is first.table("holds").start
    many = [record("registration", uscc=code(n), name=f"澜州市{n}号有限公司") for n in range(100, 5200)]
    store.append(many)
    assert store.status(counts=False, since=second.version).touched is None
    assert_fresh(keeper, store)


def test_a_saved_snapshot_is_opened_again_and_brought_up_to_date(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.append(some_records())
    made = SnapshotKeeper(store).current()
    store.append([record("registration", uscc=code(9), name="澜州市后来有限公司")])
    monkeypatch.setattr(keeping, "snapshot_of", None)
    opened = SnapshotKeeper(store).current()
    monkeypatch.undo()
    assert opened.index(f"ent:{code(9)}") is not None
    assert opened.version == made.version + 1
    for at in moments():
        assert told(opened.at(at)) == told(made_anew(store).at(at))


def test_a_store_that_took_anothers_place_is_read_anew(empty: Empty) -> None:
    store = empty()
    store.append(some_records(), loaded_at=BEFORE)
    SnapshotKeeper(store).current()
    other = empty()
    other.append([record("registration", uscc=code(7), name="澜州市他人有限公司")], loaded_at=AFTER)
    assert_fresh(SnapshotKeeper(other), other)


def test_a_damaged_file_is_made_anew(store: GraphStore, tmp_path: Path) -> None:
    store.append(some_records())
    SnapshotKeeper(store).current()
    [path] = (tmp_path / "snapshots").rglob("*.snapshot")
    path.write_bytes(path.read_bytes()[:100])
    assert_fresh(SnapshotKeeper(store), store)


def test_a_past_moment_is_folded_from_what_was_said_and_known_then(store: GraphStore) -> None:
    firm, first, second = f"ent:{code(1)}", record("shareholding", "2024-01-10", **HELD), record(
        "shareholding", "2024-06-10", **{**HELD, "ratio": "20%"}
    )  # fmt: skip
    store.append([first], loaded_at=BEFORE)
    store.append([second], loaded_at=AFTER)
    keeper = SnapshotKeeper(store)

    def stake(at: Moment) -> int | None:
        view = keeper.view(at)
        node, edges = view.index(firm), view.edges("holds")
        assert node is not None
        [place] = edges.into_node(node)
        return edges.value("ratio", place)

    assert stake(Moment()) == 20_000_000
    assert stake(Moment("2024-07-01")) == 20_000_000
    assert stake(Moment("2024-03-01")) == 10_000_000
    assert stake(Moment("2024-07-01", "2025-01-15")) == 10_000_000
    for at in (*moments(), Moment("2024-03-01"), Moment("2024-07-01", "2025-01-15")):
        told_there = [(one.relation.id, one.relation.properties) for one in store.neighbours(firm, at).items]
        view = keeper.view(at)
        node = view.index(firm)
        edges = view.edges("holds")
        places = edges.into_node(node) if node is not None else []
        assert [(edges.id_of(place), edges.properties_of(place)) for place in places] == told_there


def test_a_holder_corrected_away_held_in_the_past(store: GraphStore) -> None:
    store.append([record("shareholding", "2024-01-10", **HELD)], loaded_at=BEFORE)
    store.append([record("shareholding", "2024-06-10", **{**HELD, "holder": code(4)})], loaded_at=AFTER)
    keeper = SnapshotKeeper(store)

    def holders(at: Moment) -> list[str]:
        view = keeper.view(at)
        node, edges = view.index(f"ent:{code(1)}"), view.edges("holds")
        return [view.id(int(edges.start[p])) for p in edges.into_node(node)] if node is not None else []

    assert holders(Moment()) == [f"ent:{code(4)}"]
    assert holders(Moment("2024-03-01")) == [f"ent:{code(3)}"]


def test_both_stores_give_one_snapshot(twins: tuple[GraphStore, GraphStore]) -> None:
    for store in twins:
        store.append(some_records(), loaded_at=BEFORE)
    first, second = (made_anew(store) for store in twins)
    for at in moments():
        assert told(first.at(at)) == told(second.at(at))
