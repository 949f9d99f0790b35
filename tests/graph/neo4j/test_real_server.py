"""A real server, started from its jars; needs Java, and Maven where the jars are not fetched yet."""

import os
import signal
from pathlib import Path

import psutil
import pytest
from tests.requirements import require

from firmgraph.errors import FirmgraphError, MissingTool
from firmgraph.graph.neo4j import server
from firmgraph.graph.neo4j.server import fetch, java
from firmgraph.graph.neo4j.server.config import ServerOptions, render_conf
from firmgraph.graph.neo4j.server.release import release_line

V5 = server.DEFAULT_VERSION


def usable_jars() -> ServerOptions:
    """Options that share the jars of the set home, fetched now if they are not there."""
    try:
        fetch.ensure_jars(None, V5, java.require_java(V5, release_line(V5).java), print)
    except MissingTool as error:
        require("neo4j", error.detail)
    return ServerOptions(heap_initial="256m", heap_max="512m", page_cache="64m", jars=server.default_home())


def listening_addresses(pid: int) -> set[str]:
    return {
        c.laddr.ip.removeprefix("::ffff:") for c in psutil.Process(pid).net_connections("inet") if c.status == "LISTEN"
    }


def count_nodes(info: server.ServerInfo, create: int) -> int:
    from neo4j import GraphDatabase

    with GraphDatabase.driver(info.url, auth=(info.user, info.password), telemetry_disabled=True) as driver:
        driver.execute_query("UNWIND range(1, $n) AS i CREATE (:Thing {n: i})", n=create, database_="neo4j")
        return int(driver.execute_query("MATCH (t:Thing) RETURN count(t) AS n", database_="neo4j").records[0]["n"])


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_real_server_starts_on_loopback_survives_a_kill_and_goes_down(tmp_path: Path) -> None:
    options = usable_jars()
    said: list[str] = []
    try:
        first = server.up(V5, tmp_path, progress=said.append, options=options)
        assert os.getsid(first.pid) != os.getsid(0)
        assert listening_addresses(first.pid) == {"127.0.0.1"}
        assert server.up(V5, tmp_path, progress=said.append, options=options) == first
        assert said[-1].endswith(f"is already up at {first.url}")
        assert count_nodes(first, create=7) == 7

        os.kill(first.pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(first.pid)], timeout=10)
        assert not server.status(tmp_path).running

        again = server.up(V5, tmp_path, options=options)
        assert again.pid != first.pid
        assert count_nodes(again, create=0) == 7
        assert server.status(tmp_path).password_file.read_text(encoding="utf-8") == again.password
    finally:
        stopped = server.down(tmp_path)
    assert stopped == [V5]
    assert not server.status(tmp_path).running


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_setting_the_server_does_not_know_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = usable_jars()
    monkeypatch.setattr(
        "firmgraph.graph.neo4j.server.lifecycle.render_conf", lambda *given: render_conf(*given) + "no.such.key=1\n"
    )
    with pytest.raises(FirmgraphError, match=r"no\.such\.key") as told:
        server.up(V5, tmp_path, options=options)
    assert "\n" not in told.value.detail
    assert server.running_server(tmp_path) is None
