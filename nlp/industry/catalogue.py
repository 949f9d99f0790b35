"""What words in business scopes mean in GB/T 4754-2017 (`data/industry.yaml`): goods, services and activities."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field

from firmgraph.nlp.industry.classes import classes

CATALOGUE = Path(__file__).parents[1] / "data" / "industry.yaml"
Activity = Literal[
    "retail", "wholesale", "trade", "make", "repair", "install", "build", "rent", "develop", "transport", "store",
    "grow", "raise", "mine", "design", "agency",
]  # fmt: skip
_Entry = TypeVar("_Entry")
_TRADE: Mapping[str, Mapping[bool, float]] = {
    "trade": {True: 0.7, False: 0.3},
    "wholesale": {True: 1.0},
    "retail": {False: 1.0},
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The class that makes a matter, and those that sell it; a service has only `service`."""

    make: str | None = None
    wholesale: str | None = None
    retail: str | None = None
    service: str | None = None


class Blend(BaseModel):
    """How much the items and the name weigh.

    Each item weighs `decay` of the one before it; `floor` keeps a division that one of both does not know of in play.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    decay: float = Field(gt=0, lt=1)
    floor: float = Field(gt=0)
    scope_power: float
    name_power: float
    least_confidence: float
    least_share: float


class Catalogue(BaseModel):
    """Words of one version and their classes; the form is told in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    effective_from: str
    standard: str
    blend: Blend
    boilerplate: tuple[str, ...]
    negative_heads: tuple[str, ...]
    negative_tails: tuple[str, ...]
    activities: dict[Activity, tuple[str, ...]]
    leads: tuple[str, ...]
    fillers: tuple[str, ...]
    activity_codes: dict[Activity, str]
    generic: frozenset[str]
    unsaid: dict[Activity, float]
    trade: dict[str, tuple[int, int]]
    repairs: dict[str, str]
    rents: dict[str, str]
    developments: dict[str, str]
    transports: dict[str, str]
    stores: dict[str, str]
    wares: tuple[tuple[str | None, int, int, tuple[str, ...]], ...]
    goods: dict[str, tuple[str, ...]]
    services: dict[str, tuple[str, ...]]

    @cached_property
    def meanings(self) -> Mapping[str, Meaning]:
        """All aliases, and the titles of the standard with the words of making and selling taken off."""
        found = {
            _stem_of_trade(word): Meaning(service=code) for code, word in _titles("A05 D E G H I J K L M N O P Q R S")
        }
        found |= {_stem(title): self._goods(code) for code, title in _titles("A01 A02 A03 A04 B C")}
        found = {word: meaning for word, meaning in found.items() if word not in self.generic}
        found |= {word: self._goods(code) for code, words in self.goods.items() for word in words}
        for make, wholesale, retail, words in self.wares:
            found |= dict.fromkeys(words, Meaning(make, f"{wholesale:04}", f"{retail:04}"))
        return found | {word: Meaning(service=code) for code, words in self.services.items() for word in words}

    def _goods(self, code: str) -> Meaning:
        wholesale, retail = _by_prefix(self.trade, code) or (5199, 5299)
        return Meaning(code, str(wholesale), str(retail))

    @cached_property
    def activity_words(self) -> Mapping[str, Activity]:
        """The activity that each word names."""
        return {word: activity for activity, words in self.activities.items() for word in words}

    @cached_property
    def boilerplate_pattern(self) -> re.Pattern[str]:
        """Matches what says nothing about the trade."""
        return re.compile("|".join(self.boilerplate))

    def classes_of(self, meaning: Meaning, activity: Activity | None) -> dict[str, float]:
        """The classes of a matter under an activity, with shares that sum to one or less."""
        if meaning.service:
            return {meaning.service: 1.0}
        if activity is None:
            return self._unsaid(meaning)
        if activity in _TRADE:
            sellers = {True: meaning.wholesale or "5199", False: meaning.retail or "5299"}
            told = _TRADE[activity]
            return {sellers[way]: sum(told[one] for one in told if sellers[one] == sellers[way]) for way in told}
        return {self._class_of_work(meaning.make or "", activity): 1.0}

    def _unsaid(self, meaning: Meaning) -> dict[str, float]:
        """Shares where a scope lists goods and says not what is done with them."""
        if meaning.make is None:
            return self.classes_of(meaning, "trade")
        shares: dict[str, float] = {}
        for activity, share in self.unsaid.items():
            for code, part in self.classes_of(meaning, activity).items():
                shares[code] = shares.get(code, 0.0) + share * part
        return shares

    def _class_of_work(self, make: str, activity: Activity) -> str:
        if activity in {"make", "grow", "raise", "mine"} and make:
            return make
        tables: Mapping[str, Mapping[str, str]] = {
            "repair": self.repairs, "rent": self.rents, "develop": self.developments, "transport": self.transports,
            "store": self.stores,
        }  # fmt: skip
        return _by_prefix(tables.get(activity, {}), make) or self.activity_codes[activity]


def _by_prefix(table: Mapping[str, _Entry], code: str) -> _Entry | None:
    """The entry of the longest beginning of a code."""
    return next((table[code[:length]] for length in range(len(code), 0, -1) if code[:length] in table), None)


_TITLE_ENDING = re.compile(r"(?:制造|加工|开采|采选|种植|饲养|养殖|生产|及类似|业)+$")
_TITLE_PARTS = re.compile(r"[、，（）()]|及其?他?|和")


def _stem_of_trade(title: str) -> str:
    """A title without the word trade at its end: 土木工程建筑业."""
    return title.removesuffix("业") if len(title) > 3 else title


def _stem(title: str) -> str:
    return _TITLE_ENDING.sub("", title)


def _titles(places: str) -> list[tuple[str, str]]:
    """The titles below the sections or divisions named, by parts; those above classes stand for their last class."""
    standard, named = classes(), set(places.split())
    leaves, found = sorted(standard.classes), []
    for code, title in sorted(standard.titles.items(), key=lambda one: len(one[0])):
        section = standard.sections.get(code[:2], "")
        if section and {section, section + code[:2]} & named and not title.startswith("其他"):
            leaf = next(one for one in reversed(leaves) if one.startswith(code))
            found += [(leaf, part) for part in (title, *_TITLE_PARTS.split(title)) if len(_stem(part)) > 1]
    return found


@cache
def catalogue() -> Catalogue:
    """The words of this release."""
    return Catalogue.model_validate(yaml.safe_load(CATALOGUE.read_text(encoding="utf-8")))
