"""Sentences made by a grammar (`cases_composed*.yaml`), each with what it must and must not make."""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from tests.nlp.sentences import Sentence

_SLOT = re.compile(r"\{([+-]?)([a-z_]+)\}")


@dataclass
class _Composition:
    """A sentence under way: its text so far, and the tags of its words, said (with their places) and guarded."""

    text: str = ""
    said: dict[str, tuple[int, str]] = field(default_factory=dict)
    guarded: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)

    def add_word(self, word: str, tag: str, *, is_said: bool) -> None:
        """Put a tag's word in."""
        if is_said:
            self.said[tag] = (len(self.text), word)
        else:
            self.guarded.add(tag)
        self.words.append(word)
        self.text += word

    def fits(self, word: str, tag: str) -> bool:
        """Whether neither the tag nor the word, nor a part of it, stands in the sentence already."""
        return tag not in {*self.said, *self.guarded} and not any(
            word in other or other in word for other in self.words
        )

    def spans(self) -> dict[str, list[str]]:
        """For each said tag the word that makes it, numbered among its occurrences in the text."""
        return {tag: [f"{word}#{self.text[:start].count(word) + 1}"] for tag, (start, word) in self.said.items()}


def compose(path: Path) -> list[Sentence]:
    """The sentences of a grammar, always the same, no two alike."""
    grammar = yaml.safe_load(path.read_text(encoding="utf-8"))
    dice = random.Random(grammar["seed"])
    made: dict[str, Sentence] = {}
    while len(made) < grammar["sentences"]:
        template = dice.choice(grammar["templates"])
        sentence = _sentence(template, grammar, dice)
        made.setdefault(sentence.text, sentence)
    return list(made.values())


def _sentence(template: Mapping[str, str], grammar: Mapping[str, Any], dice: random.Random) -> Sentence:
    composition, end = _Composition(), 0
    for slot in _SLOT.finditer(template["text"]):
        composition.text += template["text"][end : slot.start()]
        end = slot.end()
        if slot[1]:
            fitting = [pair for pair in grammar["words"][slot[2]].items() if composition.fits(*pair)]
            composition.add_word(*dice.choice(fitting), is_said=slot[1] == "+")
        else:
            composition.text += dice.choice(grammar["phrases"][slot[2]])
    composition.text += template["text"][end:]
    return Sentence(
        text=composition.text,
        phenomenon=template["phenomenon"],
        source=template.get("source", "diligence"),
        field=template.get("field", "text"),
        expected=list(composition.said),
        spans=composition.spans(),
        forbidden=sorted(composition.guarded),
    )
