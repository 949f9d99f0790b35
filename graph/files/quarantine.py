"""The quarantine: bad rows kept with file, line, column, reason and masked value, ready to be loaded again after a
fix.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.graph.files.rows import BadRow, Source
from firmgraph.graph.references import digest


class Quarantined(BaseModel):
    """One bad row; `row` may be edited before it is retried, `seal` tells whether it was."""

    model_config = ConfigDict(extra="forbid")

    file: str
    line: int
    column: str
    code: str
    message: str
    value: str
    row: dict[str, Any]
    kind: str | None = None
    source: str
    observed_at: str | None = None
    mapping: str | None = None
    seal: str

    @property
    def edited(self) -> bool:
        """Tell whether somebody changed the row since it was put here."""
        return self.seal != seal_of(self.row)


def seal_of(row: Mapping[str, Any]) -> str:
    """Return the hash of a row as it was put into quarantine."""
    return digest(orjson.dumps(row, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode())


def entry(source: Source, bad: BadRow, mapping: Path | None) -> Quarantined:
    """Return the quarantine entry of a bad row."""
    return Quarantined(
        file=str(source.path.resolve()),
        line=bad.line,
        column=bad.column,
        code=bad.code,
        message=bad.message,
        value=bad.value,
        row=_storable(bad.row),
        kind=source.kind,
        source=source.heading.source,
        observed_at=source.heading.observed_at,
        mapping=str(mapping.resolve()) if mapping else None,
        seal=seal_of(_storable(bad.row)),
    )


def _storable(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(orjson.dumps(row, default=str, option=orjson.OPT_NON_STR_KEYS))
    return found


def write_entries(path: Path, entries: Iterable[Quarantined]) -> int:
    """Add entries to a quarantine file that only its owner may read, but for those there already; return how many."""
    there = _seals(path)
    lines = [orjson.dumps(found.model_dump()) + b"\n" for found in entries if _place(found.model_dump()) not in there]
    if lines:
        if not path.exists():
            path.touch(mode=0o600)
        with path.open("ab") as file:
            file.writelines(lines)
    return len(lines)


def _place(found: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(found.get(name) for name in ("file", "line", "column", "code", "seal"))


def _seals(path: Path) -> set[tuple[Any, ...]]:
    """Return which rows a quarantine file holds; the seal stays when somebody edits the row."""
    if not path.exists():
        return set()
    with path.open("rb") as file, suppress(orjson.JSONDecodeError):
        return {_place(orjson.loads(line)) for line in file if line.strip()}
    return set()


def read_entries(path: Path) -> Iterator[Quarantined]:
    """Yield the entries of a quarantine file; raise UnreadableFile or InvalidInput naming the line."""
    if not path.is_file():
        raise UnreadableFile(f"{path.name}: there is no such quarantine file", field="retry")
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield Quarantined.model_validate(orjson.loads(line))
            except (orjson.JSONDecodeError, ValidationError):
                raise InvalidInput(f"{path.name}, line {number}: not a quarantine entry", field="retry") from None


def replace_entries(path: Path, entries: list[Quarantined]) -> None:
    """Write what is still bad in place of a quarantine file; an empty one is removed."""
    if not entries:
        path.unlink(missing_ok=True)
        return
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    write_entries(fresh, entries)
    fresh.replace(path)
