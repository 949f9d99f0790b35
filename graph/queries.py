"""Named queries: one file each, parameters only, with a twin for every store.

The first comment line is the title in Chinese and English; the second declares the parameters, `name: type` with types
text, int and date, `= value` for a default. A date is YYYY-MM-DD or `today`; what holds until a day holds on that day.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from firmgraph.errors import InvalidInput, NotFound

_HERE = Path(__file__).parent
_FOLDERS = {"sql": _HERE / "embedded" / "queries", "cypher": _HERE / "neo4j" / "queries"}
_PARAMETER = re.compile(r"(\w+): (text|int|date)(?: = ([^\s,]+))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST = 300
LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query; without a default it must be given."""

    name: str
    type: str
    default: str | None

    def read(self, value: Any) -> str | int:
        """Return a given value in the parameter's type."""
        return _READERS[self.type](self.name, value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value.strip()) <= LONGEST:
        raise InvalidInput(f"{name} is a text of 1 to {LONGEST} characters", field=name)
    return value.strip()


def _whole(name: str, value: Any) -> int:
    text = str(value)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if not 0 <= number <= LARGEST:
        raise InvalidInput(f"{name} is a whole number from 0 to {LARGEST}", field=name)
    return number


def _day(name: str, value: Any) -> str:
    if value == "today":
        return date.today().isoformat()
    try:
        if not _DAY.fullmatch(str(value)):
            raise InvalidInput(f"{name} is a date, written YYYY-MM-DD", field=name)
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise InvalidInput(f"{name} is a day that does not exist in the calendar", field=name) from None


_READERS: Mapping[str, Callable[[str, Any], str | int]] = {"text": _text, "int": _whole, "date": _day}


def read_offset(value: Any) -> int:
    """Return how many rows are passed over; raise InvalidInput for what is no whole number."""
    return _whole("offset", value)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query an officer runs by name."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, given: Mapping[str, Any]) -> dict[str, str | int]:
        """Return the values to run with; refuse unknown and missing parameters."""
        known = {p.name: p for p in self.parameters}
        for name in given:
            if name not in known:
                raise InvalidInput(f"query {self.name} takes " + (", ".join(known) or "no parameters"), field="param")
        missing = [p.name for p in self.parameters if p.default is None and p.name not in given]
        if missing:
            raise InvalidInput(f"query {self.name} needs {', '.join(missing)}", field=missing[0])
        return {p.name: p.read(given.get(p.name, p.default)) for p in self.parameters}


@cache
def named_queries(language: str) -> Mapping[str, NamedQuery]:
    """Return all named queries written in a language (sql or cypher)."""
    return {path.stem: _read(path) for path in sorted(_FOLDERS[language].glob(f"*.{language}"))}


def named_query(name: str, language: str) -> NamedQuery:
    """Return a named query; raise NotFound with the names there are."""
    queries = named_queries(language)
    if name not in queries:
        raise NotFound("no query of this name; there are: " + ", ".join(queries), field="name", names=list(queries))
    return queries[name]


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    title, declared = (line.lstrip("-/ ") for line in text.split("\n", 2)[:2])
    parameters = tuple(Parameter(*found) for found in _PARAMETER.findall(declared))
    return NamedQuery(path.stem, title, tuple(Parameter(p.name, p.type, p.default or None) for p in parameters), text)
