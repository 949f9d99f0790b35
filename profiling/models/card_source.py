"""What a model's card is written from: what is known of the model, its own words, and the labels of every card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.contributions import Contributions
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.scoring import Scored
from firmgraph.profiling.models.task import Sample

LABELS = Path(__file__).parent / "data" / "card.yaml"
Language = Literal["zh", "en"]
Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Twin:
    """How the monotone twin compares: the AUC lost against each model named, the shares of clients that run against a
    sign in model and twin, and how far reasons agree over as many models learned anew.
    """

    cost: Mapping[str, Interval]
    against: Mapping[str, tuple[float, float]]
    agreement: tuple[float, float]
    seeds: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a model on clients it has not seen: them, its answers, and what the kept model's columns add.

    `cohorts` is the month or fold of each client; `groups` the group of each by each axis of fairness; `ablation` what
    `metric` loses without each block of columns; `before` the log odds of the clients learned from, told by models that
    had not seen them, which the cohorts are compared with (None: each with the others). What is left
    empty is told as not measured.
    """

    sample: Sample
    found: Scored
    told: Contributions
    metric: str = "AUC"
    cohorts: Sequence[str] = ()
    before: Numbers | None = None
    ablation: Mapping[str, Interval] = field(default_factory=dict)
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    twin: Twin | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A card in one language: the file's name, the model, what is known of it, and its own words."""

    name: str
    kept: Kept
    known: Judged
    words: Words
    language: Language

    def say(self, key: str, *given: object) -> str:
        """A sentence of every card with its figures."""
        text: str = _labels()["words"][key][self.language]
        return text.format(*given)

    def label(self, kind: str, name: str) -> str:
        """A label of every card, or the name where it has none."""
        return str(_labels()[kind].get(name, {}).get(self.language, name))

    def own(self, key: str) -> str:
        """A paragraph, or a list, of this card's own words."""
        given = self.words.get(key, {})
        if isinstance(given, list):
            return "\n".join(f"- {one[self.language]}" for one in given)
        return str(given.get(self.language, ""))

    def own_label(self, name: str) -> str:
        """What this card calls a figure; empty where it has no name of its own for it."""
        return str(self.words.get("labels", {}).get(name, {}).get(self.language, ""))

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> str:
        """A table; so many columns are of words, the others of figures."""
        rule = ["---"] * words + ["---:"] * (len(heads) - words)
        lines = [[self.label("heads", head) for head in heads], rule, *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@cache
def _labels() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    body: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    return body
