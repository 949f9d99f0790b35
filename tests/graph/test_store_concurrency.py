"""Many at once over every store: writers wait for each other, and no reader sees half a batch."""

import threading
import time
from collections.abc import Callable

from tests.graph.rows import code, record

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.prepared import Prepared
from firmgraph.graph.store import GraphStore, open_store

FIRM = f"ent:{code(1)}"
BATCHES = 8
SHARES = 5


def batch(number: int) -> list[Prepared]:
    """A batch in which all shares go to other holders together."""
    return [
        record(
            "shareholding", f"2024-01-{number + 1:02d}", enterprise=code(1), holder_kind="person",
            holder=f"股东{number}之{share}", ratio=f"{number + 1}%", record_id=f"s{share}",
        )
        for share in range(SHARES)
    ]  # fmt: skip


def together(*tasks: Callable[[], None]) -> None:
    """Run tasks at the same time and raise what one of them raised."""
    errors: list[BaseException] = []

    def guarded(task: Callable[[], None]) -> None:
        try:
            task()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_readers_never_see_half_a_batch(store: GraphStore) -> None:
    store.append(batch(0))
    done = threading.Event()
    seen: set[int] = set()

    def write() -> None:
        try:
            for number in range(1, BATCHES):
                store.append(batch(number))
                time.sleep(0.01)
        finally:
            done.set()

    def read() -> None:
        while not done.is_set():
            page = store.neighbours(FIRM, kinds=["holds"])
            ratios = {n.relation.properties["ratio"] for n in page.items}
            assert len(page.items) == SHARES
            assert len(ratios) == 1
            assert all(n.evidence for n in page.items)
            seen.update(ratios)

    def stream() -> None:
        while not done.is_set():
            everything = list(store.stream())
            people = {e.id for e in everything if isinstance(e, Node) and e.kind == "person"}
            assert people == {e.start for e in everything if isinstance(e, Relation)}
            assert len(people) == SHARES

    together(write, read, read, stream)
    assert len(seen) > 1
    assert {n.relation.properties["ratio"] for n in store.neighbours(FIRM, kinds=["holds"]).items} == {
        BATCHES * 1_000_000
    }


def test_writers_of_the_same_firms_wait_for_each_other(store: GraphStore) -> None:
    counted: list[int] = []

    def load() -> None:
        with open_store(store.url) as own:
            for number in range(BATCHES):
                counted.append(own.append(batch(number)).unchanged)

    together(load, load, load)
    assert sum(counted) == 2 * BATCHES * SHARES
    assert (store.status().records or {})["shareholding"] == SHARES
    found = store.neighbours(FIRM, kinds=["holds"]).items
    assert [n.relation.properties["ratio"] for n in found] == [BATCHES * 1_000_000] * SHARES
