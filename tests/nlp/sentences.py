"""Sentences with the tags they must and must not make, read from YAML and judged."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import yaml

from firmgraph.nlp.tags import TagResult, tag_texts
from firmgraph.nlp.taxonomy import TagRule, taxonomy
from firmgraph.nlp.text import Text, normal_form

DAY = "2024-01-31"


@dataclasses.dataclass(frozen=True)
class Sentence:
    """A text of one record with the tags it must make, where, and those it must not.

    `spans` tells for a tag the very words that make it, with #n the n-th such word of the text; `gap` says why the
    guards cannot be right on it yet; `phenomenon` is the group it belongs to.
    """

    text: str
    phenomenon: str
    source: Any = "diligence"
    field: str = "text"
    siblings: dict[str, str] = dataclasses.field(default_factory=dict)
    expected: list[str] = dataclasses.field(default_factory=list)
    spans: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    forbidden: list[str] = dataclasses.field(default_factory=list)
    gap: str | None = None

    def read(self) -> TagResult:
        """The tags of the record."""
        fields = {self.field: self.text, **self.siblings}
        return tag_texts([Text("record-1", self.source, name, DAY, text) for name, text in fields.items()])

    def places(self, tag: str) -> list[tuple[int, int]]:
        """The places in the text that must make the tag, in order."""
        return sorted(_place(self.text, word) for word in self.spans[tag])

    def faults(self) -> list[str]:
        """What is wrong with the tags made: missing, forbidden, or made by other words than expected."""
        made = {tag.tag: tag for tag in self.read().tags}
        found = [f"missing {tag}" for tag in self.expected if tag not in made]
        found += [f"forbidden {tag}" for tag in self.forbidden if tag in made]
        for tag in self.spans.keys() & made.keys():
            places = sorted((s.start, s.end) for s in made[tag].spans if s.field == self.field)
            if places != self.places(tag):
                found.append(f"{tag} made by {[self.text[start:end] for start, end in places]} at {places}")
        return sorted(found)

    def idle_bans(self) -> list[str]:
        """Forbidden tags whose words alone would make them, and none of whose words is said."""
        said = "\n".join(map(normal_form, [self.text, *self.siblings.values()])).lower()
        rules = {rule.id: rule for rule in taxonomy().tags}
        return [tag for tag in self.forbidden if not rules[tag].needs and not _is_said(rules[tag], said)]


def read_sentences(folder: Path) -> list[Sentence]:
    """All sentences of a folder's YAML files; the file's name is the phenomenon."""
    return [
        Sentence(phenomenon=path.stem, **case)
        for path in sorted(folder.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def _place(text: str, word: str) -> tuple[int, int]:
    written, _, number = word.partition("#")
    found = list(re.finditer(re.escape(written), text))[int(number or 1) - 1]
    return found.start(), found.end()


def _is_said(rule: TagRule, said: str) -> bool:
    return any(word.lower() in said for word in rule.keywords)
