"""Waiting for a started server to answer over Bolt."""

import socket
import subprocess
import time
from pathlib import Path

from firmgraph.errors import StoreUnavailable
from firmgraph.graph.neo4j.server.ports import LOOPBACK

POLL_SECONDS = 0.2
USER = "neo4j"


def wait_until_ready(process: subprocess.Popen[bytes], port: int, password: str, log: Path, seconds: float) -> None:
    """Return once the server answers a login; StoreUnavailable when it ends, refuses the login or is too slow."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StoreUnavailable(f"Neo4j ended with code {process.returncode}: {last_error(log)}; see {log}")
        if listens(port) and answers(port, password):
            return
        time.sleep(POLL_SECONDS)
    raise StoreUnavailable(f"Neo4j did not answer within {seconds:.0f} s; see {log}")


def listens(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def answers(port: int, password: str) -> bool:
    """Whether the server lets the kept password in; StoreUnavailable when it refuses it."""
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    url = f"bolt://{LOOPBACK}:{port}"
    with GraphDatabase.driver(url, auth=(USER, password), telemetry_disabled=True, connection_timeout=5) as driver:
        try:
            driver.verify_connectivity()
        except AuthError as error:
            raise StoreUnavailable(
                "Neo4j refuses the kept password; write the right one into its password file"
            ) from error
        except (DriverError, Neo4jError):
            return False
    return True


def last_error(log: Path) -> str:
    """The last line of the console log that tells an error, without its time."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-200:]
    marked = [line.partition("ERROR")[2].strip() for line in lines if "ERROR" in line]
    return (marked or lines or ["no reason given"])[-1]
