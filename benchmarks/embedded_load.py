"""Loading into the embedded store against bare `sqlite3.executemany` of the same prepared table rows, in one run.

The rows are captured from a load of the same file, statement by statement and transaction by transaction, and replayed
into an empty
file with the same schema and settings; both files must hold the same rows afterwards.
"""

import pickle
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from firmgraph.graph.embedded.connection import Connections
from firmgraph.graph.load import LoadOptions, load_files
from firmgraph.graph.store import open_store

KEYS = {"record": "uid", "node": "id", "relation": "id", "evidence": "element", "claim": "lookup"}


class Capturing(sqlite3.Connection):
    """A connection that writes down every row it inserts, and where transactions end."""

    sink: Any = None

    def executemany(self, text: str, rows: Iterable[Any], /) -> sqlite3.Cursor:
        """Insert rows and write them down."""
        kept = [tuple(row) for row in rows]
        if self.sink is not None and text.startswith("INSERT") and kept:
            pickle.dump((text, kept), self.sink, protocol=5)
        return super().executemany(text, kept)

    def execute(self, text: str, *rest: Any) -> sqlite3.Cursor:
        """Run one statement; versions and transaction ends are written down."""
        if self.sink is not None and (text.startswith("INSERT INTO version") or text == "COMMIT"):
            pickle.dump((text, rest), self.sink, protocol=5)
        return super().execute(text, *rest)


def timed_load(source: Path, mapping: Path, target: Path) -> dict[str, float]:
    """Load a file in a process of its own; return wall seconds and peak memory in MB."""
    begun = time.perf_counter()
    code = "import sys; from benchmarks.embedded_load import load_once; load_once(*sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), str(mapping), str(target)], check=True, capture_output=True, text=True
    )
    seconds, own, workers = map(float, done.stdout.split())
    return {"seconds": seconds, "with_start": time.perf_counter() - begun, "memory_mb": own, "worker_mb": workers}


def load_once(source: str, mapping: str, target: str) -> None:
    """Load one file and print seconds, this process's peak memory and its largest worker's, in MB."""
    begun = time.perf_counter()
    with open_store(f"sqlite:///{target}") as store:
        load_files(store, [Path(source)], LoadOptions(mapping=Path(mapping), quarantine=Path(target + ".quarantine")))
    seconds = time.perf_counter() - begun
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def capture(source: Path, mapping: Path, target: Path, sink: Path) -> None:
    """Load a file once more and write down every statement that inserts."""
    plain = sqlite3.connect
    with sink.open("wb") as file:
        Capturing.sink = file
        sqlite3.connect = lambda *a, **k: plain(*a, factory=Capturing, **k)  # type: ignore[assignment]
        try:
            with open_store(f"sqlite:///{target}") as store:
                load_files(store, [source], LoadOptions(mapping=mapping, quarantine=target.with_suffix(".quarantine")))
        finally:
            sqlite3.connect = plain
            Capturing.sink = None


def statements(sink: Path) -> Iterator[tuple[str, Any]]:
    """Yield the statements written down."""
    with sink.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)
            except EOFError:
                return


def bare(sink: Path, target: Path) -> float:
    """Replay the statements and return the seconds SQLite took; reading them back is not counted."""
    connections = Connections(target)
    connection = connections.get()
    total, open_now = 0.0, False
    for text, rows in statements(sink):
        begun = time.perf_counter()
        if not open_now and text != "COMMIT":
            connection.execute("BEGIN IMMEDIATE")
            open_now = True
        if text == "COMMIT":
            if open_now:
                connection.execute("COMMIT")
                open_now = False
        elif text.startswith("INSERT INTO version"):
            connection.execute(text, *rows)
        else:
            connection.executemany(text, rows)
        total += time.perf_counter() - begun
    connections.close()
    return total


def keys_of(path: Path) -> list[tuple[str, int, int]]:
    """Return, per table, the number of rows and a sum over their keys; rows the load updated later have the same
    keys.
    """
    with sqlite3.connect(path) as connection:
        return [
            (
                table,
                *connection.execute(
                    f"SELECT count(*), sum(unicode(substr({key}, -1)) + length({key})) FROM {table}"  # noqa: S608
                ).fetchone(),
            )
            for table, key in KEYS.items()
        ]


def run(source: Path, mapping: Path, rounds: int = 2) -> dict[str, Any]:
    """Return seconds of load and of bare insertion, their ratio, rows a second and memory; the best of some rounds
    each.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        capture(source, mapping, folder / "captured.db", folder / "rows")
        loads, bares = [], []
        for n in range(rounds):
            loads.append(timed_load(source, mapping, folder / f"load{n}.db"))
            bares.append(bare(folder / "rows", folder / f"bare{n}.db"))
        assert keys_of(folder / "load0.db") == keys_of(folder / "bare0.db"), "the two files hold different rows"
        with sqlite3.connect(folder / "load0.db") as connection:
            rows = connection.execute("SELECT count(*) FROM record").fetchone()[0]
    best = min(loads, key=lambda found: found["seconds"])
    return {
        "rows": rows,
        "load_seconds": round(best["seconds"], 1),
        "bare_seconds": round(min(bares), 1),
        "ratio": round(best["seconds"] / min(bares), 2),
        "rows_per_second": round(rows / best["seconds"]),
        "memory_mb": round(best["memory_mb"]),
        "largest_worker_mb": round(best["worker_mb"]),
    }
