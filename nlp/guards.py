"""What stands around a mention and changes what it says: negation, hypothesis, question, role, end of the matter.

The cues are data (`data/guards.yaml`). All cues of a text are found first, so that many mentions cost little.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from firmgraph.nlp.patterns import any_of, beginnings
from firmgraph.nlp.rows import RowValue, row_values
from firmgraph.nlp.text import Text, normal_form

GUARDS = Path(__file__).parent / "data" / "guards.yaml"
GuardName = Literal[
    "negated", "excluded", "hypothetical", "question", "resolved", "expired", "plaintiff", "defendant", "other_subject"
]
GUARD_NAMES: tuple[GuardName, ...] = get_args(GuardName)
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
    confirmed_by: tuple[str, ...] = ()

    @cached_property
    def cue_pattern(self) -> re.Pattern[str]:
        """One pattern for all cues."""
        return any_of(self.cues)

    @cached_property
    def stop_pattern(self) -> re.Pattern[str] | None:
        """One pattern for all stops, if there are any."""
        return any_of(self.stops) if self.stops else None

    @cached_property
    def not_after_pattern(self) -> re.Pattern[str] | None:
        """What right before a cue takes it back, if there is any."""
        return re.compile(rf"(?:{'|'.join(self.not_after)})\Z") if self.not_after else None


class GuardBook(BaseModel):
    """The guard rules in force, and the record fields that guard every mention of their record.

    `words` are alternatives that the patterns name in braces; `row_none` are those of a value that says there is none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    effective_from: str
    words: dict[str, tuple[str, ...]] = {}
    roles: dict[GuardName, tuple[str, ...]]
    closing_fields: frozenset[str]
    row_none: tuple[str, ...] = ()
    rules: tuple[GuardRule, ...]

    @model_validator(mode="before")
    @classmethod
    def _put_words_in(cls, data: Any) -> Any:
        """Write out the words that the rules' patterns name."""
        words = {name: "(?:" + "|".join(parts) + ")" for name, parts in data.get("words", {}).items()}
        book = {**data, "row_none": [_with_words(pattern, words) for pattern in data.get("row_none", ())]}
        return {**book, "rules": [_written_out(rule, words) for rule in data["rules"]]}

    @cached_property
    def rules_by_guard(self) -> Mapping[GuardName, list[tuple[GuardRule, frozenset[str] | None]]]:
        """The rules of each guard, each with the characters with which its cues begin, where they are told."""
        found: defaultdict[GuardName, list[tuple[GuardRule, frozenset[str] | None]]] = defaultdict(list)
        for rule in self.rules:
            found[rule.guard].append((rule, beginnings(rule.cues)))
        return found

    def guard_of_field(self, field: str, value: str, today: date | None) -> GuardName | None:
        """The guard that a record's role (`plaintiff`, 原告) or closing day puts on all mentions of the record."""
        word = normal_form(value).strip().lower()
        if field == "role":
            return next((guard for guard, words in self.roles.items() if word in words), None)
        if field in self.closing_fields and _is_day_until(word, today):
            return "resolved"
        return None


def _written_out(rule: Any, words: Mapping[str, str]) -> Any:
    patterns = {"cues", "stops", "not_after", "cancelled_by", "confirmed_by"}
    return {
        name: [_with_words(part, words) for part in value] if name in patterns else value
        for name, value in rule.items()
    }


