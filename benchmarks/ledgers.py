"""A ledger of 100,000 entries on SQLite and on PostgreSQL: written, verified, and tampered with in every way."""

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text

from firmgraph.api.ledger.ledger import Ledger, Note

ENTRIES, AT_ONCE, ROUNDS = 100_000, 1000, 3
TAMPERINGS: Mapping[str, Sequence[str]] = {
    "flipped": ["UPDATE ledger_entries SET content = :flipped WHERE seq = {n}"],
    "deleted": ["DELETE FROM ledger_entries WHERE seq = {n}"],
    "inserted": [
        "UPDATE ledger_entries SET seq = -seq - 1 WHERE seq > {n}",
        "INSERT INTO ledger_entries SELECT {n} + 1, kind, id, subject, made_at, content, digest "
        "FROM ledger_entries WHERE seq = {n}",
        "UPDATE ledger_entries SET seq = -seq WHERE seq < 0",
    ],
    "reordered": [
        "UPDATE ledger_entries SET seq = 0 WHERE seq = {n}",
        "UPDATE ledger_entries SET seq = {n} WHERE seq = {n} + 1",
        "UPDATE ledger_entries SET seq = {n} + 1 WHERE seq = 0",
    ],
}


@dataclass(frozen=True, slots=True)
class Databases:
    """The URL of an empty database, and what copies it under another name while nobody has it open."""

    url: str
    copy: Callable[[str], str]


@contextmanager
def on_sqlite() -> Iterator[Databases]:
    """Keep databases in files of a folder for the block."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"

        def copy(name: str) -> str:
            with create_engine(f"sqlite:///{path}").connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            path.with_name(f"{name}.db").write_bytes(path.read_bytes())
            return f"sqlite:///{folder}/{name}.db"

        yield Databases(f"sqlite:///{path}", copy)


@contextmanager
def on_postgresql() -> Iterator[Databases]:
    """Keep a PostgreSQL server, reached by a socket alone, for the block."""
    from tests.api.ledger.ledgers import postgresql

    with postgresql() as server:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")

        def created(name: str, template: str) -> str:
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
            return server.replace("/postgres?", f"/{name}?")

        yield Databases(created("ledger", "template0"), lambda name: created(name, "ledger"))
        engine.dispose()


def body(number: int) -> dict[str, Any]:
    """Return a small decision, unlike every other."""
    offers = [{"product_id": f"P{place}", "amount": str(number * 1000 + place), "score": "0.9"} for place in range(6)]
    return {"request": {"terms": {"amount": str(number)}}, "offers": offers}


def measured(databases: Databases, entries: int = ENTRIES) -> Mapping[str, Any]:
    """Return how fast entries are written and verified, and in how many of the tampered ledgers the fault is found."""
    kept = Ledger(databases.url)
    begun = time.perf_counter()
    for first in range(0, entries, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, entries))
        kept.append([Note("decision", f"dec:{number}", f"ent:{number % 997}", body(number)) for number in numbers])
    written = time.perf_counter() - begun
    verified = min(_verified(kept, entries) for _ in range(ROUNDS))
    kept.close()
    found = sum(_found(databases, name, entries) for name in TAMPERINGS)
    return {
        "entries": entries,
        "entries written a second": round(entries / written),
        "entries verified a second": round(entries / verified),
        "tamperings found": f"{found} of {len(TAMPERINGS)}",
        "goal": "at least 100,000 verified a second; every flipped, deleted, inserted or reordered entry found",
    }


def _verified(kept: Ledger, entries: int) -> float:
    begun = time.perf_counter()
    if kept.verify() != (entries, None):
        raise AssertionError("a ledger nobody touched is not whole")
    return time.perf_counter() - begun


def _found(databases: Databases, name: str, entries: int) -> bool:
    """Tell whether the fault is found at the very entry that is tampered with, in a copy of a ledger."""
    place = random.Random(name).randrange(2, entries - 1)
    url = databases.copy(name)
    engine = create_engine(url)
    with engine.begin() as connection:
        tamper(connection, name, place)
    engine.dispose()
    tampered = Ledger(url)
    _, fault = tampered.verify()
    tampered.close()
    return fault is not None and fault.seq in (place, place + 1)


def tamper(connection: Connection, name: str, place: int) -> None:
    """Tamper with the entry at a place in a way of the table."""
    asked = text("SELECT content FROM ledger_entries WHERE seq = :place")
    content = bytes(connection.execute(asked, {"place": place}).scalar_one())
    flipped = content[:-1] + bytes([content[-1] ^ 1])
    for statement in TAMPERINGS[name]:
        told = {"flipped": flipped} if ":flipped" in statement else {}
        connection.execute(text(statement.format(n=place)), told)


def run(entries: int = ENTRIES) -> Mapping[str, Mapping[str, Any]]:
    """Return the figures of a ledger on either database."""
    found = {}
    for name, place in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        with place() as databases:
            found[f"The ledger, {name}"] = measured(databases, entries)
    return found
