"""The Java installations of this machine, and the one a server can run on."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from firmgraph.errors import MissingTool

VERSION_LINE = re.compile(r'version "(?:1\.)?(\d+)([^"]*)"')
INSTALL_FOLDERS = (
    ("/usr/lib/jvm", "*/bin/java"),
    ("/Library/Java/JavaVirtualMachines", "*/Contents/Home/bin/java"),
)


@dataclass(frozen=True)
class Java:
    """A `java` program and its version."""

    path: Path
    major: int
    version: str


def parse_java_version(output: str) -> tuple[int, str] | None:
    """Major number and full version told by `java -version`, or None when the text names none."""
    match = VERSION_LINE.search(output)
    return (int(match[1]), match[1] + match[2]) if match else None


def candidates() -> Iterator[Path]:
    """Places where `java` may be: JAVA_HOME, PATH, then the usual folders of the operating system."""
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home) / "bin" / "java"
    if found := shutil.which("java"):
        yield Path(found)
    for folder, pattern in INSTALL_FOLDERS:
        yield from sorted(Path(folder).glob(pattern))


def probe(path: Path) -> Java | None:
    """The Java at a path, or None when it does not run."""
    try:
        answer = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    parsed = parse_java_version(answer.stderr + answer.stdout)
    return Java(path, *parsed) if parsed else None


def installed() -> Iterator[Java]:
    """Every Java found, each once, in the order of `candidates`."""
    seen: set[Path] = set()
    for candidate in candidates():
        real = candidate.resolve()
        if real in seen or not real.is_file():
            continue
        seen.add(real)
        if java := probe(real):
            yield java


def choose(javas: Iterable[Java], majors: tuple[int, ...]) -> Java | None:
    """The first Java whose major number is one of `majors`."""
    return next((java for java in javas if java.major in majors), None)


def require_java(version: str, majors: tuple[int, ...]) -> Java:
    """A Java that runs this Neo4j version; MissingTool names what was found and how to get one."""
    found = list(installed())
    if java := choose(found, majors):
        return java
    has = ", ".join(f"{java.major} at {java.path}" for java in found) or "none"
    wanted = " or ".join(str(major) for major in majors)
    raise MissingTool(f"Neo4j {version} needs Java {wanted} (found: {has}); {install_hint(majors)}")


def install_hint(majors: tuple[int, ...]) -> str:
    """How to get a Java of one of these majors, in one clause."""
    return (
        f"install one, for example `apt-get install openjdk-{majors[0]}-jre-headless` or Eclipse Temurin {majors[-1]}, "
        "or point JAVA_HOME to it"
    )
