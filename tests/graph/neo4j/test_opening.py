"""Opening a Neo4j store: what a wrong address, a refused login or a newer format says."""

import os

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import ClientError
from pydantic import SecretStr
from tests.graph.rows import code, record
from tests.graph.stores import wiped

from firmgraph.errors import InvalidInput, StoreUnavailable
from firmgraph.graph.neo4j.connection import Connection, address_of, credentials
from firmgraph.graph.neo4j.server import ServerInfo
from firmgraph.graph.neo4j.server.ports import choose_ports
from firmgraph.graph.neo4j.shelving import Neo4jShelving
from firmgraph.graph.store import open_store
from firmgraph.settings import Settings


def with_password(monkeypatch: pytest.MonkeyPatch, password: str | None) -> None:
    given = Settings(neo4j_password=SecretStr(password) if password else None, neo4j_home="/nonexistent")
    monkeypatch.setattr("firmgraph.graph.neo4j.connection.get_settings", lambda: given)
    monkeypatch.setattr("firmgraph.graph.neo4j.server.instance.get_settings", lambda: given)


@pytest.mark.parametrize("url", ["bolt://", "bolt://:7687", "bolt://host:port", "neo4j://[", "bolt://host:99999"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        open_store(url)


def test_the_address_is_told_without_the_login() -> None:
    assert address_of("bolt://user:secret@example.org") == "example.org:7687"


def test_no_server_and_no_password_are_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    port = choose_ports(None, None)[0]
    with_password(monkeypatch, None)
    with pytest.raises(StoreUnavailable, match="FIRMGRAPH_NEO4J_PASSWORD"):
        credentials(f"127.0.0.1:{port}")
    with_password(monkeypatch, "some password")
    with pytest.raises(StoreUnavailable, match=r"^the store 127\.0\.0\.1:\d+ does not answer: ") as told:
        open_store("bolt://127.0.0.1:1")
    assert "\n" not in told.value.detail


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_refused_login_is_told_in_one_line(neo4j_server: ServerInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    with_password(monkeypatch, "not the password")
    with pytest.raises(StoreUnavailable, match="refuses this user or password") as told:
        open_store(neo4j_server.url)
    assert "not the password" not in str(told.value)


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_store_of_a_newer_format_is_left_alone(neo4j_server: ServerInfo) -> None:
    wiped(neo4j_server).close()
    with GraphDatabase.driver(neo4j_server.url, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        try:
            driver.execute_query("MATCH (s:Store) SET s.format = 99", database_="neo4j")
            with pytest.raises(StoreUnavailable, match="newer firmgraph"):
                open_store(neo4j_server.url)
        finally:
            driver.execute_query("MATCH (s:Store) SET s.format = 1", database_="neo4j")


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_reading_cannot_write(neo4j_server: ServerInfo) -> None:
    wiped(neo4j_server).close()
    shelving = Neo4jShelving(Connection(neo4j_server.url))
    with pytest.raises(ClientError, match=r"(?i)access mode|read"), shelving.reading() as shelves:
        shelves.ask("CREATE (:Thing)", {})
    shelving.close()


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_gate_left_open_by_a_dead_writer_is_closed_by_the_next(
    neo4j_server: ServerInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("firmgraph.graph.neo4j.shelving.GATE_SECONDS", 0.2)
    with wiped(neo4j_server) as store, GraphDatabase.driver(
        neo4j_server.url, auth=(neo4j_server.user, neo4j_server.password)
    ) as driver:  # fmt: skip
        driver.execute_query("MATCH (g:Gate) SET g.opened = g.opened + 1", database_="neo4j")
        assert store.status().version == 0
        store.append([record("registration", uscc=code(1), name="澜州市青禾软件有限公司")])
        rows = driver.execute_query("MATCH (g:Gate) RETURN g.opened = g.closed AS shut", database_="neo4j").records
        assert rows[0]["shut"]


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_forked_process_gets_a_driver_of_its_own(neo4j_server: ServerInfo) -> None:
    connection = Connection(neo4j_server.url)
    ours = connection.driver()
    assert connection.driver() is ours
    connection._process = os.getpid() + 1
    assert connection.driver() is not ours
    connection.close()
    ours.close()
