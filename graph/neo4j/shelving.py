"""Opens shelves: readers see no half-applied commit, and one writer works at a time.

Neo4j isolates by statement only (read committed). So every commit passes a gate that is opened before it and closed
after it; a reader waits while the gate is open, and a read during which it was opened is done again.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import Session, Transaction
from neo4j.exceptions import Neo4jError

from firmgraph.graph.neo4j.connection import Connection
from firmgraph.graph.neo4j.cypher import statement
from firmgraph.graph.neo4j.shelves import Neo4jShelves

LOCK_SECONDS = 120.0
READ_SECONDS = 600.0
WRITE_SECONDS = 600.0
# A commit takes well under a second; a gate open for longer was left so by a writer that died.
GATE_SECONDS = 5.0
_PAUSE = 0.02


class Disturbed(Exception):
    """A commit fell into a read; the read is to be done again."""


class Neo4jShelving:
    """Opens shelves, each on a transaction of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[Neo4jShelves]:
        """Read for the block; raise Disturbed at its end when a commit fell into it."""
        with self._connection.session() as session, session.begin_transaction(timeout=READ_SECONDS) as transaction:
            before = _passed_gate(transaction)
            yield Neo4jShelves(transaction)
            if _gate(transaction)[0] != before:
                raise Disturbed

    @contextmanager
    def writing(self) -> Iterator[Neo4jShelves]:
        """Hold the write lock for the block; commit at its end, undo everything when it fails."""
        with self._connection.session(writing=True) as session, self._locked(session) as transaction:
            shelves = Neo4jShelves(transaction)
            yield shelves
            if shelves.wrote:
                self._move_gate("gate_open")
                try:
                    transaction.commit()
                finally:
                    self._move_gate("gate_close")

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Keep writers waiting for the block."""
        with self._connection.session(writing=True) as session, self._locked(session):
            yield

    @contextmanager
    def _locked(self, session: Session) -> Iterator[Transaction]:
        """Begin a transaction that holds the write lock, waiting for other writers for at most LOCK_SECONDS."""
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            transaction = session.begin_transaction(timeout=LOCK_SECONDS + WRITE_SECONDS)
            try:
                ajar = transaction.run(statement("lock")).single(strict=True)["ajar"]
                break
            except Neo4jError as error:
                transaction.close()
                if not error.is_retryable() or time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE)
        with transaction:
            if ajar:
                self._move_gate("gate_close")
            yield transaction

    def _move_gate(self, name: str) -> None:
        with self._connection.session(writing=True) as session:
            session.execute_write(lambda transaction: transaction.run(statement(name)).consume())

    def close(self) -> None:
        """Close the driver."""
        self._connection.close()


def _gate(transaction: Transaction) -> tuple[int, int]:
    opened, closed = transaction.run(statement("gate")).single(strict=True)
    return opened, closed


def _passed_gate(transaction: Transaction) -> int:
    """Return how often the gate was opened, once it is closed."""
    deadline = time.monotonic() + GATE_SECONDS
    while True:
        opened, closed = _gate(transaction)
        if opened == closed or time.monotonic() > deadline:
            return opened
        time.sleep(_PAUSE)
