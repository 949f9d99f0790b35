"""Words that say what two companies have to do with each other, by concept (`data/text-relations.triggers.yaml`)."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from firmgraph.nlp.relations.matching import Pair

TRIGGERS = Path(__file__).parents[1] / "data" / "text-relations.triggers.yaml"
BEFORE, AFTER = 30, 40
"""How far before the first and after the last of two names words are read, in characters."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")


@dataclass(frozen=True, slots=True)
class TriggerWord:
    """A word at [start, end) of a text with its concepts; a particle or number says nothing alone."""

    start: int
    end: int
    word: str
    concepts: tuple[str, ...]
    speaks: bool


class TriggerBook(BaseModel):
    """The words of one version, and the concepts that a learned label must point at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    effective_from: str
    concepts: dict[str, tuple[str, ...]]
    particles: dict[str, tuple[str, ...]]
    triggers: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _triggers_are_concepts(self) -> "TriggerBook":
        unknown = {name for names in self.triggers.values() for name in names} - set(self.concepts)
        if unknown:
            raise ValueError(f"triggers name no concept: {', '.join(sorted(unknown))}")
        return self

    @cached_property
    def telling(self) -> frozenset[str]:
        """The concepts that a learned label may point at."""
        return frozenset(name for names in self.triggers.values() for name in names)

    @cached_property
    def by_first(self) -> dict[str, list[tuple[str, tuple[str, ...], bool]]]:
        """The words by their first character, the longest first, with their concepts and whether they speak."""
        concepts: defaultdict[str, list[str]] = defaultdict(list)
        for name, words in (*self.concepts.items(), *self.particles.items()):
            for word in dict.fromkeys(words):
                concepts[word].append(name)
        found: defaultdict[str, list[tuple[str, tuple[str, ...], bool]]] = defaultdict(list)
        for word in sorted(concepts, key=lambda word: (-len(word), word)):
            names = concepts[word]
            found[word[0]].append((word, tuple(names), names[0] in self.concepts))
        return dict(found)


@cache
def trigger_book() -> TriggerBook:
    """The words of this release."""
    return TriggerBook.model_validate(yaml.safe_load(TRIGGERS.read_text(encoding="utf-8")))


class TriggerWords:
    """The words of a text in its normal form, in order; none overlaps another."""

    def __init__(self, normal: str) -> None:
        numbers = [TriggerWord(found.start(), found.end(), "0", _number(found[0]), False) for found in _numbers(normal)]
        self._words = sorted((*_spoken(normal), *numbers), key=lambda word: word.start)
        self._starts = [word.start for word in self._words]

    def within(self, start: int, end: int) -> list[TriggerWord]:
        """The words that stand whole in [start, end)."""
        at = bisect_left(self._starts, start)
        found = self._words[at : bisect_left(self._starts, end, lo=at)]
        return found[:-1] if found and found[-1].end > end else found

    def around(self, pair: Pair) -> tuple[list[TriggerWord], list[TriggerWord], list[TriggerWord]]:
        """The words before, between and after two companies, in their sentence."""
        begin = pair.first.start - min(len(pair.before), BEFORE)
        last = max(pair.first.end, pair.second.end)
        return (
            self.within(begin, pair.first.start),
            self.within(pair.first.end, pair.second.start),
            self.within(last, last + min(len(pair.after), AFTER)),
        )

    def may_say(self, pair: Pair) -> bool:
        """Whether any word around two companies could be what a learned label points at."""
        telling = trigger_book().telling
        return any(not telling.isdisjoint(word.concepts) for words in self.around(pair) for word in words)

    def trigger(self, pair: Pair, label: str) -> TriggerWord | None:
        """The word that says a learned label of two companies: between them, else nearest after, else before them."""
        wanted = set(trigger_book().triggers.get(label, ()))
        before, between, after = self.around(pair)
        return next((word for word in (*between, *after, *before[::-1]) if wanted.intersection(word.concepts)), None)


def _spoken(normal: str) -> Iterator[TriggerWord]:
    by_first, at = trigger_book().by_first, 0
    while at < len(normal):
        for word, concepts, speaks in by_first.get(normal[at], ()):
            if normal.startswith(word, at):
                yield TriggerWord(at, at + len(word), word, concepts, speaks)
                at += len(word)
                break
        else:
            at += 1


def _numbers(normal: str) -> Iterator[re.Match[str]]:
    return _NUMBER.finditer(normal)


def _number(written: str) -> tuple[str]:
    return ("percent" if written.endswith("%") else "number",)
