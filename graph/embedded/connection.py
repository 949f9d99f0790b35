"""Connections to the SQLite file: write-ahead log, one connection a thread, foreign errors as our own."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from firmgraph.errors import InvalidInput, StoreUnavailable

BUSY_SECONDS = 120
FORMAT = 2
_SCHEMA = Path(__file__).parent / "schema.sql"


def path_of(url: str) -> Path:
    """Return the file a `sqlite:///FILE` URL names."""
    name = unquote(url.removeprefix("sqlite:///"))
    if not name or "\0" in name:
        raise InvalidInput("a store URL names a file: sqlite:///FILE", field="store")
    return Path(name).expanduser()


@contextmanager
def own_errors(path: Path) -> Iterator[None]:
    """Turn errors of SQLite into one line that says what is wrong with the store."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(f"the store {path.name} does not answer: {error}", field="store") from error
    except OSError as error:
        raise StoreUnavailable(f"the store {path.name} cannot be opened: {error.strerror}", field="store") from error


class Connections:
    """One SQLite connection for each thread that asks for one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._all: list[sqlite3.Connection] = []
        with own_errors(path):
            if path.is_dir():
                raise StoreUnavailable(f"the store {path.name} is a directory, not a file", field="store")
            path.parent.mkdir(parents=True, exist_ok=True)
            self._create(self.get())

    def _create(self, connection: sqlite3.Connection) -> None:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found > FORMAT:
            raise StoreUnavailable(
                f"the store {self.path.name} was written by a newer firmgraph (format {found})", field="store"
            )
        if found == FORMAT:
            return
        connection.execute("PRAGMA journal_mode = WAL")
        with self.transaction(connection):
            for statement in _SCHEMA.read_text(encoding="utf-8").split(";\n"):
                if statement.strip():
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {FORMAT}")

    def get(self) -> sqlite3.Connection:
        """Return this thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            for pragma in ("synchronous = FULL", "cache_size = -32768", "temp_store = MEMORY"):
                found.execute(f"PRAGMA {pragma}")
            self._local.connection = found
            with self._lock:
                self._all.append(found)
        return found

    @contextmanager
    def transaction(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Hold the write lock for the block; commit at its end, undo everything when it fails."""
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Read one unchanging state of the store for the block."""
        connection = self.get()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()
