"""What stands around a mention and changes what it says: negation, hypothesis, question, role, end of the matter.

The cues are data (`data/guards.yaml`). All cues of a text are found first, so that many mentions cost little.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from firmgraph.nlp.text import Text, normal_form

GUARDS = Path(__file__).parent / "data" / "guards.yaml"
GuardName = Literal[
    "negated", "excluded", "hypothetical", "question", "resolved", "expired", "plaintiff", "defendant", "other_subject"
]
_BORDERS = {
    "paragraph": re.compile(r"\n"),
    "sentence": re.compile(r"[。!?;\n]"),
    "clause": re.compile(r"[。!?;\n,]"),
}
_STATEMENT_END = re.compile(r"[。!;\n]")
_LONGEST_BEFORE = 24
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class GuardRule(BaseModel):
    """Cues (regular expressions over the normal form) that guard a mention on one side of them.

    A cue guards within `reach` characters inside its clause, sentence or paragraph, unless a stop stands between, the
    text right before the cue ends with one of `not_after`, or what follows the mention in its sentence matches
    `cancelled_by` (there ^ is the mention's end). With `covers` it guards the mentions inside the cue as well.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    guard: GuardName
    cue: Literal["before", "after"]
    within: Literal["clause", "sentence", "paragraph"]
    reach: int
    cues: tuple[str, ...]
    covers: bool = False
    stops: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    cancelled_by: tuple[str, ...] = ()


class GuardBook(BaseModel):
    """The guard rules in force, and the record fields that guard every mention of their record.

    `words` are alternatives that the rules' patterns name in braces.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    effective_from: str
    words: dict[str, tuple[str, ...]] = {}
    roles: dict[GuardName, tuple[str, ...]]
    closing_fields: frozenset[str]
    rules: tuple[GuardRule, ...]

    @model_validator(mode="before")
    @classmethod
    def _put_words_in(cls, data: Any) -> Any:
        """Write out the words that the rules' patterns name."""
        words = {name: "(?:" + "|".join(parts) + ")" for name, parts in data.get("words", {}).items()}
        return {**data, "rules": [_written_out(rule, words) for rule in data["rules"]]}

    def guard_of_field(self, field: str, value: str, today: date | None) -> GuardName | None:
        """The guard that a record's role (`plaintiff`, 原告) or closing day puts on all mentions of the record."""
        word = normal_form(value).strip().lower()
        if field == "role":
            return next((guard for guard, words in self.roles.items() if word in words), None)
        if field in self.closing_fields and _is_day_until(word, today):
            return "resolved"
        return None


def _written_out(rule: Any, words: Mapping[str, str]) -> Any:
    patterns = {"cues", "stops", "not_after", "cancelled_by"}
    return {
        name: [_PLACEHOLDER.sub(lambda found: words[found[1]], part) for part in value] if name in patterns else value
        for name, value in rule.items()
    }


@cache
def guard_book() -> GuardBook:
    """The guard rules of this release."""
    return GuardBook.model_validate(yaml.safe_load(GUARDS.read_text(encoding="utf-8")))


def record_guards(texts: Iterable[Text], today: date | None) -> dict[str, frozenset[GuardName]]:
    """The guards that the fields of each record put on all that is said in it."""
    found: defaultdict[str, set[GuardName]] = defaultdict(set)
    for text in texts:
        guard = guard_book().guard_of_field(text.field, text.text, today)
        if guard:
            found[text.record].add(guard)
    return {record: frozenset(guards) for record, guards in found.items()}


def _is_day_until(word: str, today: date | None) -> bool:
    try:
        return today is None or date.fromisoformat(word) <= today
    except ValueError:
        return False


class GuardedText:
    """A text with its cues, stops and borders found."""

    def __init__(self, normal: str, book: GuardBook | None = None) -> None:
        rules = (book or guard_book()).rules
        self._borders = {name: _starts(pattern, normal) for name, pattern in _BORDERS.items()}
        found = (_RuleInText(rule, normal, self._borders[rule.within]) for rule in rules)
        self._rules = [rule for rule in found if rule.has_cues]
        self._normal = normal

    def guards(self, start: int, end: int) -> frozenset[GuardName]:
        """The guards on a mention at [start, end)."""
        return frozenset(
            found.rule.guard for found in self._rules if found.guards(start, end) and not self._cancels(found, end)
        )

    def _cancels(self, found: "_RuleInText", end: int) -> bool:
        if not found.rule.cancelled_by:
            return False
        rest = _STATEMENT_END.split(self._normal[end : end + found.rule.reach + 20], maxsplit=1)[0]
        return bool(_any_of(found.rule.cancelled_by).search(rest))


class _RuleInText:
    """The places at which one rule's cues and stops stand in one text."""

    def __init__(self, rule: GuardRule, normal: str, borders: Sequence[int]) -> None:
        self.rule = rule
        found_cues = _any_of(rule.cues).finditer(normal)
        cues = [cue for cue in found_cues if not _follows(normal, cue.start(), rule.not_after)]
        self._cue_starts = [found.start() for found in cues]
        self._cue_ends = [found.end() for found in cues]
        stops = _starts(_any_of(rule.stops), normal) if cues and rule.stops else []
        self._barriers = (borders, stops)

    @property
    def has_cues(self) -> bool:
        """Whether a cue of this rule stands in the text."""
        return bool(self._cue_starts)

    def guards(self, start: int, end: int) -> bool:
        """Whether the cue nearest to the mention on the rule's side reaches it, or one covers it."""
        if self.rule.covers and self._covers(start, end):
            return True
        if self.rule.cue == "before":
            index = bisect_right(self._cue_ends, start) - 1
            return index >= 0 and self._reaches(self._cue_ends[index], start)
        index = bisect_left(self._cue_starts, end)
        return index < len(self._cue_starts) and self._reaches(end, self._cue_starts[index])

    def _covers(self, start: int, end: int) -> bool:
        index = bisect_right(self._cue_starts, start) - 1
        return index >= 0 and self._cue_ends[index] >= end

    def _reaches(self, start: int, end: int) -> bool:
        if end - start > self.rule.reach:
            return False
        return all(bisect_left(places, start) == bisect_left(places, end) for places in self._barriers)


def _follows(normal: str, start: int, patterns: tuple[str, ...]) -> bool:
    return bool(patterns and _ending(patterns).search(normal[max(0, start - _LONGEST_BEFORE) : start]))


@cache
def _ending(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns)})\Z")


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _starts(pattern: re.Pattern[str], text: str) -> list[int]:
    return [found.start() for found in pattern.finditer(text)]
