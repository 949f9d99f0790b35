"""The client grade: asset minimum first, then authentication tags (rows 4-18 to 4-20)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from firmgraph.errors import InvalidInput
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.measured import Measured
from firmgraph.profiling.verdict import Verdict


class GradeRule(BaseModel):
    """A grade, its least asset in yuan, and the tags of which any or all are wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    grade: str
    zh: str
    minimum: Decimal = Field(ge=0)
    tags: tuple[str, ...] = Field(min_length=1)


class TagRule(BaseModel):
    """How an authentication tag is recognised: a record of a kind is there, and a named field says one of the words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    field: str | None = None
    words: tuple[Any, ...] = ()


class GradeTable(BaseModel):
    """The preset tables of grades, from the lowest to the highest, and of authentication tags."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Literal["any", "all"]
    grades: tuple[GradeRule, ...] = Field(min_length=1)
    tags: Mapping[str, TagRule]

    @model_validator(mode="after")
    def _check(self) -> Self:
        minima = [rule.minimum for rule in self.grades]
        if any(low >= high for low, high in pairwise(minima)):
            raise ValueError("asset minima must strictly increase with the grade")
        if unknown := {tag for rule in self.grades for tag in rule.tags} - set(self.tags):
            raise ValueError(f"authentication tags without a rule: {', '.join(sorted(unknown))}")
        return self

    def chinese(self, grade: str) -> str:
        """Return the Chinese name of a grade."""
        return next(rule.zh for rule in self.grades if rule.grade == grade)

    @cached_property
    def identifiers(self) -> Mapping[str, str]:
        """The identifiers of all grades by their English and Chinese names, lowest first."""
        return {rule.grade: rule.grade for rule in self.grades} | {rule.zh: rule.grade for rule in self.grades}

    @cached_property
    def all(self) -> tuple[str, ...]:
        """All grades, lowest first."""
        return tuple(rule.grade for rule in self.grades)

    def english(self, grade: str) -> str:
        """Return the identifier of a grade told in English or Chinese."""
        return self.identifiers.get(grade, grade)


@dataclass(frozen=True, slots=True)
class ClientGrade:
    """A client's grade, UNKNOWN without an asset (the lowest is assumed); `open_grades` are what the asset reaches."""

    grade: str
    zh: str
    verdict: Verdict
    open_grades: tuple[str, ...]
    held_tags: tuple[str, ...]
    asset: Decimal | None
    evidence: tuple[str, ...] = ()

    def wire(self) -> dict[str, Any]:
        """The body of the client grade."""
        return {
            "grade": self.grade,
            "zh": self.zh,
            "verdict": self.verdict,
            "open_grades": list(self.open_grades),
            "tags": list(self.held_tags),
            "asset": None if self.asset is None else f"{self.asset:f}",
            "evidence": list(self.evidence),
        }


def read_table(parameters: Mapping[str, Any]) -> GradeTable:
    """Return the checked tables of grades and tags; raise InvalidInput when they contradict themselves."""
    try:
        return GradeTable.model_validate(parameters)
    except ValidationError as error:
        raise InvalidInput(f"client grades: {error.errors()[0]['msg']}", field="packs") from error


def open_grades(asset: Decimal, table: GradeTable) -> tuple[str, ...]:
    """Return the grades whose asset minimum is at most the current asset, lowest first; equality qualifies."""
    return tuple(rule.grade for rule in table.grades if rule.minimum <= asset)


def choose_grade(asset: Decimal, held: frozenset[str], table: GradeTable) -> str:
    """Return the highest open grade whose tags are satisfied (`any` or `all` of them); none such, the lowest grade."""
    wanted = any if table.mode == "any" else all
    reached = open_grades(asset, table)
    fitting = [
        rule.grade for rule in table.grades if rule.grade in reached and wanted(tag in held for tag in rule.tags)
    ]
    return fitting[-1] if fitting else table.grades[0].grade


@dataclass(frozen=True, slots=True)
class Authentication:
    """The authentication tags that a firm's records give it, and the ids of those records."""

    held: frozenset[str]
    evidence: tuple[str, ...]


def authentication(facts: Facts, table: GradeTable) -> Authentication:
    """Return the authentication tags a firm's records give it."""
    held: set[str] = set()
    evidence: set[str] = set()
    for name, rule in table.tags.items():
        rows = [
            r
            for r in facts.of(rule.kind)
            if facts.is_open(r) and (rule.field is None or r.payload.get(rule.field) in rule.words)
        ]
        if rows:
            held.add(name)
            evidence.add(rows[-1].record_id)
    return Authentication(frozenset(held), tuple(sorted(evidence)))


def client_grade(asset: Measured, tags: Authentication, table: GradeTable) -> ClientGrade:
    """Return the grade of a firm with an asset and some tags; without an asset, the lowest grade, marked UNKNOWN."""
    held, told = tuple(sorted(tags.held)), tuple(sorted({*asset.evidence, *tags.evidence}))
    if asset.value is None:
        lowest = table.grades[0]
        return ClientGrade(lowest.grade, lowest.zh, Verdict.UNKNOWN, (), held, None, told)
    grade, reached = choose_grade(asset.value, tags.held, table), open_grades(asset.value, table)
    return ClientGrade(grade, table.chinese(grade), Verdict.PASS, reached, held, asset.value, told)
