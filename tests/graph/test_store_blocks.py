"""Over every store: the graph by column is the graph that is streamed, row for row."""

from collections.abc import Iterable, Iterator

import pytest
from tests.conftest import load_world
from tests.graph.rows import code, record, some_records

from firmgraph.graph import blocks as columns
from firmgraph.graph.blocks import Block, NodeBlock
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.embedded import blocks as embedded
from firmgraph.graph.packed import text_of
from firmgraph.graph.store import DerivedNode, DerivedRelation, GraphStore

FIRM = f"ent:{code(1)}"
Row = tuple[object, ...]


@pytest.fixture(autouse=True)
def _short_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (columns, embedded):
        monkeypatch.setattr(module, "TOGETHER", 7)


def rows(blocks: Iterable[Block]) -> Iterator[Row]:
    for block in blocks:
        assert 0 < len(block.ids) <= 7
        if isinstance(block, NodeBlock):
            told = (block.ids, block.kinds, block.properties, block.known_from, block.evidence)
            yield from zip(*told, strict=True)
        else:
            yield from (
                (block.kind, *row)
                for row in zip(
                    block.ids, block.starts, block.ends, block.properties, block.valid_from, block.valid_to,
                    block.known_from, block.evidence, strict=True,
                )
            )  # fmt: skip


def row(element: Node | Relation) -> Row:
    properties, evidence = text_of(element.properties).encode(), "\n".join(element.evidence).encode()
    if isinstance(element, Node):
        return element.id.encode(), element.kind, properties, element.known_from, evidence
    ends = element.start.encode(), element.end.encode()
    days = element.valid_from, element.valid_to
    return element.kind, element.id.encode(), *ends, properties, *days, element.known_from, evidence


def assert_equal(store: GraphStore) -> None:
    assert list(rows(store.blocks())) == [row(element) for element in store.stream(evidence=True)]


def test_an_empty_store_has_no_blocks(store: GraphStore) -> None:
    assert list(store.blocks()) == []


def test_records_taken_back_superseded_or_agreeing_are_behind_what_they_state(store: GraphStore) -> None:
    store.append(some_records())
    assert_equal(store)
    agreeing = [
        record("shareholding", source=source, enterprise=code(1), holder=code(2), ratio="49%", record_id="z")
        for source in ("vendor", "bank", "court")
    ]
    store.append([*agreeing, record("shareholding", "2024-05-01", enterprise=code(1), holder="罗九", record_id="s1")])
    held = {r.id: r.evidence for r in store.stream(evidence=True) if isinstance(r, Relation) and r.kind == "holds"}
    assert ("bank:z", "court:z", "gsxt:s2", "vendor:z") in held.values()
    assert ("gsxt:s1",) in held.values()
    assert_equal(store)
    store.retract(source="court")
    store.retract(record_id="gsxt:s1")
    assert_equal(store)


def test_conclusions_are_left_out(store: GraphStore) -> None:
    store.append(some_records())
    before = list(rows(store.blocks()))
    store.derive(
        [DerivedNode("tag:1", "tag", {"name": "甲"}, ("gsxt:s1",))], [DerivedRelation("tagged", FIRM, "tag:1")]
    )
    assert list(rows(store.blocks())) == before


def test_the_invented_economy_by_column_is_the_one_streamed(store: GraphStore) -> None:
    load_world(store)
    assert_equal(store)
