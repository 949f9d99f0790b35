import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from firmgraph import doctor
from firmgraph.settings import get_settings


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A machine without any program or Java; the folder is the only one on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("FIRMGRAPH_NEO4J_HOME", str(tmp_path / "not" / "there"))
    monkeypatch.setattr(doctor, "installed", lambda: iter(()))
    get_settings.cache_clear()
    yield tmp_path
    get_settings.cache_clear()


def put_program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def found() -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.check()}


def test_a_bare_machine_has_only_python_sqlite_and_disk(bare_machine: Path) -> None:
    assert {name for name, check in found().items() if check.found} == {"Python", "SQLite with FTS5", "Disk space"}


def test_every_check_says_what_it_is_for_and_how_to_get_it(bare_machine: Path) -> None:
    for check in doctor.check():
        assert check.purpose
        assert check.remedy
        assert check.detail


def test_a_program_is_told_with_version_and_path(bare_machine: Path) -> None:
    put_program(bare_machine, "google-chrome", "echo 'Google Chrome 140.0'")
    assert found()["Chromium"].detail == f"Google Chrome 140.0 ({bare_machine}/google-chrome)"


def test_maven_is_read_through_its_colours(bare_machine: Path) -> None:
    put_program(bare_machine, "mvn", r"printf '\033[1mApache Maven 3.8.7\033[m\nMaven home: /x\n'")
    assert found()["Maven"].detail == f"3.8.7 ({bare_machine}/mvn)"


def test_a_program_that_fails_or_prints_nothing_is_not_found(bare_machine: Path) -> None:
    put_program(bare_machine, "npm", "exit 3")
    put_program(bare_machine, "psql", "exit 0")
    checks = found()
    assert not checks["npm"].found
    assert not checks["PostgreSQL client"].found


def test_a_program_that_hangs_is_not_found(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "PROBE_SECONDS", 0.2)
    put_program(bare_machine, "psql", "while :; do :; done")
    assert not found()["PostgreSQL client"].found


def test_fonts_are_counted_once_each(bare_machine: Path) -> None:
    put_program(bare_machine, "fc-list", "printf 'Noto Sans CJK SC\\nNoto Sans CJK SC\\nNoto Serif CJK SC\\n'")
    assert found()["Chinese font"].detail == "Noto Sans CJK SC (2 families)"


def test_fetched_versions_are_told(bare_machine: Path) -> None:
    lib = bare_machine / "not" / "there" / "5.26.31" / "lib"
    lib.mkdir(parents=True)
    assert not found()["Neo4j jars"].found
    (lib / "neo4j-5.26.31.jar").touch()
    assert found()["Neo4j jars"].detail.startswith("5.26.31 ")


def test_a_probe_that_breaks_does_not_break_the_report() -> None:
    def broken() -> str:
        raise RuntimeError("no such luck")

    check = doctor.examine(doctor.Subject("Thing", broken, "use", "remedy"))
    assert (check.found, check.detail) == (False, "could not be checked: no such luck")
