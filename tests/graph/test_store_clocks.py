"""Two clocks over every store: what was true on a day, and what was known by then."""

import itertools

import pytest
from tests.graph.rows import code, record
from tests.graph.stores import Empty

from firmgraph.graph.elements import Moment
from firmgraph.graph.prepared import Prepared
from firmgraph.graph.store import GraphStore

FIRM = f"ent:{code(1)}"
JANUARY, MARCH, JULY = (f"2024-{month}-15T08:00:00.000000" for month in ("01", "03", "07"))


def holders(store: GraphStore, at: Moment) -> dict[str, int]:
    found = store.neighbours(FIRM, at, kinds=["holds"]).items
    return {n.node.name: n.relation.properties["ratio"] // 1_000_000 for n in found}


def change_of_shareholder(store: GraphStore) -> None:
    """甲 held 70 % until June, then 乙 does; the change was loaded in July."""
    store.append([record("registration", uscc=code(1), name="澜州市青禾软件有限公司")], loaded_at=JANUARY)
    begun = {"enterprise": code(1), "ratio": "70%", "valid_from": "2020-01-01"}
    store.append([record("shareholding", "2024-01-10", holder="甲一", record_id="h1", **begun)], loaded_at=JANUARY)
    ended = record("shareholding", "2024-07-01", holder="甲一", record_id="h1", **begun, valid_to="2024-05-31")
    taken = record(
        "shareholding",
        "2024-07-01",
        enterprise=code(1),
        holder="乙一",
        ratio="70%",
        valid_from="2024-06-01",
        record_id="h2",
    )
    store.append([ended, taken], loaded_at=JULY)


@pytest.mark.parametrize(
    ("as_of", "known_at", "wanted"),
    [
        (None, None, {"乙一": 70}),
        ("2024-05-31", None, {"甲一": 70}),
        ("2024-07-01", None, {"乙一": 70}),
        ("2024-06-15", None, {"乙一": 70}),
        ("2024-08-01", "2024-02-01", {"甲一": 70}),
        ("2024-08-01", "2024-07-15", {"乙一": 70}),
        ("2024-05-31", "2024-02-01", {"甲一": 70}),
        ("2019-12-31", None, {}),
        (None, "2023-12-31", {}),
    ],
)
def test_a_change_of_shareholder_on_both_clocks(
    store: GraphStore, as_of: str | None, known_at: str | None, wanted: dict[str, int]
) -> None:
    change_of_shareholder(store)
    assert holders(store, Moment(as_of, known_at)) == wanted


def test_a_corrected_record_is_told_as_it_was_known(store: GraphStore) -> None:
    wrong = record(
        "registration", "2024-01-01", uscc=code(1), name="澜州市青禾软件有限公司", status="存续", record_id="r"
    )
    right = record(
        "registration", "2024-03-01", uscc=code(1), name="澜州市青禾软件有限公司", status="注销", record_id="r"
    )
    store.append([wrong], loaded_at=JANUARY)
    store.append([right], loaded_at=MARCH)
    found = {}
    for name, at in (("now", Moment()), ("known", Moment(known_at="2024-02-01")), ("on", Moment(as_of="2024-02-01"))):
        described = store.node(FIRM, at)
        assert described is not None
        found[name] = described.node.properties["status"]
        assert described.evidence == ("gsxt:r",)
    assert found["now"] != found["known"]
    assert found["on"] == found["known"]
    assert store.node(FIRM, Moment(known_at="2023-12-31")) is None
    assert [
        len(list(store.records(about=FIRM, at=Moment(known_at=day))))
        for day in ("2023-12-31", "2024-02-01", "2024-04-01")
    ] == [0, 1, 1]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_latest_observed_version_speaks_in_any_order_of_arrival(empty: Empty, order: tuple[int, ...]) -> None:
    versions: list[Prepared] = [
        record(
            "shareholding", f"2024-0{month}-01", enterprise=code(1), holder="甲一", ratio=f"{month}0%", record_id="h"
        )
        for month in (1, 2, 3)
    ]
    store = empty()
    for position in order:
        store.append([versions[position]], loaded_at=JANUARY)
    assert holders(store, Moment()) == {"甲一": 30}
    assert holders(store, Moment(as_of="2024-02-15")) == {"甲一": 20}
    assert [r.observed_at for r in store.records(kinds=["shareholding"])] == ["2024-03-01"]
    store.retract(record_id="gsxt:h")
    assert store.node(FIRM) is None


def test_a_superseded_statement_is_gone_today_and_there_before(store: GraphStore) -> None:
    store.append(
        [record("shareholding", "2024-01-01", enterprise=code(1), holder="甲一", ratio="10%", record_id="h")],
        loaded_at=JANUARY,
    )
    store.append(
        [record("shareholding", "2024-03-01", enterprise=code(1), holder="乙一", ratio="20%", record_id="h")],
        loaded_at=MARCH,
    )
    assert holders(store, Moment()) == {"乙一": 20}
    assert holders(store, Moment(known_at="2024-02-01")) == {"甲一": 10}
    assert store.node(f"per:name:甲一@{FIRM}") is None
    assert store.node(f"per:name:甲一@{FIRM}", Moment(known_at="2024-02-01")) is not None
    assert [e.id for e in store.stream() if e.kind == "person"] == [f"per:name:乙一@{FIRM}"]


def test_a_silenced_version_speaks_again_when_the_later_one_is_retracted(store: GraphStore) -> None:
    first = record("shareholding", "2024-01-01", enterprise=code(1), holder="甲一", ratio="10%", record_id="h")
    later = record("shareholding", "2024-03-01", enterprise=code(1), holder="乙一", ratio="20%", record_id="h")
    store.append([first], loaded_at=JANUARY)
    before = list(store.stream())
    store.append([later], loaded_at=MARCH)
    store.retract(record_id=later.uid)
    assert list(store.stream()) == before


def test_pages_of_a_past_moment_walk_everything_once(store: GraphStore) -> None:
    early = [record("contact", enterprise=code(1), contact="phone", value=f"102000000{n:02d}") for n in range(0, 20, 2)]
    late = [record("contact", enterprise=code(1), contact="phone", value=f"102000000{n:02d}") for n in range(1, 20, 2)]
    store.append(early, loaded_at=JANUARY)
    store.append(late, loaded_at=MARCH)
    at = Moment(known_at="2024-02-01")
    walked, cursor = [], None
    while True:
        page = store.neighbours(FIRM, at, cursor=cursor, limit=3)
        walked += [n.node.name for n in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(walked) == [f"102000000{n:02d}" for n in range(0, 20, 2)]
    assert len(store.neighbours(FIRM, limit=100).items) == 20


def test_all_versions_of_a_record_are_told_together_with_those_that_name_another_node(store: GraphStore) -> None:
    begun = {"account_no": "L1", "line": "100", "record_id": "L1"}
    store.append([record("credit_account", "2024-01-31", enterprise=code(1), **begun)], loaded_at=JANUARY)
    store.append([record("credit_account", "2024-06-30", enterprise=code(2), **begun)], loaded_at=JULY)

    def told(node: str, at: Moment) -> list[str]:
        rows = store.records(about=node, at=at, versions=True)
        return [f"{row.observed_at} {row.payload['enterprise']['uscc']}" for row in rows]

    both = {f"2024-01-31 {code(1)}", f"2024-06-30 {code(2)}"}
    other = f"ent:{code(2)}"
    assert [{*told(node, Moment(day))} for node in (FIRM, other) for day in (None, "2024-02-01")] == [both] * 4
    assert told(FIRM, Moment(None, "2024-03-01")) == [f"2024-01-31 {code(1)}"]
    assert told(other, Moment(None, "2024-03-01")) == []
    by_kind, by_id = (
        store.records(kinds=["credit_account"], versions=True),
        store.records(ids=["gsxt:L1"], versions=True),
    )
    assert list(by_kind) == list(by_id) == list(store.records(about=FIRM, versions=True))
