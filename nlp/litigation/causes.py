"""The taxonomy of causes of civil action (`data/causes.yaml`), and the cause that a text names."""

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from firmgraph.nlp.litigation.judgment import Cause, Found
from firmgraph.nlp.terms import TermIndex

CAUSES = Path(__file__).parents[1] / "data" / "causes.yaml"
OTHER = "other"
_OF_CASE = re.compile(r"(?:案由[:为是]?\s?|一案)")
_UNLISTED = re.compile(r"案由[:为是]\s?([\u4e00-\u9fff、]{2,30})")


class CauseRule(BaseModel):
    """A cause of action under its present and earlier names, and whether it makes its group's tag."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    label_zh: str
    label_en: str
    aliases: tuple[str, ...] = ()
    tagged: bool = True


class CauseGroup(BaseModel):
    """Causes that are counted together, and the tag of the taxonomy that they make, if any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    label_zh: str
    label_en: str
    tag: str | None = None
    causes: tuple[CauseRule, ...]


class Causes(BaseModel):
    """All causes of one version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    effective_from: str
    groups: tuple[CauseGroup, ...]

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        names = [name for group in self.groups for cause in group.causes for name in (cause.label_zh, *cause.aliases)]
        ids = [cause.id for group in self.groups for cause in group.causes]
        for kind, values in (("name", names), ("id", ids)):
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"one {kind} stands for two causes: {twice}")
        return self

    @cached_property
    def by_name(self) -> dict[str, Cause]:
        """Each cause by each of its names."""
        return {
            name: Cause(name, cause.id, group.id, group.tag if cause.tagged else None)
            for group in self.groups
            for cause in group.causes
            for name in (cause.label_zh, *cause.aliases)
        }

    @cached_property
    def index(self) -> TermIndex:
        """All names of all causes."""
        return TermIndex(self.by_name)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first three characters of all names: where one begins, a party's name has ended."""
        return frozenset(name[:3] for name in self.by_name)


@cache
def causes() -> Causes:
    """The causes of this release."""
    return Causes.model_validate(yaml.safe_load(CAUSES.read_text(encoding="utf-8")))


def find_cause(normal: str) -> Found[Cause] | None:
    """The cause of the case: one named as such (案由, …一案) before one named in passing, the longest at its place.

    A cause named as such that is not in the taxonomy is told in its own words, in the group `other`.
    """
    named = _longest_names(normal)
    marked = [found for found in named if _marked(normal, found)]
    if marked:
        return marked[0]
    unlisted = _UNLISTED.search(normal)
    if unlisted:
        return Found(Cause(unlisted[1], None, OTHER), *unlisted.span(1))
    return named[0] if named else None


def _marked(normal: str, found: Found[Cause]) -> bool:
    around = normal[max(found.start - 5, 0) : found.start], normal[found.end : found.end + 2]
    return any(_OF_CASE.search(part) for part in around)


def _longest_names(normal: str) -> list[Found[Cause]]:
    kept: list[Found[Cause]] = []
    for name, start, end in sorted(causes().index.find(normal), key=lambda found: (found[1], -found[2])):
        if not kept or start >= kept[-1].end:
            kept.append(Found(causes().by_name[name], start, end))
    return kept
