import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import firmgraph
from firmgraph.errors import InvalidInput, MissingTool, StoreUnavailable
from firmgraph.graph.neo4j import server
from firmgraph.graph.neo4j.server import fetch, java, ports, process
from firmgraph.graph.neo4j.server.config import ServerOptions, render_conf
from firmgraph.graph.neo4j.server.instance import Instance, ProcessRecord, versions
from firmgraph.graph.neo4j.server.release import find_line, release_line

V5, V2026 = "5.26.31", "2026.09.0"
COMPOSE = Path(firmgraph.__file__).parents[2] / "compose.yaml"


def settings_of(conf: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in conf.splitlines())


@contextmanager
def listener() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ('openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', (17, "17.0.15")),
        ('java version "1.8.0_392"', (8, "8.0_392")),
        ('openjdk version "25" 2025-09-16', (25, "25")),
        ('openjdk version "26-ea" 2026-03-17', (26, "26-ea")),
        ('Picked up JAVA_TOOL_OPTIONS: -Dx\nopenjdk version "21.0.2" 2024-01-16 LTS', (21, "21.0.2")),
        ("command not found", None),
    ],
)
def test_java_version_is_read(output: str, expected: tuple[int, str] | None) -> None:
    assert java.parse_java_version(output) == expected


def test_java_that_fits_is_chosen_else_the_error_tells_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    javas = [java.Java(Path(f"/jdk{major}/bin/java"), major, str(major)) for major in (11, 17, 25)]
    monkeypatch.setattr(java, "installed", lambda: iter(javas))
    assert java.require_java(V5, release_line(V5).java).major == 17
    assert java.require_java(V2026, release_line(V2026).java).major == 25
    with pytest.raises(
        MissingTool, match=r"needs Java 21 or 23 \(found: 11 at /jdk11/bin/java, 17 .*apt-get install"
    ) as told:
        java.require_java("x", (21, 23))
    assert "\n" not in told.value.detail


def test_missing_maven_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingTool, match=r"needs Maven .*apt-get install maven"):
        fetch.ensure_jars(tmp_path, V5, java.Java(Path("/x/bin/java"), 17, "17"), print)


def test_failed_fetch_tells_mavens_reason_and_leaves_no_jars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maven = tmp_path / "mvn"
    maven.write_text("#!/bin/sh\necho '[INFO] x'\necho '[ERROR] cannot resolve org.neo4j'\nexit 1\n", encoding="utf-8")
    maven.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(MissingTool, match="cannot resolve org"):
        fetch.ensure_jars(tmp_path, V5, java.Java(Path("/x/bin/java"), 17, "17"), print)
    assert not server.jars_ready(tmp_path, V5)
    assert [path.name for path in (tmp_path / V5).iterdir() if path.is_dir()] == []


def test_conf_keeps_to_loopback_and_to_the_keys_of_its_line() -> None:
    conf5 = settings_of(render_conf(release_line(V5), 1111, 2222, ServerOptions()))
    conf2026 = settings_of(render_conf(release_line(V2026), 1111, 2222, ServerOptions()))
    assert conf5["server.bolt.listen_address"] == "127.0.0.1:1111"
    assert conf5["server.http.listen_address"] == "127.0.0.1:2222"
    assert conf5["server.default_listen_address"] == "127.0.0.1"
    assert conf5["dbms.security.auth_enabled"] == "true"
    assert conf2026.items() - conf5.items() == {("dbms.fleet_manager.enabled", "false")}
    assert conf5.items() <= conf2026.items()
    assert not [value for value in conf2026.values() if "${" in value]


def test_conf_takes_page_cache_and_browser_commands() -> None:
    options = ServerOptions(page_cache="1g", browser_commands="style http://localhost:8000/x.grass; guide y")
    conf = settings_of(render_conf(release_line(V5), 1, 2, options))
    assert conf["server.memory.pagecache.size"] == "1g"
    assert conf["browser.post_connect_cmd"] == "style http://localhost:8000/x.grass; guide y"


