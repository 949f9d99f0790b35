"""The rows of the source documents: what each asks, what of it waits, the mutations that its tests must notice.

A row's tests are those named after it: `test_row_4_19_equality_qualifies` belongs to row 4-19, a name may carry several
rows (`test_row_0_14_0_15_...`).
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
DOCUMENTS = {"4": "004", "3": "003", "1": "001", "2": "002", "0": "000"}
LAST = {"4": 26, "3": 24, "1": 10, "2": 8, "0": 21}
OUTCOME = FOLDER / "outcome.yaml"
_NAMED = re.compile(r"test_row_((?:[0-9]_[0-9]{2}_)+)")


class Mutation(BaseModel):
    """A change that breaks a row's rule: an exact text, once in a file of the tree, and what replaces it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    old: str = Field(min_length=1)
    new: str


class Row(BaseModel):
    """What a row asks in our words; `state` names what the rest of it waits for, `waits` says what is not there yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: str
    state: Literal["built", "page"] = "built"
    waits: str | None = None
    mutations: tuple[Mutation, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_what_waits(self) -> Self:
        if (self.state == "built") != (self.waits is None):
            raise ValueError("a row behind a page says what waits, a built one nothing")
        return self


@cache
def rows() -> Mapping[str, Row]:
    """Return every row by its number, in the order of the documents."""
    files = [FOLDER / f"rows-{document}.yaml" for document in DOCUMENTS.values()]
    told = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    return {number: Row.model_validate(row) for one in told for number, row in one.items()}


@cache
def named_after_rows() -> Mapping[str, Sequence[str]]:
    """Return the ids of the tests named after each row."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in _functions(file):
            for number in rows_of(name):
                found[number].append(f"{file.relative_to(ROOT).as_posix()}::{name}")
    return dict(found)


def rows_of(name: str) -> list[str]:
    """Return the rows that the name of a test carries."""
    found = _NAMED.match(name)
    return [part.replace("_", "-") for part in re.findall(r"[0-9]_[0-9]{2}", found[1])] if found else []


def _functions(file: Path) -> Iterator[str]:
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name


def read_outcome() -> dict[str, list[str]]:
    """Return the test that noticed each mutation, by row, as it was found when last all of them were tried."""
    told: dict[str, list[str]] = yaml.safe_load(OUTCOME.read_text(encoding="utf-8")) if OUTCOME.exists() else {}
    return told
