"""Write a world: one file for each record kind, and the expected answers of its planted cases."""

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from firmgraph.errors import InvalidInput
from firmgraph.graph.world.cases import plant
from firmgraph.graph.world.economy import Economy
from firmgraph.graph.world.history_rows import dated, relive
from firmgraph.graph.world.plot import Plot
from firmgraph.graph.world.products import Deals, expected_classes, product_rows
from firmgraph.graph.world.sheet import TODAY, Row, Sheet
from firmgraph.graph.world.words import read

FORMATS = ("csv", "csv-gb18030", "jsonl")
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class WorldSummary:
    """What was written: firms (planted ones included), rows by kind, planted cases, and where."""

    firms: int
    rows: dict[str, int]
    cases: int
    out: Path


def write_world(
    firms: int, seed: int, out: Path, formats: Mapping[str, str] | None = None, months: int | None = None
) -> WorldSummary:
    """Write a world of so many firms to a folder, byte for byte the same for the same numbers; files are replaced.

    The planted firms come first and never change; the others follow from the seed. `formats` gives the format (csv,
    csv-gb18030, jsonl) by record kind where it is not the usual one. With `months` each client that is not planted has
    a history of so many months of its credit, trade and looks at products, each row observed when it was known. Raises
    InvalidInput when there is no room for the planted firms, `months` is no number of them, a format is unknown, or
    `out` is a file.
    """
    plot = plant()
    if firms < len(plot.firms):
        raise InvalidInput(f"a world has at least its {len(plot.firms)} planted firms", field="firms")
    if months is not None and not 1 <= months <= MOST_MONTHS:
        raise InvalidInput(f"a history has 1 to {MOST_MONTHS} months, not {months}", field="months")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(f"cannot make the folder: {error.strerror}", field="out") from error
    with _Files(out, {"diligence": "jsonl", **(formats or {})}) as files:
        for sheet in _sheets(plot, Economy(seed, firms - len(plot.firms)), months):
            files.write(sheet)
    cases = [*plot.cases, *expected_classes()]
    expected = {"as_of": str(TODAY), "cases": cases}
    (out / "expected.json").write_text(
        json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
    return WorldSummary(firms, files.counts, len(cases), out)


def _sheets(plot: Plot, economy: Economy, months: int | None) -> Iterator[Sheet]:
    deals = Deals()
    yield product_rows()
    yield from plot.sheets
    yield from deals.first_round([firm for firm in plot.firms.values() if _has_client(plot.sheet(firm))])
    for index in range(economy.count):
        sheet, firm = economy.rows(index), economy.firm(index)
        yield sheet if months is None else relive(sheet, firm, economy.seed, months)
        if _has_client(sheet):
            yield from deals.serve(firm) if months is None else map(dated, deals.serve(firm))
    if months is not None:
        yield from map(dated, deals.fill())


def _has_client(sheet: Sheet) -> bool:
    return any(kind == "customer" for kind, _ in sheet.rows)


class _Files:
    """The open files of a world, one for each kind, and how many rows each has."""

    def __init__(self, out: Path, formats: Mapping[str, str]) -> None:
        self._columns: dict[str, dict[str, str]] = read("columns")
        self._stack = ExitStack()
        self.counts = dict.fromkeys(self._columns, 0)
        for kind, name in formats.items():
            if kind not in self._columns or name not in FORMATS:
                raise InvalidInput(
                    f"{kind}: {name} is not a record kind with one of the formats {', '.join(FORMATS)}", field="formats"
                )
        self._writers = {kind: self._open(out, kind, formats.get(kind, "csv")) for kind in self._columns}

    def __enter__(self) -> "_Files":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _open(self, out: Path, kind: str, name: str) -> "_CsvRows | _JsonRows":
        suffix, _, encoding = name.partition("-")
        stream = self._stack.enter_context(
            (out / f"{kind}.{suffix}").open("w", encoding=encoding or "utf-8", newline="")
        )
        columns = self._columns[kind]
        return _CsvRows(stream, columns) if suffix == "csv" else _JsonRows(stream, columns)

    def write(self, sheet: Sheet) -> None:
        for kind, row in sheet.rows:
            self._writers[kind].write(row)
            self.counts[kind] += 1


class _CsvRows:
    def __init__(self, stream: TextIO, columns: Mapping[str, str]) -> None:
        self._columns = list(columns)
        self._known = frozenset(columns)
        self._writer = csv.writer(stream, lineterminator="\n")
        self._writer.writerow(columns.values())

    def write(self, row: Row) -> None:
        if not self._known.issuperset(row):
            raise KeyError(sorted(set(row) - self._known))
        self._writer.writerow([row.get(name) for name in self._columns])


class _JsonRows:
    def __init__(self, stream: TextIO, columns: Mapping[str, str]) -> None:
        self._stream = stream
        self._columns = columns

    def write(self, row: Row) -> None:
        told: dict[str, Any] = {
            self._columns[name]: row[name] for name in self._columns if row.get(name) not in (None, "")
        }
        self._stream.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")
