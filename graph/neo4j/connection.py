"""Connections to a Neo4j server: one driver for each process, its errors as our own."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from neo4j import READ_ACCESS, WRITE_ACCESS, Driver, GraphDatabase, Session
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    DatabaseError,
    DriverError,
    Neo4jError,
    ResultError,
    TransactionError,
    TransientError,
)

from firmgraph.errors import InvalidInput, StoreUnavailable
from firmgraph.graph.neo4j.server import running_server
from firmgraph.graph.neo4j.server.instance import versions
from firmgraph.settings import get_settings

DEFAULT_PORT = 7687
CONNECT_SECONDS = 10.0
ACQUIRE_SECONDS = 20.0
RETRY_SECONDS = 5.0
# A connection idle for longer is asked whether it lives before it is used: the server may have been started anew.
IDLE_SECONDS = 30.0
# What a server says of itself rather than of the question put to it.
_SERVER_SIDE = ("Neo.ClientError.Database.", "Neo.ClientError.Transaction.", "Neo.ClientError.General.")


def address_of(url: str) -> str:
    """Return HOST:PORT of a store URL, without user or password."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or DEFAULT_PORT
    except ValueError:
        host, port = None, 0
    if not host:
        raise InvalidInput("a Neo4j store URL is bolt://HOST:PORT or neo4j://HOST:PORT", field="store")
    return f"{host}:{port}"


def credentials(address: str) -> tuple[str, str]:
    """Return user and password: as set, else those of the local server at this address."""
    settings = get_settings()
    if settings.neo4j_password is not None:
        return settings.neo4j_user, settings.neo4j_password.get_secret_value()
    port = address.rpartition(":")[2]
    for version in versions(None):
        info = running_server(version=version)
        if info is not None and info.url.endswith(f":{port}"):
            return info.user, info.password
    raise StoreUnavailable(
        f"no password for {address}: set FIRMGRAPH_NEO4J_PASSWORD, or start a local server with `firmgraph neo4j up`",
        field="store",
    )


@contextmanager
def own_errors(address: str) -> Iterator[None]:
    """Turn the driver's errors into one line that says what is wrong with the store."""
    try:
        yield
    except AuthError as error:
        raise StoreUnavailable(
            f"{address} refuses this user or password: set FIRMGRAPH_NEO4J_USER and FIRMGRAPH_NEO4J_PASSWORD",
            field="store",
        ) from error
    except ConfigurationError as error:
        raise InvalidInput("a Neo4j store URL is bolt://HOST:PORT or neo4j://HOST:PORT", field="store") from error
    except (ResultError, TransactionError):
        raise
    except (DriverError, TransientError, DatabaseError) as error:
        raise StoreUnavailable(f"the store {address} does not answer: {_line(error)}", field="store") from error
    except ClientError as error:
        if not str(error.code).startswith(_SERVER_SIDE):
            raise
        raise StoreUnavailable(f"the store {address} does not answer: {_line(error)}", field="store") from error


def _line(error: DriverError | Neo4jError) -> str:
    told = error.message if isinstance(error, Neo4jError) else str(error)
    return (told or type(error).__name__).splitlines()[0]


class Connection:
    """Sessions on one database of one server; a process that was forked gets a driver of its own."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.address = address_of(url)
        self._database = get_settings().neo4j_database
        self._lock = threading.Lock()
        self._driver: Driver | None = None
        self._process = 0

    def driver(self) -> Driver:
        """Return this process's driver."""
        with self._lock:
            if self._driver is None or self._process != os.getpid():
                self._driver, self._process = self._open(), os.getpid()
            return self._driver

    def _open(self) -> Driver:
        return GraphDatabase.driver(
            self.url,
            auth=credentials(self.address),
            telemetry_disabled=True,
            connection_timeout=CONNECT_SECONDS,
            connection_acquisition_timeout=ACQUIRE_SECONDS,
            max_transaction_retry_time=RETRY_SECONDS,
            liveness_check_timeout=IDLE_SECONDS,
            notifications_min_severity="OFF",
        )

    @contextmanager
    def session(self, *, writing: bool = False) -> Iterator[Session]:
        """Open a session for reading only, or for writing."""
        with own_errors(self.address):
            mode = WRITE_ACCESS if writing else READ_ACCESS
            with self.driver().session(database=self._database, default_access_mode=mode, fetch_size=2000) as session:
                yield session

    def close(self) -> None:
        """Close the driver."""
        with self._lock:
            if self._driver is not None and self._process == os.getpid():
                self._driver.close()
            self._driver = None
