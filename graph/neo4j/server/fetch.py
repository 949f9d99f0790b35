"""The server's jars, fetched once through Maven and shared by all processes."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from firmgraph.errors import MissingTool
from firmgraph.graph.neo4j.server.instance import jars_ready, lib_folder
from firmgraph.graph.neo4j.server.java import Java

POM = Path(__file__).parents[1] / "pom.xml"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
FETCH_SECONDS = 1200.0
MAVEN_HINT = "install it, for example `apt-get install maven`"


def ensure_jars(home: Path | None, version: str, java: Java, progress: Callable[[str], None]) -> Path:
    """Folder of the jars of a version, fetched now if they are not there; two processes never fetch at once."""
    lib = lib_folder(home, version)
    if jars_ready(home, version):
        return lib
    maven = shutil.which("mvn")
    if maven is None:
        raise MissingTool(f"fetching Neo4j {version} needs Maven (`mvn` is not on PATH); {MAVEN_HINT}")
    lib.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(lib.parent / "fetch.lock"):
        if not jars_ready(home, version):
            fetch(maven, lib, java, progress)
    return lib


def fetch(maven: str, lib: Path, java: Java, progress: Callable[[str], None]) -> None:
    """Copy the jars of version `lib.parent.name` beside `lib`, then rename, so that `lib` is whole or absent."""
    version = lib.parent.name
    for leftover in lib.parent.glob("fetch-*/"):
        shutil.rmtree(leftover, ignore_errors=True)
    progress(f"fetching Neo4j {version} through Maven (about 150 MB, once)")
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=lib.parent) as folder:
        draft = Path(folder) / "lib"
        command = [maven, "-B", "-C", "-f", str(POM), COPY_GOAL, "-DincludeScope=runtime"]
        command += [f"-Dneo4j.version={version}", f"-DoutputDirectory={draft}"]
        run_maven(command, Path(folder) / "maven.log", java, progress)
        if not (draft / f"neo4j-{version}.jar").is_file():
            raise MissingTool(f"Maven ended without the jar of Neo4j {version}; is the version published?")
        shutil.rmtree(lib, ignore_errors=True)
        draft.rename(lib)
    count = sum(1 for _ in lib.glob("*.jar"))
    progress(f"fetched {count} jars in {time.monotonic() - started:.0f} s")


def run_maven(command: list[str], log: Path, java: Java, progress: Callable[[str], None]) -> None:
    """Run Maven to its end, telling how many files have come; MissingTool with Maven's own reason when it fails."""
    deadline = time.monotonic() + FETCH_SECONDS
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=maven_environment(java)
        )
        try:
            watch(process, log, deadline, progress)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if process.returncode:
        raise MissingTool(f"Maven could not fetch the jars of Neo4j: {failure_reason(log)}")


def watch(process: subprocess.Popen[bytes], log: Path, deadline: float, progress: Callable[[str], None]) -> None:
    """Wait for Maven, telling every few seconds how many jars have come; returns at its end or at the deadline."""
    told = 0
    while time.monotonic() < deadline:
        try:
            process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            count = downloaded_jars(log)
            if count > told:
                progress(f"{count} jars downloaded")
                told = count
        else:
            return


def downloaded_jars(log: Path) -> int:
    """How many jars Maven says it has downloaded."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return sum(1 for line in lines if "Downloaded from" in line and ".jar " in line)


def failure_reason(log: Path) -> str:
    """The first error line Maven wrote, or that it ran out of time."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    told = next((line for line in lines if "ERROR" in line), f"no end after {FETCH_SECONDS:.0f} s")
    return told.removeprefix("[ERROR] ").partition(" -> [Help")[0]


def maven_environment(java: Java) -> dict[str, str]:
    """The environment for Maven; the chosen Java serves where the machine names no other."""
    environment = dict(os.environ)
    if "JAVA_HOME" not in environment and shutil.which("java") is None:
        environment["JAVA_HOME"] = str(java.path.parent.parent)
    return environment
