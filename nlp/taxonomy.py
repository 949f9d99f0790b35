"""The controlled set of tags (`data/taxonomy.yaml`): what makes a tag, and what may stand around its words."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from firmgraph.nlp.field_rules import FieldRule
from firmgraph.nlp.guards import GuardName
from firmgraph.nlp.terms import TermIndex
from firmgraph.nlp.text import Source

TAXONOMY = Path(__file__).parent / "data" / "taxonomy.yaml"
Term = Annotated[str, Field(min_length=2)]


class TagGroup(BaseModel):
    """A family of tags: its labels, and the guards, half-life and sources its tags have unless they say otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label_zh: str
    label_en: str
    guards: frozenset[GuardName]
    half_life_days: int | None = Field(gt=0)
    sources: frozenset[Source] = frozenset()


class TagRule(BaseModel):
    """One tag, made by keywords or fields of records; exclusions are longer words that contain a keyword and do not.

    A mention under one of `guards` makes no tag; with `needs`, only a mention under all of them does. `sources` and
    `fields`, where given, are the only ones read. The tag is dropped when one of `unless` is there. Evidence halves
    every `half_life_days`; without it, it does not age.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z_]+\.[a-z0-9_]+$")
    label_zh: str
    label_en: str
    group: str
    keywords: tuple[Term, ...] = ()
    exclusions: tuple[Term, ...] = ()
    guards: frozenset[GuardName]
    needs: frozenset[GuardName] = frozenset()
    unless: tuple[str, ...] = ()
    sources: frozenset[Source] = frozenset()
    fields: frozenset[str] = frozenset()
    from_fields: tuple[FieldRule, ...] = ()
    half_life_days: int | None = Field(gt=0)

    @model_validator(mode="after")
    def _can_be_made(self) -> Self:
        if not self.keywords and not self.from_fields:
            raise ValueError(f"neither keywords nor fields make {self.id}")
        return self

    def reads(self, source: str, field: str) -> bool:
        """Whether this tag may come from a field of a source."""
        return (not self.sources or source in self.sources) and (not self.fields or field in self.fields)

    def stands(self, guards: frozenset[str]) -> bool:
        """Whether a mention under these guards makes the tag."""
        return not (self.guards - self.needs) & guards and self.needs <= guards


class Taxonomy(BaseModel):
    """All tags of one version; `field_strength` is what one record whose fields say a tag is evidence of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    effective_from: str
    field_strength: float = Field(gt=0, lt=1)
    groups: dict[str, TagGroup]
    tags: tuple[TagRule, ...]

    @model_validator(mode="before")
    @classmethod
    def _inherit_from_group(cls, data: Any) -> Any:
        """Give each tag its group, the first part of its id, and what it takes over from there."""
        tags = []
        for tag in data["tags"]:
            group = tag["id"].partition(".")[0]
            defaults = {name: value for name, value in data["groups"][group].items() if not name.startswith("label")}
            tags.append({"group": group, **defaults, **tag})
        return {**data, "tags": tags}

    @model_validator(mode="after")
    def _check_ids(self) -> Self:
        ids = {tag.id for tag in self.tags}
        if len(ids) < len(self.tags):
            raise ValueError("two tags have one id")
        unknown = {other for tag in self.tags for other in tag.unless} - ids
        if unknown:
            raise ValueError(f"unless names no tag: {sorted(unknown)}")
        return self

    @cached_property
    def by_id(self) -> Mapping[str, TagRule]:
        """The tags by id."""
        return {tag.id: tag for tag in self.tags}

    @cached_property
    def by_keyword(self) -> Mapping[str, list[TagRule]]:
        """The tags that each keyword can make."""
        return _by_term(self.tags, "keywords")

    @cached_property
    def guards_of(self) -> Mapping[str, frozenset[GuardName]]:
        """The guards that some tag of each keyword asks for."""
        return {
            word: frozenset[GuardName]().union(*(rule.guards | rule.needs for rule in rules))
            for word, rules in self.by_keyword.items()
        }

    @cached_property
    def by_exclusion(self) -> Mapping[str, list[TagRule]]:
        """The tags that each exclusion keeps from being made."""
        return _by_term(self.tags, "exclusions")

    @cached_property
    def by_kind(self) -> Mapping[str, list[tuple[TagRule, FieldRule]]]:
        """The tags that the fields of each kind of record can make, with the rule that does."""
        found: defaultdict[str, list[tuple[TagRule, FieldRule]]] = defaultdict(list)
        for tag in self.tags:
            for rule in tag.from_fields:
                found[rule.kind].append((tag, rule))
        return dict(found)

    @cached_property
    def columns_by_kind(self) -> Mapping[str, frozenset[str]]:
        """The fields of each kind of record that some rule looks at."""
        return {
            kind: frozenset(column for _, rule in rules for column in rule.read) for kind, rules in self.by_kind.items()
        }

    @cached_property
    def keyword_index(self) -> TermIndex:
        """All keywords of all tags."""
        return TermIndex(self.by_keyword)

    @cached_property
    def exclusion_index(self) -> TermIndex:
        """All exclusions of all tags."""
        return TermIndex(self.by_exclusion)


def _by_term(tags: tuple[TagRule, ...], attribute: str) -> Mapping[str, list[TagRule]]:
    found: defaultdict[str, list[TagRule]] = defaultdict(list)
    for tag in tags:
        for term in getattr(tag, attribute):
            found[term].append(tag)
    return dict(found)


@cache
def taxonomy() -> Taxonomy:
    """The tags of this release."""
    return Taxonomy.model_validate(yaml.safe_load(TAXONOMY.read_text(encoding="utf-8")))
