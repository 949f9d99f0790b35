"""Who is who over every store: merges that can be undone, namesakes, names and values in conflict."""

from tests.graph.rows import code, person, record
from tests.graph.stores import Empty

from firmgraph.graph.elements import Described, Relation
from firmgraph.graph.store import GraphStore

FIRM, OTHER = f"ent:{code(1)}", f"ent:{code(2)}"
NAME = "澜州市青禾软件有限公司"


def described(store: GraphStore, node: str) -> Described:
    found = store.node(node)
    assert found is not None
    return found


def ends(store: GraphStore, kind: str) -> list[tuple[str, str]]:
    return [(r.start, r.end) for r in store.stream() if isinstance(r, Relation) and r.kind == kind]


def test_a_firm_named_only_is_merged_when_its_code_appears_and_unmerged_again(store: GraphStore) -> None:
    store.append(
        [record("shareholding", enterprise=code(2), holder=NAME, ratio="10%")], loaded_at="2024-01-01T00:00:00.000000"
    )
    before = list(store.stream())
    assert ends(store, "holds") == [(f"ent:name:{NAME}@", OTHER)]
    store.append([record("registration", uscc=code(1), name=NAME, record_id="r")])
    assert ends(store, "holds") == [(FIRM, OTHER)]
    assert described(store, f"ent:name:{NAME}@").node.id == FIRM
    assert len(described(store, FIRM).evidence) == 2
    store.retract(record_id="gsxt:r")
    assert list(store.stream()) == before


def test_the_code_may_come_first_or_in_the_same_batch(empty: Empty) -> None:
    named = record("shareholding", enterprise=code(2), holder=NAME, ratio="10%")
    coded = record("registration", uscc=code(1), name=NAME)
    for batches in ([[coded], [named]], [[named], [coded]], [[named, coded]], [[coded, named]]):
        store = empty()
        for batch in batches:
            store.append(batch)
        assert ends(store, "holds") == [(FIRM, OTHER)]
        assert [e.id for e in store.stream() if not isinstance(e, Relation)] == sorted((FIRM, OTHER))


def test_an_ambiguous_name_stays_apart(store: GraphStore) -> None:
    store.append([record("registration", uscc=code(n), name=NAME) for n in (1, 2)])
    store.append([record("shareholding", enterprise=code(3), holder=NAME, ratio="10%")])
    assert ends(store, "holds") == [(f"ent:name:{NAME}@", f"ent:{code(3)}")]
    assert sorted(h.node.id for h in store.search(NAME).items) == sorted((FIRM, OTHER, f"ent:name:{NAME}@"))


def test_two_persons_of_one_name_are_two(store: GraphStore) -> None:
    store.append([record("position", enterprise=code(n), person="罗一", role="董事") for n in (1, 2)])
    people = [e for e in store.stream() if e.kind == "person"]
    assert [p.id for p in people] == sorted((f"per:name:罗一@{FIRM}", f"per:name:罗一@{OTHER}"))


def test_a_person_with_a_number_joins_the_name_at_the_same_firm_only(store: GraphStore) -> None:
    store.append([record("position", enterprise=code(n), person="罗一", role="董事") for n in (1, 2)])
    store.append(
        [
            record(
                "shareholding",
                enterprise=code(1),
                holder="罗一",
                holder_id=person(1),
                holder_kind="person",
                ratio="10%",
            )
        ]
    )
    people = [e.id for e in store.stream() if e.kind == "person"]
    assert len(people) == 2
    (known,) = (p for p in people if p.startswith("per:id:"))
    assert ends(store, "holds") == [(known, FIRM)]
    assert sorted(ends(store, "serves_as")) == sorted([(known, FIRM), (f"per:name:罗一@{OTHER}", OTHER)])


def test_values_in_conflict_are_kept_with_the_reason(store: GraphStore) -> None:
    store.append(
        [
            record("registration", "2024-01-01", uscc=code(1), name=NAME, staff="10", record_id="old"),
            record("registration", "2024-05-01", uscc=code(1), name=NAME, staff="20", record_id="new"),
            record("registration", "2024-09-01", source="vendor", uscc=code(1), name=NAME, staff="30", record_id="v"),
        ]
    )
    found = described(store, FIRM)
    assert found.node.properties["staff"] == 20
    losers = {loser.record_id: (loser.value, loser.why) for loser in found.conflicts["staff"]}
    assert {record_id: value for record_id, (value, _) in losers.items()} == {"gsxt:old": 10, "vendor:v": 30}
    assert losers["gsxt:old"][1] == "the newer observation wins"
    assert "outranks" in losers["vendor:v"][1]


def test_names_are_current_former_or_in_conflict(store: GraphStore) -> None:
    store.append(
        [
            record(
                "registration",
                "2024-05-01",
                uscc=code(1),
                name=NAME,
                former_names="澜州市旧禾软件有限公司",
                record_id="a",
            ),
            record("registration", "2024-01-01", uscc=code(1), name="澜州市青木软件有限公司", record_id="b"),
        ]
    )
    names = [(n["name"], n["status"]) for n in described(store, FIRM).names]
    assert names == [(NAME, "current"), ("澜州市旧禾软件有限公司", "former"), ("澜州市青木软件有限公司", "conflict")]


def test_a_party_changes_kind_when_a_stronger_record_says_so(store: GraphStore) -> None:
    store.append([record("shareholding", enterprise=code(2), holder=code(1), holder_kind="unknown", ratio="10%")])
    weak = described(store, FIRM).node.kind
    store.append(
        [record("registration", uscc=code(1), name="青禾合伙企业（有限合伙）", type="有限合伙企业", record_id="r")]
    )
    assert (weak, described(store, FIRM).node.kind) == ("unknown", "partnership")
    store.retract(record_id="gsxt:r")
    assert described(store, FIRM).node.kind == "unknown"
