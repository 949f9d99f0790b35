"""The rules of reading court documents (`data/litigation.yaml`): roles, cues, kinds and bands."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from firmgraph.nlp.litigation.judgment import AmountKind, CourtLevel, ExecutionState, Outcome, Result, Role, Side

RULES = Path(__file__).parents[1] / "data" / "litigation.yaml"
AmountBand = Literal["negligible", "minor", "notable", "major", "threatening", "unknown"]
AgeBand = Literal["recent", "two_years", "five_years", "old", "unknown"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RoleRule(_Data):
    """A role, the side it stands on, and its words."""

    role: Role
    side: Side
    words: tuple[str, ...]


class AmountKindRule(_Data):
    """A kind of amount and the words that name it."""

    kind: AmountKind
    cues: tuple[str, ...]


class UncountedRule(_Data):
    """What stands before or after an amount that adds to no sum, and before the parts of a sum."""

    before: str
    after: str
    parts: str


class ClaimRule(_Data):
    """Where what is asked for begins, under a heading or inside a sentence, and where it ends."""

    headed: str
    inline: str
    ends: str


class DispositionRule(_Data):
    """Where a decision begins and ends, what marks one of another case, and how one is told in passing."""

    begins: str
    cited: str
    ends: str
    told: str


class OutcomeRule(_Data):
    """What an item of a decision says, and the cues of it."""

    outcome: Outcome
    cues: tuple[str, ...]


class OrderRule(_Data):
    """Words of duty and of stated rights, words for all that defend, and the border between who must and who gets."""

    duty: str
    states: str
    everyone: str
    boundary: str


class ExecutionRule(_Data):
    """A state of enforcement and the words that state it."""

    state: ExecutionState
    cues: tuple[str, ...]


class ExecutionNotRule(_Data):
    """What before or after the words of a state takes it back."""

    before: str
    after: str


class CourtLevelRule(_Data):
    """A level of courts and what their names hold."""

    level: CourtLevel
    cue: str


class AmountBandRule(_Data):
    """Amounts up to and with this share of revenue."""

    band: AmountBand
    upto: Decimal | None = Field(ge=0)


class AgeBandRule(_Data):
    """Days up to and with this age."""

    band: AgeBand
    upto: int | None = Field(ge=0)


class LitigationRules(_Data):
    """All rules of one version."""

    version: str
    effective_from: str
    roles: tuple[RoleRule, ...]
    surnames: tuple[str, ...]
    compound_surnames: tuple[str, ...]
    doubtful_surnames: str
    no_name_ends: str
    verbs_in_names: frozenset[str]
    not_names: tuple[str, ...]
    clear_borders: str
    name_borders: tuple[str, ...]
    name_stops: tuple[str, ...]
    name_borders_of_organisations: tuple[str, ...]
    organisation_ends: tuple[str, ...]
    representatives: tuple[str, ...]
    amount_kinds: tuple[AmountKindRule, ...]
    uncounted: UncountedRule
    claims: ClaimRule
    disposition: DispositionRule
    outcomes: tuple[OutcomeRule, ...]
    settled: str
    settled_elsewhere: str
    pending: str
    orders: OrderRule
    execution_states: tuple[ExecutionRule, ...]
    execution_not: ExecutionNotRule
    court_levels: tuple[CourtLevelRule, ...]
    amount_bands: tuple[AmountBandRule, ...]
    age_bands: tuple[AgeBandRule, ...]
    side_tags: dict[Side, str]
    result_tags: dict[Result, tuple[str, ...]]
    state_tags: dict[ExecutionState, tuple[str, ...]]


@cache
def litigation_rules() -> LitigationRules:
    """The rules of this release."""
    return LitigationRules.model_validate(yaml.safe_load(RULES.read_text(encoding="utf-8")))


def side_of(role: Role) -> Side:
    """The side on which a role stands."""
    return next(rule.side for rule in litigation_rules().roles if rule.role == role)


@cache
def pattern(expression: str) -> re.Pattern[str]:
    """A rule's expression, compiled once."""
    return re.compile(expression)


@cache
def any_of(expressions: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for many expressions, of which the first that fits is taken."""
    return re.compile("|".join(f"(?:{expression})" for expression in expressions))


def any_word(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for many plain words, of which the longest is taken."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))
