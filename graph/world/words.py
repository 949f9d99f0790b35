"""Word lists of the invented economy and the names of firms and people made from them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

_DATA = Path(__file__).parent / "data"
_NAME_STEP = 7_368_787


@cache
def read(name: str) -> dict[str, Any]:
    """Return one of the data files of this package: words, texts or products."""
    content: dict[str, Any] = yaml.safe_load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business: GB/T 4754 class, sector of the SME size standard, words for names and scope, usual size."""

    code: str
    sector: str
    words: list[str]
    scope: list[str]
    inputs: list[str]
    goods: str
    staff: tuple[int, int]
    per_head: int


@cache
def trades() -> list[Trade]:
    """Return the trades of the economy, in the order of the data file."""
    return [Trade(**row) for row in yaml.safe_load((_DATA / "trades.yaml").read_text(encoding="utf-8"))]


def trade(code: str) -> Trade:
    """Return the trade of a GB/T 4754 class."""
    return next(found for found in trades() if found.code == code)


def background_name(index: int, seed: int, word: str) -> str:
    """Return the name of a background firm, without its legal form; different for every index of a seed."""
    words = read("words")
    prefixes, first, second = words["name_prefixes"], words["brand_syllables"], words["second_syllables"]
    size = len(prefixes) * len(first) * len(second)
    cycle, place = divmod(index, size)
    place, rest = divmod((place * _NAME_STEP + seed) % size, len(first) * len(second))
    brand = first[rest // len(second)] + second[rest % len(second)]
    while cycle:
        cycle, extra = divmod(cycle - 1, len(second))
        brand += second[extra]
    return f"{prefixes[place]}{brand}{word}"


def planted_name(number: int, word: str) -> str:
    """Return the name of a planted firm, without its legal form; its first syllable occurs in no background firm."""
    words = read("words")
    first, second = words["planted_syllables"], words["second_syllables"]
    return f"{words['city']['name']}{first[number % len(first)]}{second[number * 7 % len(second)]}{word}"


def background_person(rng: Random) -> str:
    """Return a person's name; two people may well share it."""
    words = read("words")
    given = "".join(rng.choices(words["given"], k=1 if rng.random() < 0.15 else 2))
    return str(rng.choice(words["surnames"])) + given


def planted_person(number: int) -> str:
    """Return the name of a planted person; different for every number below 600 and used by no background person."""
    words = read("words")
    surnames, first, second = words["surnames"], words["planted_given"], words["given"]
    return f"{surnames[number % 60]}{first[(number + number // 60) % 10]}{second[number * 7 % 60]}"
