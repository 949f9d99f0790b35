"""Writes the training table as CSV, some clients at a time: work broken off goes on, and no half file is left."""

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

import orjson

from firmgraph.errors import InvalidInput
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.models.frame import LED_BY, Cohorts, Row, client_months, clients, prove
from firmgraph.profiling.models.frame_labels import Why
from firmgraph.profiling.models.frame_read import read_past
from firmgraph.profiling.models.frame_seen import Value, table_rules

TOGETHER = 20
Hears = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What a table holds: client-months, clients, and cohorts with rows; those left out, by why; columns not in it."""

    rows: int
    clients: int
    cohorts: int
    left_out: Mapping[str, int]
    empty: tuple[str, ...]
    constant: tuple[str, ...]


def write_table(store: GraphStore, asked: Cohorts, out: Path, hears: Hears, *, every_column: bool = False) -> Written:
    """Write the table of some cohorts to a file; `hears` is told how many clients of all are done.

    Columns that say nothing, or the same of every row, are left out unless `every_column`. Raises InvalidInput where a
    column reads past its cut-off, or no client has a label.
    """
    ids = clients(store)
    prove(store, ids, asked)
    folder = out.with_name(f"{out.name}.parts")
    work = _Parts.of(folder, store, asked, ids)
    chunks = [ids[first : first + TOGETHER] for first in range(0, len(ids), TOGETHER)]
    rows: list[Row] = []
    left_out: Counter[str] = Counter()
    for number, chunk in enumerate(chunks):
        part = work.part(number, partial(_read, store, chunk, asked))
        rows += part["rows"]
        left_out.update(part["left_out"])
        hears(min((number + 1) * TOGETHER, len(ids)), len(ids))
    if not rows:
        told = ", ".join(f"{why} {count}" for why, count in sorted(left_out.items())) or "no clients"
        raise InvalidInput(f"no client has a label in these months: {told}", field="store")
    rows.sort(key=lambda row: (str(row["month"]), str(row["id"])))
    found = _summary(rows, left_out, asked.columns)
    unsaid = () if every_column else (*found.empty, *found.constant)
    _write(out, [*LED_BY, *(name for name in asked.columns if name not in unsaid)], rows)
    rmtree(folder, ignore_errors=True)
    return found


@dataclass(frozen=True, slots=True)
class _Parts:
    """A folder of finished parts, under a name that tells the store's version and what was asked."""

    folder: Path

    @classmethod
    def of(cls, folder: Path, store: GraphStore, asked: Cohorts, ids: Sequence[str]) -> "_Parts":
        told = [store.url, store.status(counts=False).version, asdict(asked), table_rules(), list(ids)]
        key = hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()[:16]
        for other in folder.glob("*"):
            if other.name != key:
                rmtree(other, ignore_errors=True)
        return cls(folder / key)

    def part(self, number: int, compute: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A part that was finished before, else computed now."""
        path = self.folder / f"{number:05d}.json"
        if path.exists():
            kept: dict[str, Any] = orjson.loads(path.read_bytes())
            return kept
        found = compute()
        self.folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.write_bytes(orjson.dumps(found))
        half.replace(path)
        return found


def _read(store: GraphStore, ids: Sequence[str], asked: Cohorts) -> dict[str, Any]:
    rows: list[Row] = []
    left_out: Counter[Why] = Counter()
    for one in ids:
        found = client_months(read_past(store, one), asked)
        rows += found.rows
        left_out.update(found.left_out)
    return {"rows": rows, "left_out": left_out}


def _summary(rows: Sequence[Row], left_out: Counter[str], columns: Sequence[str]) -> Written:
    said = {name: {row[name] for row in rows} for name in columns}
    empty = tuple(name for name in columns if said[name] == {None})
    constant = tuple(name for name in columns if len(said[name]) == 1 and name not in empty)
    ids, months = ({row[name] for row in rows} for name in ("id", "month"))
    return Written(len(rows), len(ids), len(months), dict(left_out), empty, constant)


def _write(out: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    half = out.with_name(f"{out.name}.half")
    try:
        with half.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(_cells(columns, rows))
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)


def _cells(columns: Sequence[str], rows: Sequence[Row]) -> Iterator[list[str]]:
    for row in rows:
        yield [_cell(row[name]) for name in columns]


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:.10g}" if isinstance(value, float) else value
