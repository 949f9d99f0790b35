"""Every test of the ledger runs on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.api.ledger.ledgers import postgresql

from firmgraph.api.ledger.ledger import Ledger

MakeLedger = Callable[..., Ledger]
_NUMBER = count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server's own database."""
    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    server: str = request.getfixturevalue("server")
    name = f"ledger{next(_NUMBER)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def make_ledger(ledger_url: str) -> Iterator[MakeLedger]:
    """Opens ledgers over one database and closes them after the test."""
    opened: list[Ledger] = []

    def make(key: bytes = b"") -> Ledger:
        opened.append(Ledger(ledger_url, key))
        return opened[-1]

    yield make
    for one in opened:
        one.close()
