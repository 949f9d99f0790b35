"""The stores the contract suite runs over, each empty at the beginning of a test, and records to put into them."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.requirements import require

from firmgraph.errors import MissingTool
from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.neo4j.server import DEFAULT_VERSION, ServerInfo, ServerOptions, default_home, down, up
from firmgraph.graph.prepared import Heading, Prepared, prepare
from firmgraph.graph.records import KINDS
from firmgraph.graph.store import GraphStore, open_store
from firmgraph.graph.world.codes import credit_code, person_number
from firmgraph.settings import get_settings

ON_NEO4J = (pytest.mark.neo4j, pytest.mark.xdist_group("neo4j"))
KINDS_OF_STORE = ("embedded", pytest.param("neo4j", marks=ON_NEO4J))
WIPE = (
    "MATCH (n) WHERE NOT n:Store AND NOT n:Gate DETACH DELETE n",
    "MATCH (s:Store) SET s.version = 0 REMOVE s.loaded_at",
)
REGION = "990101"
Empty = Callable[[], GraphStore]


def code(number: int) -> str:
    """Return the code of the n-th firm of the tests."""
    return credit_code(number, REGION)


def person(number: int) -> str:
    """Return the identity number of the n-th person of the tests."""
    return person_number(number, REGION)


def record(kind: str, observed_at: str = "2024-01-01", /, **row: Any) -> Prepared:
    """Return a record of a kind, ready to be appended."""
    return prepare(kind, KINDS[kind].read(dict(row)), row, Heading("gsxt", observed_at))


def some_records() -> list[Prepared]:
    """Return a few records of several kinds around two firms."""
    return [
        record(
            "registration",
            uscc=code(1),
            name="澜州市青禾软件有限公司",
            region="990101",
            legal_rep="罗一",
            phone="10200000001",
        ),
        record(
            "registration",
            uscc=code(2),
            name="澜州市白石机械有限公司",
            region="990101",
            legal_rep="罗二",
            phone="10200000001",
        ),
        record("shareholding", enterprise=code(1), holder="罗一", ratio="51%", record_id="s1"),
        record("shareholding", enterprise=code(1), holder=code(2), ratio="49%", record_id="s2"),
        record("guarantee", guarantor=code(1), guaranteed=code(2), amount="100万元", contract_no="G1"),
        record("litigation", case_no="（2024）云99民初1号", party=code(1), role="plaintiff", amount="5万元"),
        record(
            "enforcement",
            party=code(2),
            enforcement="enforced",
            case_no="（2024）云99执1号",
            amount="20万元",
            filed="2024-01-05",
        ),
        record("invoice", invoice_no="1", seller=code(1), buyer=code(2), date="2024-01-10", amount="100"),
        record("invoice", invoice_no="2", seller=code(1), buyer=code(2), date="2024-01-20", amount="200"),
        record("product", product_id="P1", name="税易贷", amount_max="300万元", guarantee_types="unsecured"),
    ]


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
