"""Cues, forms and thresholds by which relations between companies are read (`data/text-relations.yaml`)."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

RELATIONS = Path(__file__).parents[1] / "data" / "text-relations.yaml"
Certainty = Literal["confirmed", "suspected"]
SOURCE, TARGET, OTHER = "\ue000", "\ue001", "\ue002"
"""What stands for the source, the target and any other company where a form is matched."""
_LETTERS = re.compile(r"(?<![A-Za-z\\])[ABO]+(?![a-z])")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RelationRule(_Data):
    """The cues of a relation and the forms they stand in; `target_first` turns the forms' direction about."""

    kind: str
    relation: str
    certainty: Certainty
    confidence: float = Field(gt=0, lt=1)
    forms: tuple[str, ...]
    cues: tuple[str, ...]
    symmetric: bool = False
    target_first: bool = False


class NameRules(_Data):
    """How company names are found in a text that comes without a list of them."""

    endings: tuple[str, ...]
    branch: str
    character: str
    longest: int
    borders: tuple[str, ...]
    leads: tuple[str, ...]
    openers: tuple[str, ...]
    generic: tuple[str, ...]
    own: tuple[str, ...]
    alias: str


class CompiledRule(BaseModel):
    """A rule with its patterns: the cue wherever it stands, and the whole sentence around the two companies."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    rule: RelationRule
    cue: re.Pattern[str]
    forms: tuple[re.Pattern[str], ...]


class RelationBook(_Data):
    """The rules of one version; the form is told in the file."""

    version: str
    effective_from: str
    least_confidence: float
    least_learned: float
    gap: int
    neighbours: int
    before: int
    after: int
    words: dict[str, tuple[str, ...]]
    denied: tuple[str, ...]
    ended: tuple[str, ...]
    reported: tuple[str, ...]
    hearsay: tuple[str, ...]
    names: NameRules
    forms: dict[str, tuple[str, ...]]
    relations: tuple[RelationRule, ...]
    learned: dict[str, tuple[str, str]]

    @cached_property
    def compiled(self) -> tuple[CompiledRule, ...]:
        """The rules, ready to match."""
        return tuple(self._compiled(rule) for rule in self.relations)

    def _compiled(self, rule: RelationRule) -> CompiledRule:
        words = {name: "(?:" + "|".join(parts) + ")" for name, parts in self.words.items()}
        cue = _filled("|".join(rule.cues), words)
        filled = {**words, "cue": f"(?P<cue>{cue})"}
        forms = [form for name in rule.forms for form in self.forms[name]]
        return CompiledRule(
            rule=rule,
            cue=re.compile(_with_companies(cue.replace("(?<=B)", ""))),
            forms=tuple(re.compile(_with_companies(_filled(form, filled))) for form in forms),
        )


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: words[found[1]], pattern)


def _with_companies(pattern: str) -> str:
    table = str.maketrans({"A": SOURCE, "B": TARGET, "O": OTHER})
    return _LETTERS.sub(lambda found: found[0].translate(table), pattern)


@cache
def relation_book() -> RelationBook:
    """The rules of this release."""
    return RelationBook.model_validate(yaml.safe_load(RELATIONS.read_text(encoding="utf-8")))
