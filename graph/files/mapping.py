"""Mappings: how a foreign file's headers, units and words become ours, as data (YAML)."""

import csv
import fnmatch
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firmgraph.errors import InvalidInput
from firmgraph.graph.normal.text import is_nothing
from firmgraph.graph.records import KINDS

_PART = re.compile(r"\{([^{}|]+)(?:\|([^{}|]+))?\}")
_BARE_NUMBER = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)(?:\(\)|（）)?")


class Lookup(BaseModel):
    """A table beside the file, from which a template fetches a value by key, of the rows `where` these columns have
    these values.
    """

    model_config = ConfigDict(extra="forbid")

    file: str
    key: str
    value: str
    where: dict[str, str] = Field(default_factory=dict)


class Case(BaseModel):
    """How rows become records of one kind.

    `columns`: column -> header, or a template such as `{省} {市}` or `{src|names}` (through a lookup). `constants`:
    column -> value.
    `units`: column -> unit of bare numbers (万元, per_cent). `values`: column -> {their word: our word}; `nothing`:
    cells that say nothing.
    """

    model_config = ConfigDict(extra="forbid")

    kind: str
    columns: dict[str, str] = Field(default_factory=dict)
    constants: dict[str, str] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    nothing: list[str] = Field(default_factory=list)


class FileMapping(BaseModel):
    """How the files of one name pattern are read: one case, or one for each value of the column `by`."""

    model_config = ConfigDict(extra="forbid")

    match: str
    source: str | None = None
    observed_at: str | None = None
    encoding: str | None = None
    headers: list[str] | None = None
    max_bad: float | None = Field(None, ge=0, le=1)
    lookups: dict[str, Lookup] = Field(default_factory=dict)
    by: str | None = None
    cases: dict[str, Case] = Field(default_factory=dict)
    case: Case | None = None


class MappingFile(BaseModel):
    """A mapping file: its version, what it is for, and its file patterns in order."""

    model_config = ConfigDict(extra="forbid")

    version: int
    title: str
    source: str | None = None
    observed_at: str | None = None
    files: list[FileMapping]

    def find(self, path: Path) -> FileMapping | None:
        """Return how a file is read, by the first pattern that fits its name."""
        for mapping in self.files:
            if fnmatch.fnmatch(path.name, mapping.match):
                heading = {
                    "source": mapping.source or self.source,
                    "observed_at": mapping.observed_at or self.observed_at,
                }
                return mapping.model_copy(update=heading)
        return None


@cache
def read_mapping(path: Path) -> MappingFile:
    """Return a mapping file, checked; raise InvalidInput that says what is wrong with it."""
    try:
        found = MappingFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError:
        raise InvalidInput(f"{path.name}: there is no such mapping file", field="mapping") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise InvalidInput(f"{path.name} is not a YAML file", field="mapping") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidInput(f"{path.name}: {where}: {first['msg']}", field="mapping") from None
    for mapping in found.files:
        _check(path, mapping)
    return found


def _check(path: Path, mapping: FileMapping) -> None:
    cases = [*mapping.cases.values(), *([mapping.case] if mapping.case else [])]
    if not cases or (mapping.by is None) != (not mapping.cases):
        raise InvalidInput(f"{path.name}: {mapping.match}: give `case`, or `by` with `cases`", field="mapping")
    for case in cases:
        if case.kind not in KINDS:
            raise InvalidInput(f"{path.name}: {mapping.match}: {case.kind} is not a record kind", field="mapping")
        fields = KINDS[case.kind].model_fields
        for name in (*case.columns, *case.constants):
            if name.removesuffix("_id").removesuffix("_kind") not in fields and name not in fields:
                raise InvalidInput(f"{path.name}: {mapping.match}: {case.kind} has no column {name}", field="mapping")
        for template in case.columns.values():
            for _, lookup in _PART.findall(template):
                if lookup and lookup not in mapping.lookups:
                    raise InvalidInput(f"{path.name}: {mapping.match}: no lookup {lookup}", field="mapping")


class Translator:
    """Turns the cells of a foreign row into the columns of a record kind."""

    def __init__(self, mapping: FileMapping, folder: Path) -> None:
        self._mapping = mapping
        self._lookups = {name: _read_lookup(folder / spec.file, spec) for name, spec in mapping.lookups.items()}

    def case_of(self, cells: Mapping[str, Any]) -> Case | None:
        """Return how this row is read; None when no case is given for it."""
        if self._mapping.by is None:
            return self._mapping.case
        return self._mapping.cases.get(str(cells.get(self._mapping.by, "")))

    def columns(self, case: Case, cells: Mapping[str, Any]) -> dict[str, Any]:
        """Return column -> cell; empty cells are left out."""
        row: dict[str, Any] = dict(case.constants)
        for column, template in case.columns.items():
            value = self._fill(template, cells) if "{" in template else cells.get(template)
            if is_nothing(value) or value in case.nothing:
                continue
            row[column] = self._word(case, column, value)
        return row

    def _word(self, case: Case, column: str, value: Any) -> Any:
        words = case.values.get(column)
        if words and str(value) in words:
            return words[str(value)]
        unit = case.units.get(column)
        bare = _BARE_NUMBER.fullmatch(str(value)) if unit else None
        return f"{bare[1]}{'%' if unit == 'per_cent' else unit}" if bare else value

    def _fill(self, template: str, cells: Mapping[str, Any]) -> str:
        def part(match: re.Match[str]) -> str:
            value = cells.get(match[1])
            if is_nothing(value):
                return ""
            return self._lookups[match[2]].get(str(value), "") if match[2] else str(value)

        return _PART.sub(part, template).strip()


def _read_lookup(path: Path, spec: Lookup) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = (row for row in csv.DictReader(file) if all(row[k] == v for k, v in spec.where.items()))
            return {row[spec.key]: row[spec.value] for row in rows}
    except OSError:
        raise InvalidInput(f"the mapping looks up {spec.file}, which is not beside the file", field="mapping") from None
    except KeyError as error:
        raise InvalidInput(f"{spec.file} has no column {error.args[0]}", field="mapping") from None


def templates_of(case: Case) -> Sequence[str]:
    """Return the foreign headers a case reads."""
    found = [name for template in case.columns.values() for name, _ in _PART.findall(template)]
    return [*found, *(t for t in case.columns.values() if "{" not in t)]
