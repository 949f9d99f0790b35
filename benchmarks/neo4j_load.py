"""Loading into Neo4j against the driver's own UNWIND of the same prepared maps, in one run on servers started alike.

The statements and their maps are captured from a load of the same file, transaction by transaction, and replayed by the
bare driver on an empty server with the same constraints; both servers must hold as many nodes and relations at the end.
"""

import itertools
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from neo4j import GraphDatabase

from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.neo4j import writing
from firmgraph.graph.neo4j.cypher import statement
from firmgraph.graph.neo4j.server import ServerInfo, ServerOptions, default_home, down, up
from firmgraph.graph.store import open_store
from firmgraph.settings import get_settings

Captured = list[list[tuple[str, dict[str, Any]]]]


@contextmanager
def fresh_server() -> Iterator[ServerInfo]:
    """Start an empty local server for the block."""
    with tempfile.TemporaryDirectory() as name:
        info = up(home=Path(name), options=ServerOptions(jars=default_home()))
        os.environ["FIRMGRAPH_NEO4J_PASSWORD"] = info.password
        get_settings.cache_clear()
        try:
            yield info
        finally:
            down(Path(name))
            del os.environ["FIRMGRAPH_NEO4J_PASSWORD"]
            get_settings.cache_clear()


@contextmanager
def capturing(captured: Captured) -> Iterator[None]:
    """Write down every statement that writes, with its maps, one list a transaction."""
    run_if, write_changes = writing.run_if, writing._write_records

    def noting(transaction: Any, name: str, *, places: Mapping[str, str] | None = None, **parameters: Any) -> None:
        if all(value for value in parameters.values() if isinstance(value, list)):
            captured[-1].append((str(statement(name, **(places or {}))), parameters))
        run_if(transaction, name, places=places, **parameters)

    def beginning(*arguments: Any) -> None:
        captured.append([])
        write_changes(*arguments)

    with patch.object(writing, "run_if", noting), patch.object(writing, "_write_records", beginning):
        yield


def counts(info: ServerInfo) -> tuple[int, int]:
    """Return how many nodes and relations of the graph a server holds."""
    with GraphDatabase.driver(info.url, auth=(info.user, info.password), telemetry_disabled=True) as driver:
        rows = driver.execute_query(
            "MATCH (n) WHERE n.kind IS NOT NULL AND NOT n:Record WITH count(n) AS nodes "
            "MATCH ()-[r]->() RETURN nodes, count(r)",
            database_="neo4j",
        ).records
        return int(rows[0][0]), int(rows[0][1])


def load(info: ServerInfo, source: Path, mapping: Path) -> float:
    """Load a file and return the seconds, reading and normalising included; the constraints are there already."""
    with tempfile.TemporaryDirectory() as name, open_store(info.url) as store:
        begun = time.perf_counter()
        load_files(store, [source], LoadOptions(mapping=mapping, quarantine=Path(name) / "bad"))
        return time.perf_counter() - begun


def bare(info: ServerInfo, captured: Captured) -> float:
    """Replay the captured statements through the bare driver and return the seconds."""
    open_store(info.url).close()
    with GraphDatabase.driver(info.url, auth=(info.user, info.password), telemetry_disabled=True) as driver:
        begun = time.perf_counter()
        for statements in captured:
            with driver.session(database="neo4j") as session, session.begin_transaction() as transaction:
                for text, parameters in statements:
                    transaction.run(text, parameters).consume()
                transaction.commit()
        return time.perf_counter() - begun


def run(source: Path, mapping: Path, rounds: int = 2) -> dict[str, Any]:
    """Return seconds of load and of the bare driver, their ratio and rows a second; the best of some rounds each."""
    captured: Captured = []
    loads, bares, held = [], [], set()
    with fresh_server() as info, capturing(captured):
        load(info, source, mapping)
    for _ in range(rounds):
        with fresh_server() as info:
            loads.append(load(info, source, mapping))
            held.add(counts(info))
        with fresh_server() as info:
            bares.append(bare(info, captured))
            held.add(counts(info))
    assert len(held) == 1, f"the servers differ: {held}"
    rows = sum(len(p.get("rows", ())) for p in (s[1] for s in itertools.chain(*captured) if "Record" in s[0]))
    return {
        "rows": rows,
        "load_seconds": round(min(loads), 1),
        "bare_seconds": round(min(bares), 1),
        "ratio": round(min(loads) / min(bares), 2),
        "rows_per_second": round(rows / min(loads)),
    }
