"""Rows of a file in any of the accepted formats, streamed with their line numbers.

CSV, JSONL, Parquet and XLSX; CSV and JSONL also gzip-compressed, in UTF-8 with or without BOM, UTF-16 or GB18030.
"""

import codecs
import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import orjson

from firmgraph.errors import UnreadableFile
from firmgraph.graph.normal.identifiers import mask_private
from firmgraph.graph.normal.text import LOST

SAMPLE = 1 << 18
LONGEST_CELL = 1 << 20
LARGEST_UNPACKED = 1 << 30
MOST_COLUMNS = 2000
ENCODINGS = ("utf-8", "gb18030", "utf-16", "big5")
ENDINGS = {".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".xlsx": "xlsx"}
csv.field_size_limit(LONGEST_CELL)


class Row(NamedTuple):
    """One row: the line on which it begins, its cells in header order, and what is wrong with its form, if anything."""

    line: int
    cells: list[Any]
    wrong: str | None = None


class Table(NamedTuple):
    """A file opened as a table: its headers and its rows still to be read."""

    headers: list[str]
    rows: Iterator[Row]


def format_of(path: Path) -> str:
    """Return the format a file's name tells; raise UnreadableFile when there is nothing to read or no known ending."""
    shown = mask_private(path.name)
    if not path.exists():
        raise UnreadableFile(f"{shown}: there is no such file", field="path")
    if path.is_dir():
        raise UnreadableFile(
            f"{shown} is a directory without files of records: name a file, or give --mapping", field="path"
        )
    if path.stat().st_size == 0:
        raise UnreadableFile(f"{shown} is empty: nothing to load", field="path")
    endings = [s.lower() for s in path.suffixes]
    plain = endings[:-1] if endings and endings[-1] == ".gz" else endings
    found = ENDINGS.get(plain[-1]) if plain else None
    if found is None or (endings[-1] == ".gz" and found in ("parquet", "xlsx")):
        raise UnreadableFile(
            f"{shown}: not a known format; use .csv, .jsonl, .parquet or .xlsx (.gz for the first two)", field="path"
        )
    return found


def open_table(path: Path, *, encoding: str | None = None, headers: list[str] | None = None) -> Table:
    """Open a file as a table; `headers` names the columns of a file that has no header line."""
    kind = format_of(path)
    if kind in ("csv", "tsv"):
        return _open_csv(path, encoding, headers, "\t" if kind == "tsv" else None)
    if kind == "jsonl":
        return _open_jsonl(path, encoding)
    return _open_xlsx(path, headers) if kind == "xlsx" else _open_parquet(path)


def _sample(path: Path) -> bytes:
    opener: Any = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opener(path, "rb") as file:
            return bytes(file.read(SAMPLE))
    except (OSError, EOFError) as error:
        raise UnreadableFile(f"{path.name} cannot be read: {type(error).__name__}", field="path") from error


def detect_encoding(path: Path) -> str:
    """Return the encoding of a text file: by its byte-order mark, else UTF-8 where its bytes allow it, else GB18030."""
    sample = _sample(path)
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in sample:
        raise UnreadableFile(f"{path.name} is a binary file, not text", field="path")
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    lost = len(LOST.findall(text))
    read = sum(1 for c in text if c > "\x7f") - lost
    # Chinese in GB18030 is nearly all wrong as UTF-8; a few wrong bytes among much right text are damage.
    return "utf-8" if lost * 20 <= read else "gb18030"


def _open_text(path: Path, encoding: str | None) -> IO[str]:
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise UnreadableFile("not a known encoding: " + ", ".join(ENCODINGS), field="encoding") from None
    detected = detect_encoding(path) if encoding is None or encoding.lower() in ("utf-8", "utf8") else encoding
    opener: Any = gzip.open if path.suffix.lower() == ".gz" else open
    raw = opener(path, "rb")
    return io.TextIOWrapper(raw, encoding=detected, errors="surrogateescape", newline="")


def _open_csv(path: Path, encoding: str | None, headers: list[str] | None, delimiter: str | None) -> Table:
    file = _open_text(path, encoding)
    reader = csv.reader(file, delimiter=delimiter or _delimiter(path, file))
    if headers is None:
        headers = _checked_headers(path, next(reader, []))
    return Table(headers, _csv_rows(path, reader, len(headers), file))


def _delimiter(path: Path, file: IO[str]) -> str:
    first = file.readline(LONGEST_CELL)
    file.seek(0)
    counts = {mark: first.count(mark) for mark in (",", "\t", ";", "|")}
    return max(counts, key=lambda mark: counts[mark]) if any(counts.values()) else ","


def _checked_headers(path: Path, headers: list[Any]) -> list[str]:
    named = ["" if h is None else str(h).strip().lstrip("\ufeff") for h in headers]
    while named and not named[-1]:
        named.pop()
    if not named:
        raise UnreadableFile(f"{path.name} has no header line", field="path")
    if len(named) > MOST_COLUMNS:
        raise UnreadableFile(f"{path.name} has more than {MOST_COLUMNS} columns", field="path")
    return named


def _csv_rows(path: Path, reader: Any, width: int, file: IO[str]) -> Iterator[Row]:
    with file:
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error:
                raise UnreadableFile(
                    f"{path.name}, line {line}: a cell of more than {LONGEST_CELL} characters (a quote left open?)"
                ) from None
            except (EOFError, OSError, zipfile.BadZipFile) as error:
                raise UnreadableFile(f"{path.name} breaks off after line {line}: {type(error).__name__}") from error
            if cells is None:
                return
            if not cells:
                continue
            yield Row(line, cells, None if len(cells) == width else "cell_count")


def _open_jsonl(path: Path, encoding: str | None) -> Table:
    with _open_text(path, encoding) as file:
        first = next((text for text in file if text.strip()), "")
    try:
        known = orjson.loads(first)
    except orjson.JSONDecodeError:
        known = None
    if not isinstance(known, dict):
        raise UnreadableFile(f"{path.name} is not JSONL: its first line is not a JSON object", field="path")
    return Table([], _jsonl_rows(_open_text(path, encoding)))


def _jsonl_rows(file: IO[str]) -> Iterator[Row]:
    with file:
        for line, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                value = orjson.loads(text.encode("utf-8", "surrogatepass"))
            except orjson.JSONDecodeError:
                yield Row(line, [text[:200]], "json_form")
                continue
            yield Row(line, [value]) if isinstance(value, dict) else Row(line, [text[:200]], "json_form")


def _open_xlsx(path: Path, headers: list[str] | None) -> Table:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > LARGEST_UNPACKED or unpacked > 100 * path.stat().st_size + (50 << 20):
            raise UnreadableFile(f"{path.name} unpacks to {unpacked >> 20} MiB: refused", field="path")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableFile(f"{path.name} is not an XLSX workbook", field="path") from error
    rows = book.worksheets[0].iter_rows(values_only=True)
    first = headers or _checked_headers(path, list(next(rows, ())))
    start = 1 if headers else 2
    return Table(first, _sheet_rows(rows, start, len(first)))


def _sheet_rows(rows: Iterator[tuple[Any, ...]], start: int, width: int) -> Iterator[Row]:
    for line, cells in enumerate(rows, start):
        kept = list(cells[:width]) + [None] * (width - len(cells))
        if any(cell is not None for cell in cells):
            beyond = any(cell is not None for cell in cells[width:])
            yield Row(line, kept, "cell_count" if beyond else None)


def _open_parquet(path: Path) -> Table:
    import pyarrow
    import pyarrow.parquet

    try:
        file = pyarrow.parquet.ParquetFile(path)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise UnreadableFile(f"{path.name} is not a Parquet file", field="path") from error
    headers = _checked_headers(path, list(file.schema_arrow.names))
    return Table(headers, _parquet_rows(file))


def _parquet_rows(file: Any) -> Iterator[Row]:
    line = 0
    for batch in file.iter_batches(batch_size=2000):
        columns = [column.to_pylist() for column in batch.columns]
        for cells in zip(*columns, strict=True):
            line += 1
            yield Row(line, list(cells))
