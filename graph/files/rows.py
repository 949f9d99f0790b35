"""From a file to prepared records and bad rows: the pure part of loading, run in one or several processes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from firmgraph.errors import InvalidInput
from firmgraph.graph.files.formats import Row, Table, open_table
from firmgraph.graph.files.headers import check_required, kind_of_headers, kind_of_name, read_headers
from firmgraph.graph.files.mapping import Case, FileMapping, Translator, templates_of
from firmgraph.graph.normal.identifiers import mask_private
from firmgraph.graph.normal.text import is_nothing, writable
from firmgraph.graph.prepared import Heading, Prepared, prepare
from firmgraph.graph.records import KINDS

LONGEST_SHOWN = 120
UNSTATED = Heading()
_FORM = {
    "cell_count": "the row has not as many cells as the header",
    "json_form": "the line is not a JSON object",
    "no_case": "the mapping has no case for this row",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A file and how it is to be read."""

    path: Path
    kind: str | None = None
    heading: Heading = UNSTATED
    encoding: str | None = None
    mapping: FileMapping | None = None


class BadRow(NamedTuple):
    """Why a row cannot be a record: where, which column, a stable reason code, and the value (personal values
    masked).
    """

    line: int
    column: str
    code: str
    message: str
    value: str
    row: dict[str, Any]


@dataclass(slots=True)
class Chunk:
    """Some rows of a file, read."""

    records: list[Prepared] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return len(self.records) + len(self.bad)


Reader = Callable[[Row], Prepared | BadRow]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose headers are understood: how to read each row, and the columns nobody knows."""

    kinds: tuple[str, ...]
    unknown: tuple[str, ...]
    rows: Iterator[Row]
    read: Reader


def open_source(source: Source) -> Opened:
    """Open a file and settle its kind and columns; raise UnreadableFile or InvalidInput in one clear line."""
    headers = source.mapping.headers if source.mapping else None
    encoding = source.encoding or (source.mapping.encoding if source.mapping else None)
    table = open_table(source.path, encoding=encoding, headers=headers)
    try:
        return _with_mapping(source, source.mapping, table) if source.mapping else _with_headers(source, table)
    except InvalidInput as error:
        raise InvalidInput(f"{source.path.name}: {error.detail}", field=error.field) from None


def _with_mapping(source: Source, mapping: FileMapping, table: Table) -> Opened:
    translator = Translator(mapping, source.path.parent)
    cases = list(mapping.cases.values()) or ([mapping.case] if mapping.case else [])
    used = {header for case in cases for header in templates_of(case)} | ({mapping.by} if mapping.by else set())
    missing = sorted(used - set(table.headers)) if table.headers else []
    if missing:
        raise InvalidInput(f"missing columns the mapping reads: {', '.join(missing)}", field="mapping")
    heading = Heading(source.heading.source, source.heading.observed_at)
    unknown = tuple(h for h in table.headers if h not in used)
    kinds = tuple(sorted({case.kind for case in cases}))
    return Opened(kinds, unknown, table.rows, _mapped_reader(table.headers, translator, heading))


def _mapped_reader(headers: list[str], translator: Translator, heading: Heading) -> Reader:
    def read(row: Row) -> Prepared | BadRow:
        cells = _cells(headers, row)
        if row.wrong:
            return _malformed(row, cells, row.wrong)
        case: Case | None = translator.case_of(cells)
        if case is None:
            return _malformed(row, cells, "no_case")
        return _record(case.kind, row.line, translator.columns(case, cells), cells, heading)

    return read


def _with_headers(source: Source, table: Table) -> Opened:
    kind = source.kind or kind_of_name(source.path)
    if kind is None and table.headers:
        kind = kind_of_headers(table.headers)
    if kind is None:
        raise InvalidInput(
            "which kind of record is this? Name the file after the kind, or give --kind or --mapping", field="kind"
        )
    if kind not in KINDS:
        raise InvalidInput(f"{kind} is not a record kind; there are: {', '.join(KINDS)}", field="kind")
    if not table.headers:
        return Opened((kind,), (), table.rows, _object_reader(kind, source.heading))
    columns, unknown = read_headers(kind, table.headers)
    check_required(kind, columns.values())
    plan = [(i, columns[h]) for i, h in enumerate(table.headers) if h in columns]
    return Opened((kind,), tuple(unknown), table.rows, _planned_reader(kind, table.headers, plan, source.heading))


def _planned_reader(kind: str, headers: list[str], plan: list[tuple[int, str]], heading: Heading) -> Reader:
    def read(row: Row) -> Prepared | BadRow:
        cells = _cells(headers, row)
        if row.wrong:
            return _malformed(row, cells, row.wrong)
        found = {column: row.cells[i] for i, column in plan if not is_nothing(row.cells[i])}
        return _record(kind, row.line, found, cells, heading)

    return read


def _object_reader(kind: str, heading: Heading) -> Reader:
    def read(row: Row) -> Prepared | BadRow:
        if row.wrong:
            return _malformed(row, {}, row.wrong)
        return read_object(kind, row.line, row.cells[0], heading)

    return read


def read_object(kind: str, line: int, cells: Mapping[str, Any], heading: Heading) -> Prepared | BadRow:
    """Return the record of a JSON object with English or Chinese keys, or why it is none."""
    try:
        columns, _ = read_headers(kind, list(cells))
    except InvalidInput as error:
        return BadRow(line, error.field or "", "two_headers", error.detail, "", _shown(cells))
    found = {columns[h]: v for h, v in cells.items() if h in columns and not is_nothing(v)}
    return _record(kind, line, found, cells, heading)


def _cells(headers: list[str], row: Row) -> dict[str, Any]:
    if not headers:
        first = row.cells[0]
        return dict(first) if isinstance(first, dict) else {}
    return dict(zip(headers, row.cells, strict=False))


def _record(
    kind: str, line: int, columns: dict[str, Any], cells: Mapping[str, Any], heading: Heading
) -> Prepared | BadRow:
    try:
        return prepare(kind, KINDS[kind].read(columns), cells, heading)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][0]) if first["loc"] else ""
        value = first.get("input")
        shown = (
            ""
            if first["type"] == "missing"
            else mask_private(writable(str(getattr(value, "value", value))))[:LONGEST_SHOWN]
        )
        return BadRow(line, column.rstrip("_"), _code(first["type"]), first["msg"], shown, _shown(cells))


def _code(kind: str) -> str:
    return {"missing": "required_missing", "string_type": "type", "dict_type": "type"}.get(kind, kind)


def _malformed(row: Row, cells: Mapping[str, Any], code: str) -> BadRow:
    return BadRow(row.line, "", code, _FORM[code], "", _shown(cells or {"line": str(row.cells[0])}))


def _shown(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {writable(str(k)): mask_private(writable(v)) if isinstance(v, str) else v for k, v in cells.items()}


def chunks(source: Source, size: int, *, part: int = 0, parts: int = 1) -> Iterator[tuple[int, Chunk]]:
    """Yield (number, chunk) for every `parts`-th chunk of `size` rows, beginning with chunk `part`."""
    opened = open_source(source)
    number = 0
    while True:
        if number % parts != part:
            passed = sum(1 for _ in islice(opened.rows, size))
            if passed < size:
                return
        else:
            chunk = Chunk()
            for row in islice(opened.rows, size):
                found = opened.read(row)
                if isinstance(found, BadRow):
                    chunk.bad.append(found)
                else:
                    chunk.records.append(found)
            if chunk.rows:
                yield number, chunk
            if chunk.rows < size:
                return
        number += 1
