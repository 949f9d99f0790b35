"""Named queries: one file each, parameters only, with a twin for every store.

The first comment line is the title in Chinese and English; the second declares the parameters, `name: type` with types
text and int,
`= value` for a default.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from firmgraph.errors import InvalidInput, NotFound

_HERE = Path(__file__).parent
_FOLDERS = {"sql": _HERE / "embedded" / "queries", "cypher": _HERE / "neo4j" / "queries"}
_PARAMETER = re.compile(r"(\w+): (text|int)(?: = ([^\s,]+))?")
LONGEST = 300
MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query; without a default it must be given."""

    name: str
    type: str
    default: str | None

    def read(self, value: Any) -> str | int:
        """Return a given value in the parameter's type."""
        if self.type == "text":
            if not isinstance(value, str) or len(value) > LONGEST:
                raise InvalidInput(f"{self.name} is a text of at most {LONGEST} characters", field=self.name)
            return value
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = -1
        if not 0 <= number <= MOST_ROWS:
            raise InvalidInput(f"{self.name} is a whole number from 0 to {MOST_ROWS}", field=self.name)
        return number


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
        raise NotFound("no query of this name; there are: " + ", ".join(queries), field="name")
    return queries[name]


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    title, declared = (line.lstrip("-/ ") for line in text.split("\n", 2)[:2])
    parameters = tuple(Parameter(*found) for found in _PARAMETER.findall(declared))
    return NamedQuery(path.stem, title, tuple(Parameter(p.name, p.type, p.default or None) for p in parameters), text)
