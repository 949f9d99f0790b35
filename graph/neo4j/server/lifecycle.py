"""Start, stop and look at a local server."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock

from firmgraph.errors import StoreUnavailable
from firmgraph.graph.neo4j.server.config import ServerOptions, render_conf
from firmgraph.graph.neo4j.server.fetch import ensure_jars
from firmgraph.graph.neo4j.server.instance import DEFAULT_VERSION, Instance, ProcessRecord, versions
from firmgraph.graph.neo4j.server.java import Java, require_java
from firmgraph.graph.neo4j.server.ports import LOOPBACK, choose_ports
from firmgraph.graph.neo4j.server.process import find_process, server_command, set_initial_password, spawn, stop
from firmgraph.graph.neo4j.server.ready import USER, wait_until_ready
from firmgraph.graph.neo4j.server.release import release_line

Progress = Callable[[str], None]
STOP_SECONDS = 30.0


def say_nothing(_message: str) -> None:
    """Progress for callers that show none."""


@dataclass(frozen=True)
class ServerInfo:
    """A running local server: how to reach and enter it, and its process id and folder."""

    version: str
    url: str
    http_url: str
    user: str
    password: str = field(repr=False)
    pid: int
    home: Path

    @property
    def browser_url(self) -> str:
        """Address of Neo4j Browser with the connection form filled in."""
        return f"{self.http_url}/browser/?dbms={self.url.replace('bolt', 'neo4j', 1)}&db=neo4j"


@dataclass(frozen=True)
class ServerStatus:
    """Whether the local server of a version runs, and where its things are; addresses are None when it is down."""

    version: str
    running: bool
    home: Path
    password_file: Path
    log_file: Path
    pid: int | None = None
    url: str | None = None
    http_url: str | None = None
    browser_url: str | None = None


def up(
    version: str = DEFAULT_VERSION,
    home: Path | None = None,
    bolt_port: int | None = None,
    http_port: int | None = None,
    progress: Progress = say_nothing,
    options: ServerOptions | None = None,
) -> ServerInfo:
    """Start the local server of a version, or tell the one that is up already.

    Jars are fetched on first use. Ports left out are the usual ones, or free ones where those are taken. The server
    listens on 127.0.0.1 only and outlives the caller. MissingTool: no Java or Maven; StoreUnavailable: no start.
    """
    options = options or ServerOptions()
    instance = Instance.at(home, version)
    instance.make_folders()
    with FileLock(instance.lock_file):
        if info := describe(instance):
            refuse_wipe(instance, options)
            progress(f"Neo4j {version} is already up at {info.url}")
            return info
        java = require_java(version, release_line(version).java)
        lib = ensure_jars(options.jars or home, version, java, progress)
        ports = choose_ports(bolt_port, http_port)
        prepare(instance, java, lib, ports, options)
        return launch(instance, server_command(java, lib, instance, options), ports, progress, options)


def refuse_wipe(instance: Instance, options: ServerOptions) -> None:
    """StoreUnavailable when the data of a running server is to be wiped."""
    if options.fresh:
        raise StoreUnavailable(f"Neo4j {instance.version} is up; its data can be wiped only when it is down")


def prepare(instance: Instance, java: Java, lib: Path, ports: tuple[int, int], options: ServerOptions) -> None:
    """Write the settings and, on a data folder that was never started, the password."""
    if options.fresh:
        shutil.rmtree(instance.root / "data")
        instance.make_folders()
    conf = render_conf(release_line(instance.version), *ports, options)
    (instance.root / "conf" / "neo4j.conf").write_text(conf, encoding="utf-8")
    if not instance.has_data():
        set_initial_password(java, lib, instance)
    elif instance.password() is None:
        raise StoreUnavailable(
            f"{instance.password_file} is gone, but there is data; put it back or start with fresh data"
        )


def launch(
    instance: Instance, command: list[str], ports: tuple[int, int], progress: Progress, options: ServerOptions
) -> ServerInfo:
    """Start the process and wait for its answer; a server that does not answer is stopped again."""
    progress(f"starting Neo4j {instance.version}")
    process = spawn(command, instance)
    instance.keep_process(ProcessRecord(process.pid, *ports))
    try:
        wait_until_ready(process, ports[0], instance.keep_password(), instance.log_file, options.start_seconds)
    except BaseException:
        # Also when the caller is interrupted: nothing was acknowledged to anyone yet, so the hard end loses nothing.
        process.kill()
        process.wait()
        instance.process_file.unlink(missing_ok=True)
        raise
    info = describe(instance)
    if info is None:
        raise StoreUnavailable(f"Neo4j {instance.version} ended right after its start; see {instance.log_file}")
    progress(f"Neo4j {instance.version} is up at {info.url}")
    return info


def describe(instance: Instance) -> ServerInfo | None:
    """The running server of an instance, or None when it is down."""
    process, record, password = find_process(instance), instance.process_record(), instance.password()
    if process is None or record is None or password is None:
        return None
    return ServerInfo(
        version=instance.version,
        url=f"bolt://{LOOPBACK}:{record.bolt_port}",
        http_url=f"http://{LOOPBACK}:{record.http_port}",
        user=USER,
        password=password,
        pid=process.pid,
        home=instance.root,
    )


def running_server(home: Path | None = None, version: str | None = None) -> ServerInfo | None:
    """The running server of a version (default: of any, the default version first), or None."""
    wanted = [version] if version else versions(home)
    return next((info for name in wanted if (info := describe(Instance.at(home, name)))), None)


def status(home: Path | None = None, version: str | None = None) -> ServerStatus:
    """How the local server stands: the one of a version, else the running one, else the default version's."""
    info = running_server(home, version)
    instance = Instance.at(home, info.version if info else version or DEFAULT_VERSION)
    known = ServerStatus(instance.version, info is not None, instance.root, instance.password_file, instance.log_file)
    if info is None:
        return known
    return replace(known, pid=info.pid, url=info.url, http_url=info.http_url, browser_url=info.browser_url)


def down(home: Path | None = None, version: str | None = None, progress: Progress = say_nothing) -> list[str]:
    """Stop the server of a version, else every running one; the versions stopped.

    StoreUnavailable when one has not ended 30 s after SIGTERM; it is left running then.
    """
    stopped = []
    for name in [version] if version else versions(home):
        instance = Instance.at(home, name)
        process = find_process(instance)
        if process is None:
            continue
        progress(f"stopping Neo4j {name}")
        if not stop(process, STOP_SECONDS):
            raise StoreUnavailable(f"Neo4j {name} (process {process.pid}) has not ended after {STOP_SECONDS:.0f} s")
        instance.process_file.unlink(missing_ok=True)
        progress(f"Neo4j {name} is down")
        stopped.append(name)
    if not stopped:
        progress("Neo4j is not running")
    return stopped
