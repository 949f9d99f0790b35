"""Where a firm's name begins with a place (`data/places.csv`)."""

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PLACES = Path(__file__).parent.parent / "data" / "places.csv"
_SHORTEST = 2
_MOST = 4
_COUNTRY = "000000"
_NOT_AFTER_CITY = ("场", "政")  # 上海市场, 上海市政: the place is 上海
# A division the list does not know (renamed, a township, a development zone), after one it knows.
_LOWER = re.compile(
    r"[一-鿿]{0,5}?(?:经济技术开发区|高新技术产业开发区|高新技术开发区|经济开发区|开发区|高新区|保税区|新区)"
    r"|[一-鿿]{0,3}?(?:自治县|县(?!城)|市(?![场政区内])|区(?![域间])|镇|乡(?![镇村])|街道)"
)


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division: its six-digit code and whether the form is its short one."""

    code: str
    short: bool

    @property
    def stem(self) -> str:
        """The part of the code that all divisions inside this one share."""
        return self.code.rstrip("0") if self.code == _COUNTRY else re.sub(r"(?:00){1,2}$", "", self.code)


@dataclass(frozen=True, slots=True)
class PlacePrefix:
    """How far a name's place reaches; `before_short` is where a county's short name begins that ends it, if any."""

    end: int
    before_short: int | None = None


@cache
def divisions() -> Mapping[str, tuple[Division, ...]]:
    """The divisions of this release by full and short name."""
    found: defaultdict[str, list[Division]] = defaultdict(list)
    with PLACES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            found[row["name"]].append(Division(row["code"], short=False))
            if row["short"] not in ("", row["name"]):
                found[row["short"]].append(Division(row["code"], short=True))
    return {name: tuple(known) for name, known in found.items()}


@cache
def _districts() -> frozenset[str]:
    """Short names of districts only, which do not stand for a place unless the city is named before them."""
    known = divisions()
    full = {(d.code, name) for name, ds in known.items() for d in ds if not d.short and name.endswith("区")}
    codes = {code for code, name in full if not name.endswith("自治区") and not name.endswith("行政区")}
    return frozenset(name for name, ds in known.items() if all(d.short and d.code in codes for d in ds))


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """The lengths of the divisions' names, the longest first, by how they begin."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for name in divisions():
        found[name[:_SHORTEST]].add(len(name))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}


def _next(text: str, start: int, inside: tuple[str, ...]) -> tuple[int, list[Division]] | None:
    """Return the end of the longest division at a place of the text, and which ones it can be inside those before."""
    known, districts = divisions(), _districts()
    for length in _lengths().get(text[start : start + _SHORTEST], ()):
        word = text[start : start + length]
        if word.endswith("市") and text.startswith(_NOT_AFTER_CITY, start + len(word)):
            continue
        fitting = [d for d in known.get(word, ()) if not inside or d.code.startswith(inside)]
        if fitting and (inside or word not in districts):
            return start + len(word), fitting
    return None


def place_prefix(text: str) -> PlacePrefix:
    """Return how far the divisions reach with which a name in its normal form begins."""
    end, before_short, inside = 0, None, tuple[str, ...]()
    for _ in range(_MOST):
        found = _next(text, end, inside)
        if found is None:
            break
        short_county = all(d.short and not d.code.endswith("00") for d in found[1])
        before_short = end if short_county else None
        end, inside = found[0], tuple(sorted({d.stem for d in found[1]}))
    lower = _LOWER.match(text, end) if end else None
    return PlacePrefix(lower.end()) if lower else PlacePrefix(end, before_short)