def _with_words(pattern: str, words: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: words[found[1]], pattern)


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
    """A text with its borders found; the cues and stops of a rule are looked for when its guard is first asked for.

    `subjects` are the places, in order, of what a cue in a later clause may be about instead of an earlier mention.
    """

    def __init__(self, normal: str, book: GuardBook | None = None, subjects: Sequence[int] = ()) -> None:
        self._book = book or guard_book()
        self._normal = normal
        self._characters = frozenset(normal)
        self._borders = {name: _starts(pattern, normal) for name, pattern in _BORDERS.items()}
        self._rows = list(row_values(normal))
        self._subjects = subjects
        self._found: dict[GuardName, list[_RuleInText]] = {}

    def guards(self, start: int, end: int, among: Iterable[GuardName] = GUARD_NAMES) -> frozenset[GuardName]:
        """Which guards of those asked for are on a mention at [start, end)."""
        row = self._row_of(start, end)
        return frozenset(
            name for name in among if (row or self._rules(name)) and self._is_guarded(name, start, end, row)
        )

    def _is_guarded(self, name: GuardName, start: int, end: int, row: RowValue | None) -> bool:
        if row and name == "negated" and any_of(self._book.row_none).match(row.value):
            return True
        rules = (found for found in self._rules(name) if not (row and found.rule.cue == "after"))
        return any(found.guards(start, end) and self._stands(found.rule, end) for found in rules)

    def _rules(self, name: GuardName) -> list["_RuleInText"]:
        """The rules of a guard that have cues in the text."""
        if name not in self._found:
            known = self._book.rules_by_guard[name]
            rules = (rule for rule, signs in known if signs is None or not signs.isdisjoint(self._characters))
            found = (_RuleInText(rule, self._normal, self._borders, self._subjects) for rule in rules)
            self._found[name] = [rule for rule in found if rule.has_cues]
        return self._found[name]

    def _row_of(self, start: int, end: int) -> RowValue | None:
        index = bisect_right(self._rows, start, key=lambda row: row.start) - 1
        return self._rows[index] if index >= 0 and end <= self._rows[index].end else None

    def _stands(self, rule: GuardRule, end: int) -> bool:
        """Whether what follows a mention that ends here lets a rule guard it."""
        if not (rule.cancelled_by or rule.confirmed_by):
            return True
        rest = _STATEMENT_END.split(self._normal[end : end + rule.reach + 20], maxsplit=1)[0]
        if rule.cancelled_by and any_of(rule.cancelled_by).search(rest):
            return False
        return not rule.confirmed_by or bool(any_of(rule.confirmed_by).search(rest))


class _RuleInText:
    """The places at which one rule's cues and stops stand in one text."""

    def __init__(
        self, rule: GuardRule, normal: str, borders: Mapping[str, Sequence[int]], subjects: Sequence[int]
    ) -> None:
        self.rule = rule
        self._clauses, self._subjects = borders["clause"], subjects
        cues = list(rule.cue_pattern.finditer(normal))
        if cues and (taken_back := rule.not_after_pattern):
            cues = [
                cue for cue in cues if not taken_back.search(normal, max(0, cue.start() - _LONGEST_BEFORE), cue.start())
            ]
        self._cue_starts = [found.start() for found in cues]
        self._cue_ends = [found.end() for found in cues]
        stops = _starts(rule.stop_pattern, normal) if cues and rule.stop_pattern else []
        self._barriers = (borders[rule.within], stops)

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
        if index == len(self._cue_starts) or not self._reaches(end, self._cue_starts[index]):
            return False
        return not self._is_of_another(end, self._cue_starts[index])

    def _is_of_another(self, end: int, cue: int) -> bool:
        """Whether a clause that begins after the mention names something of its own before the cue."""
        clause = bisect_left(self._clauses, cue) - 1
        if clause < 0 or self._clauses[clause] < end:
            return False
        return bisect_left(self._subjects, self._clauses[clause]) < bisect_left(self._subjects, cue)

    def _covers(self, start: int, end: int) -> bool:
        index = bisect_right(self._cue_starts, start) - 1
        return index >= 0 and self._cue_ends[index] >= end

    def _reaches(self, start: int, end: int) -> bool:
        if end - start > self.rule.reach:
            return False
        return all(bisect_left(places, start) == bisect_left(places, end) for places in self._barriers)


def _starts(pattern: re.Pattern[str], text: str) -> list[int]:
    return [found.start() for found in pattern.finditer(text)]
