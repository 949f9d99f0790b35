"""What differs between the release lines of Neo4j: Java, main class, extra settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from firmgraph.errors import InvalidInput

VERSION_FORM = re.compile(r"\d+\.\d+\.\d+", re.ASCII)


@dataclass(frozen=True)
class ReleaseLine:
    """One line of Neo4j releases: the first and last major number, the Java majors it runs on and how it starts."""

    first: int
    last: int
    java: tuple[int, ...]
    main_class: str
    settings: Mapping[str, str] = field(default_factory=dict)


LINES = (
    ReleaseLine(5, 5, (17, 21), "org.neo4j.server.CommunityEntryPoint"),
    ReleaseLine(
        2026, 9999, (21, 25), "org.neo4j.server.Neo4jCommunity", settings={"dbms.fleet_manager.enabled": "false"}
    ),
)


def version_numbers(version: str) -> tuple[int, ...]:
    """The three numbers of a version, by which versions are ordered; empty when the text is no version."""
    return tuple(int(part) for part in version.split(".")) if VERSION_FORM.fullmatch(version) else ()


def find_line(version: str) -> ReleaseLine | None:
    """The line a version such as 5.26.31 or 2026.09.0 belongs to, or None."""
    major = next(iter(version_numbers(version)), None)
    return next((line for line in LINES if major is not None and line.first <= major <= line.last), None)


def release_line(version: str) -> ReleaseLine:
    """The line a version belongs to; InvalidInput for a version that cannot be run."""
    line = find_line(version)
    if line is None:
        raise InvalidInput("the Neo4j version is of the form 5.26.31 or 2026.09.0 (2026 or later)", field="version")
    return line
