"""The stores the contract suite runs over, each empty at the beginning of a test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.requirements import require

from firmgraph.errors import MissingTool
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.neo4j.server import DEFAULT_VERSION, ServerInfo, ServerOptions, default_home, down, up
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.settings import get_settings

ON_NEO4J = (pytest.mark.neo4j, pytest.mark.xdist_group("neo4j"))
KINDS_OF_STORE = ("embedded", pytest.param("neo4j", marks=ON_NEO4J))
WIPE = (
    "MATCH (n) WHERE NOT n:Store AND NOT n:Gate DETACH DELETE n",
    "MATCH (s:Store) SET s.version = 0 REMOVE s.loaded_at",
)
Empty = Callable[[], GraphStore]


def state(store: GraphStore) -> list[Node | Relation]:
    """Return the whole graph as it holds today."""
    return list(store.stream())


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerInfo]:
    """A Neo4j server for the test session, of the version FIRMGRAPH_TEST_NEO4J names."""
    version = os.environ.get("FIRMGRAPH_TEST_NEO4J", DEFAULT_VERSION)
    home = tmp_path_factory.mktemp("neo4j")
    options = ServerOptions(heap_initial="512m", heap_max="1g", page_cache="128m", jars=default_home())
    try:
        info = up(version, home, options=options)
    except MissingTool as error:
        require("neo4j", error.detail)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIRMGRAPH_NEO4J_PASSWORD", info.password)
        get_settings.cache_clear()
        yield info
    get_settings.cache_clear()
    down(home)


def wiped(info: ServerInfo) -> GraphStore:
    """Return an empty store on a server; the schema stays from test to test."""
    from neo4j import GraphDatabase

    store = open_store(info.url)
    with GraphDatabase.driver(info.url, auth=(info.user, info.password), telemetry_disabled=True) as driver:
        for text in WIPE:
            driver.execute_query(text, database_="neo4j")
    return store


@pytest.fixture
def opened() -> Iterator[list[GraphStore]]:
    """The stores a test opened, closed at its end."""
    stores: list[GraphStore] = []
    yield stores
    for store in stores:
        store.close()


@pytest.fixture(params=KINDS_OF_STORE)
def empty(request: pytest.FixtureRequest, tmp_path: Path, opened: list[GraphStore]) -> Empty:
    """Give an empty store at each call; on Neo4j that empties the one given before."""

    def embedded() -> GraphStore:
        return open_store(f"sqlite:///{tmp_path}/{len(opened)}.db")

    if request.param == "embedded":
        make: Empty = embedded
    else:
        info: ServerInfo = request.getfixturevalue("neo4j_server")

        def make() -> GraphStore:
            return wiped(info)

    def given() -> GraphStore:
        opened.append(make())
        return opened[-1]

    return given


@pytest.fixture
def store(empty: Empty) -> GraphStore:
    """An empty store."""
    return empty()


@pytest.fixture(params=[pytest.param("", marks=ON_NEO4J)])
def twins(neo4j_server: ServerInfo, tmp_path: Path, opened: list[GraphStore]) -> tuple[GraphStore, GraphStore]:
    """An empty embedded store and an empty one on Neo4j."""
    opened.extend((open_store(f"sqlite:///{tmp_path}/twin.db"), wiped(neo4j_server)))
    return opened[0], opened[1]