@pytest.mark.parametrize(
    "values",
    [
        {"heap_max": "1g\nx=y"},
        {"heap_initial": "lots"},
        {"page_cache": "0m"},
        {"browser_commands": "style a\ndbms.security.auth_enabled=false"},
    ],
)
def test_a_value_cannot_leave_its_line(values: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as told:
        ServerOptions(**values)  # type: ignore[arg-type]
    assert told.value.field == next(iter(values))


@given(st.text() | st.from_regex(r"\d{1,4}(\.\d+){0,3}\s?"))
def test_a_version_is_a_known_line_or_refused(text: str) -> None:
    line = find_line(text)
    if line is not None:
        major, *rest = (int(part) for part in text.split("."))
        assert line.first <= major <= line.last
        assert len(rest) == 2


@pytest.mark.parametrize("version", ["../../etc", "4.4.40", "2025.01.0", "5.26", "5.26.31/..", "5.26.31\n", ""])
def test_other_versions_are_refused(version: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        server.up(version, tmp_path)
    assert not list(tmp_path.iterdir())


def test_usual_ports_are_taken_when_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "is_free", lambda _port: True)
    assert ports.choose_ports(None, None) == (7687, 7474)
    assert ports.choose_ports(7474, None)[1] not in (7474, 0)


def test_a_taken_usual_port_is_replaced_and_a_taken_wanted_one_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with listener() as taken:
        monkeypatch.setattr(ports, "BOLT_PORT", taken)
        monkeypatch.setattr(ports, "HTTP_PORT", taken)
        bolt, http = ports.choose_ports(None, None)
        assert len({bolt, http, taken}) == 3
        assert ports.is_free(bolt)
        with pytest.raises(InvalidInput, match=f"port {taken} is taken"):
            ports.choose_ports(taken, None)
    with pytest.raises(InvalidInput, match="from 1 to 65535"):
        ports.choose_ports(None, 70_000)
    with pytest.raises(InvalidInput, match="is taken"):
        ports.choose_ports(bolt, bolt)


def test_a_process_id_of_another_program_is_not_our_server(tmp_path: Path) -> None:
    instance = Instance.at(tmp_path, V5)
    instance.make_folders()
    assert process.find_process(instance) is None
    instance.keep_process(ProcessRecord(os.getpid(), 1, 2))
    assert process.find_process(instance) is None
    assert server.down(tmp_path) == []
    assert not server.status(tmp_path).running


def test_the_process_with_our_home_is_our_server_until_it_ends(tmp_path: Path) -> None:
    instance = Instance.at(tmp_path, V5)
    instance.make_folders()
    instance.keep_password()
    sleep = "import time; print(flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", sleep, process.home_argument(instance)], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        child.stdout.readline()
        instance.keep_process(ProcessRecord(child.pid, 1234, 5678))
        info = server.running_server(tmp_path)
        assert info is not None
        assert (info.url, info.http_url, info.pid) == ("bolt://127.0.0.1:1234", "http://127.0.0.1:5678", child.pid)
        assert info.browser_url == "http://127.0.0.1:5678/browser/?dbms=neo4j://127.0.0.1:1234&db=neo4j"
        assert info.password not in repr(info)
        with pytest.raises(StoreUnavailable, match="only when it is down"):
            server.up(V5, tmp_path, options=ServerOptions(fresh=True))
        child.kill()
        time.sleep(0.2)  # the ended child stays in the process table until it is waited for
        assert server.running_server(tmp_path) is None


def test_a_process_that_ignores_the_signal_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = Instance.at(tmp_path, V5)
    instance.make_folders()
    monkeypatch.setattr("firmgraph.graph.neo4j.server.lifecycle.STOP_SECONDS", 0.3)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", deaf, process.home_argument(instance)], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        child.stdout.readline()
        instance.keep_process(ProcessRecord(child.pid, 1, 2))
        try:
            with pytest.raises(StoreUnavailable, match=f"process {child.pid}"):
                server.down(tmp_path)
        finally:
            child.kill()


def test_a_damaged_process_file_means_down(tmp_path: Path) -> None:
    instance = Instance.at(tmp_path, V5)
    instance.make_folders()
    for text in ("", "[]", '{"pid": 1}', '{"pid": -5, "bolt_port": 1, "http_port": 2}', "\x00"):
        instance.process_file.write_text(text, encoding="utf-8")
        assert server.running_server(tmp_path) is None


def test_the_password_is_made_once_and_private(tmp_path: Path) -> None:
    instance = Instance.at(tmp_path, V5)
    instance.make_folders()
    assert server.read_password(tmp_path) is None
    password = instance.keep_password()
    assert instance.keep_password() == password == server.read_password(tmp_path)
    assert len(password) >= 24
    assert instance.password_file.stat().st_mode & 0o777 == 0o600


def test_versions_come_default_first_then_newest(tmp_path: Path) -> None:
    for name in ("5.26.9", "2026.09.0", V5, "2026.10.0", "notes"):
        (tmp_path / name / "run").mkdir(parents=True)
    assert versions(tmp_path) == [V5, "2026.10.0", "2026.09.0", "5.26.9"]


def test_compose_publishes_on_loopback_only_and_needs_a_password() -> None:
    service = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]["neo4j"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["environment"]["NEO4J_AUTH"].startswith("neo4j/${FIRMGRAPH_NEO4J_PASSWORD:?")
    assert service["healthcheck"]["test"]
