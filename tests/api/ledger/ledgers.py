"""A PostgreSQL server for the tests of the ledger: its own folder and socket, nothing on the network."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.requirements import require

_PROGRAMS = Path("/usr/lib/postgresql")
_USER = "postgres"


def _program(name: str) -> str:
    found = sorted(_PROGRAMS.glob(f"*/bin/{name}"))
    path = str(found[-1]) if found else shutil.which(name)
    return path or require("postgresql", "PostgreSQL is missing: apt-get install postgresql")


def _run(*command: str) -> None:
    # PostgreSQL refuses to run as root, and whoever else runs tests is no other user.
    own = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*own, *command], check=True, capture_output=True, timeout=60)


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a server and yield the URL of its database; it ends with the context."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="fgpg"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        data, options = str(folder / "data"), f"-c listen_addresses='' -k {folder} -c fsync=off"
        _run(initdb, "-D", data, "-U", "ledger", "-A", "trust", "-E", "UTF8", "--locale=C")
        _run(pg_ctl, "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql+psycopg://ledger@/postgres?host={folder}"
        finally:
            _run(pg_ctl, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
