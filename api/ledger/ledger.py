"""The ledger of one service: append an entry to the chain, read entries again, verify the whole chain."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from firmgraph.api.ledger.chain import FIRST, Entry, Fault, Head, digest_of, seal_of, verify
from firmgraph.api.ledger.tables import ENTRIES, HEAD, METADATA
from firmgraph.errors import InvalidInput, StoreUnavailable
from firmgraph.profiling.canonical import canonical_json

_BUSY_SECONDS = 30
_LEVEL = 6
_AT_ONCE = 5000
_WRITES = {"firmgraph_writes": True}
_LOCK = 0x66697267  # a number of our own among PostgreSQL's advisory locks


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be entered: its kind, its id, the firm it is about, and its body."""

    kind: str
    id: str
    subject: str
    body: dict[str, Any]


class Ledger:
    """An append-only ledger over a database; threads and processes may share the database."""

    def __init__(self, url: str, key: bytes = b"") -> None:
        """Open the ledger at a SQLAlchemy URL, making its tables where there are none; `key` makes digests HMACs.

        Raises InvalidInput for a URL of no database there is a driver for, StoreUnavailable where it does not answer.
        """
        self.key = key
        try:
            self._engine = _engine(url)
            METADATA.create_all(self._engine)
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            raise InvalidInput("the ledger's URL names no database there is a driver for", field="ledger") from error
        except SQLAlchemyError as error:
            raise StoreUnavailable("the ledger could not be opened", field="ledger") from error

    def append(self, notes: Sequence[Note], made_at: str | None = None) -> list[Entry]:
        """Enter some notes, all or none; their entries follow each other whatever else is entered at the same time."""
        stamp = made_at or datetime.now(UTC).isoformat(timespec="microseconds")
        with self._writing() as connection:
            head = _head(connection)
            count, previous = (head.count, head.digest) if head else (0, FIRST)
            entries: list[Entry] = []
            for seq, note in enumerate(notes, count + 1):
                told, content = (seq, note.kind, note.id, note.subject, stamp), packed(note.body)
                previous = digest_of(self.key, previous, told, content)
                entries.append(Entry(*told, content, previous))
            self._write(connection, entries, head)
        return entries

    def _write(self, connection: Connection, entries: Sequence[Entry], head: Head | None) -> None:
        if not entries:
            return
        rows = [{column.name: getattr(entry, column.name) for column in ENTRIES.columns} for entry in entries]
        connection.execute(insert(ENTRIES), rows)
        last = entries[-1]
        new = {"count": last.seq, "digest": last.digest, "seal": seal_of(self.key, last.seq, last.digest)}
        connection.execute(update(HEAD).values(new) if head else insert(HEAD).values(one=1, **new))

    def read(self, entry_id: str, kind: str | None = None) -> Entry | None:
        """Return the first entry of an id, of a kind if one is given; None where there is none."""
        asked = select(ENTRIES).where(ENTRIES.c.id == entry_id).order_by(ENTRIES.c.seq).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(asked if kind is None else asked.where(ENTRIES.c.kind == kind)).first()
        return None if row is None else Entry(*row)

    def about(self, subject: str) -> list[Entry]:
        """Return all entries about a firm, in order."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(ENTRIES).where(ENTRIES.c.subject == subject).order_by(ENTRIES.c.seq))
            return [Entry(*row) for row in rows]

    def entries(self) -> Iterator[Entry]:
        """Yield all entries in order, without holding them."""
        with self._engine.connect() as connection:
            yield from _entries(connection)

    def verify(self) -> tuple[int, Fault | None]:
        """Return how many entries the head tells of, and the first fault of the chain; None for a whole one."""
        postgresql = self._engine.dialect.name == "postgresql"
        engine = self._engine.execution_options(isolation_level="REPEATABLE READ") if postgresql else self._engine
        with engine.connect() as connection:
            head = _head(connection)
            return head.count if head else 0, verify(self.key, _entries(connection), head)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """One writer at a time: SQLite locks the file as the transaction begins, PostgreSQL a number of ours."""
        try:
            with self._engine.execution_options(**_WRITES).begin() as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
                yield connection
        except SQLAlchemyError as error:
            raise StoreUnavailable("the ledger could not be written", field="ledger") from error


def packed(body: dict[str, Any]) -> bytes:
    """Return a body as an entry stores it: canonical JSON, compressed."""
    return zlib.compress(canonical_json(body).encode(), _LEVEL)


def unpacked(content: bytes) -> dict[str, Any]:
    """Return the body that an entry stores."""
    body: dict[str, Any] = orjson.loads(zlib.decompress(content))
    return body


def _entries(connection: Connection) -> Iterator[Entry]:
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(ENTRIES).order_by(ENTRIES.c.seq))
    for part in rows.partitions():
        yield from map(Entry._make, part)


def _head(connection: Connection) -> Head | None:
    row = connection.execute(select(HEAD.c["count"], HEAD.c.digest, HEAD.c.seal)).first()
    return None if row is None else Head(*row)


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions of its own: a deferred one could not take the lock to write later.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("firmgraph_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
