"""The Java process of a server: its command line, start, recognition and end."""

import os
import subprocess
from pathlib import Path

import psutil

from firmgraph.errors import StoreUnavailable
from firmgraph.graph.neo4j.server.config import ServerOptions
from firmgraph.graph.neo4j.server.instance import Instance
from firmgraph.graph.neo4j.server.java import Java
from firmgraph.graph.neo4j.server.release import release_line

MODULE_FLAGS = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)
RUNTIME_FLAGS = (
    "-XX:+UseG1GC",
    "-XX:-OmitStackTraceInFastThrow",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dio.netty.leakDetection.level=DISABLED",
    "-Djdk.nio.maxCachedBufferSize=1024",
    "-Dlog4j2.disable.jmx=true",
    "-Dlog4j.layout.jsonTemplate.maxStringLength=32768",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF-8",
)


def home_argument(instance: Instance) -> str:
    """The argument that tells one server's process from all others."""
    return f"--home-dir={instance.root}"


def server_command(java: Java, lib: Path, instance: Instance, options: ServerOptions) -> list[str]:
    """Command line of the server."""
    root = instance.root
    class_path = os.pathsep.join((f"{root / 'plugins'}/*", f"{root / 'conf'}/*", f"{lib}/*"))
    memory = (f"-Xms{options.heap_initial}", f"-Xmx{options.heap_max}")
    main = release_line(instance.version).main_class
    arguments = (home_argument(instance), f"--config-dir={root / 'conf'}", "--console-mode")
    return [str(java.path), "-cp", class_path, *memory, *RUNTIME_FLAGS, *MODULE_FLAGS, main, *arguments]


def set_initial_password(java: Java, lib: Path, instance: Instance) -> None:
    """Give a data folder that was never started the kept password; StoreUnavailable when the tool refuses."""
    instance.keep_password()
    (instance.root / "data" / "dbms" / "auth.ini").unlink(missing_ok=True)
    # The tool reads the password from its file (@FILE), so that it never stands in the list of processes.
    words = ["dbms", "set-initial-password", f"@{instance.password_file}"]
    command = [str(java.path), "-cp", f"{lib}/*", *MODULE_FLAGS, "org.neo4j.cli.AdminTool", *words]
    try:
        answer = subprocess.run(
            command, env=environment(instance), capture_output=True, text=True, timeout=120, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise StoreUnavailable("setting the password of the new Neo4j server took over 120 s") from error
    if answer.returncode:
        reason = (answer.stderr.strip() or answer.stdout.strip()).splitlines()[:1]
        raise StoreUnavailable(f"the new Neo4j server took no password: {''.join(reason)}")


def spawn(command: list[str], instance: Instance) -> subprocess.Popen[bytes]:
    """Start the server in its own session, so that it outlives the caller and its terminal."""
    with instance.log_file.open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=instance.root,
            env=environment(instance),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def environment(instance: Instance) -> dict[str, str]:
    """The caller's environment with Neo4j's own folders."""
    return {**os.environ, "NEO4J_HOME": str(instance.root), "NEO4J_CONF": str(instance.root / "conf")}


def find_process(instance: Instance) -> psutil.Process | None:
    """The live process of this server; None when it is down or its process id now belongs to another program."""
    record = instance.process_record()
    if record is None:
        return None
    try:
        process = psutil.Process(record.pid)
        return process if home_argument(instance) in process.cmdline() else None
    except (psutil.NoSuchProcess, psutil.AccessDenied, ValueError):
        return None


def stop(process: psutil.Process, seconds: float) -> bool:
    """Ask the process to end (SIGTERM) and wait; whether it ended in time."""
    try:
        process.terminate()
        process.wait(timeout=seconds)
    except psutil.NoSuchProcess:
        return True
    except psutil.TimeoutExpired:
        return False
    return True
