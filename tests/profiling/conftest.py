"""Small stores for the tests of profiling."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from tests.profiling.rows import MakeStore, Row, fill

from firmgraph.graph.store import GraphStore, open_store


@pytest.fixture
def make_store(tmp_path: Path) -> Iterator[MakeStore]:
    """Builds stores of given rows and closes them after the test."""
    opened: list[GraphStore] = []

    def make(rows: Iterable[Row]) -> GraphStore:
        store = open_store(f"sqlite:///{tmp_path / f'store{len(opened)}.db'}")
        opened.append(store)
        return fill(store, rows)

    yield make
    for store in opened:
        store.close()
