"""The order of the tests, and the invented economy loaded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import GraphStore, open_store

ROOT = Path(__file__).parents[1]
WORLD = ROOT / "fixtures" / "world"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow tests after fast ones; those of Neo4j on one worker, for there is one server; those of real data too."""
    for item in items:
        for name in ("neo4j", "data"):
            if item.get_closest_marker(name) and not item.get_closest_marker("xdist_group"):
                item.add_marker(pytest.mark.xdist_group(name))
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(autouse=True)
def own_logs() -> Iterator[None]:
    """Leave the logs as they were: a command and a service set their level and form for the whole process."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def world_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a store with the invented economy; tests only read it."""
    return world_at(f"sqlite:///{tmp_path_factory.mktemp('world')}/world.db")


def world_at(url: str) -> str:
    """Load the invented economy into the store of a URL, and return the URL."""
    with open_store(url) as store:
        load_world(store)
    return url


def load_world(store: GraphStore) -> None:
    """Load the invented economy into a store, as of its own day."""
    load_files(store, [WORLD], LoadOptions(loaded_at="2025-06-30T00:00:00"))
