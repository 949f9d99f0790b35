"""Short and mistyped names, made by stated rules of real registered names, matched against all registered names.

The settings in nlp/data/name-matching.yaml were chosen on the firms of `TUNING`; `MEASURED` are other firms. A text
is shared when it is, letter by letter, also a short form or the name of another firm: no matcher can tell then which
one is meant. Figures are given without the shared texts and with them; a hit is the right firm only.
"""

import csv
import gzip
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firmgraph.nlp.names.forms import name_form
from firmgraph.nlp.names.index import FirmName, NameIndex, NameMatch
from firmgraph.nlp.names.parts import NameParts, parts_of, short_forms, short_place

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data" / "registration" / "registration.csv.gz"
SEED, FIRMS, RESAMPLES, COVERAGE = 20260101, 2000, 1000, 0.8
TUNING, MEASURED = "tuning", "measured"
GOAL = "texts of one firm only: hit@1 at least 0.96, precision at 80 % coverage at least 0.998"

# Characters of firms' names that sound alike, or look alike, and are typed for one another.
ALIKE = (
    "华桦骅铧", "鑫新欣馨信心", "恒衡亨横", "泰太态钛", "盛胜晟圣", "源元原远园", "宏洪鸿弘红", "兴星馨", "达大答",
    "利力立丽", "德得", "通同", "丰峰锋风", "和合禾", "明名铭茗", "金锦今进", "海汉", "天田",
    "永勇咏", "安案", "昌长常", "龙隆", "福富复", "瑞锐睿", "嘉佳家加", "凯楷", "东冬",
    "宇雨语玉", "成城诚程", "益亿艺", "腾藤", "祥翔", "建健", "联连", "科可", "荣容融",
    "强墙", "伟维威", "正政", "顺舜", "方芳", "光广", "百佰", "万旺",
)  # fmt: skip
_SOUNDS = {c: group.replace(c, "") for group in reversed(ALIKE) for c in group}

AREAS = "the row's area and 4 characters"
CUT = "4 characters after the row's area"
"""Rules that know nothing of the parts of a name: what stands after the area that the row tells in its own columns."""

Parts = tuple[str, str, str, str, str]


def _parts(parts: NameParts) -> Parts:
    """Return place, place without 省, 市, 县, 区, brand, trade and branch of a name, empty where it has none."""
    place, brand, trade, branch = (p.text if p else "" for p in (parts.place, parts.brand, parts.trade, parts.branch))
    return place, short_place(place), brand, trade, branch


def _dropped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _transposed(text: str, chance: random.Random) -> str:
    at = chance.choice([i for i in range(len(text) - 1) if text[i] != text[i + 1]] or [0])
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


def _sounding(text: str, chance: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c in _SOUNDS]
    if not places:
        return ""
    at = chance.choice(places)
    return text[:at] + chance.choice(_SOUNDS[text[at]]) + text[at + 1 :]


def _wide(text: str, _: random.Random) -> str:
    return "\u3000".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


PLAIN: Mapping[str, Callable[[Parts], str]] = {
    "brand": lambda p: p[2] + p[4],
    "place + brand": lambda p: p[1] + p[2] + p[4] if p[1] else "",
    "brand + trade": lambda p: p[2] + p[3] + p[4] if p[3] else "",
    "legal form dropped": lambda p: p[0] + p[2] + p[3] + p[4],
}
"""Rules by the parts of a name; a branch keeps its suffix, brackets are left out; no text where a part is missing."""
TYPED: Mapping[str, Callable[[str, random.Random], str]] = {
    "character dropped": _dropped,
    "characters transposed": _transposed,
    "character that sounds alike": _sounding,
    "full width and spaces": _wide,
}
"""Typing variants, at a place drawn by chance, of the name without its legal form."""
BRACKETS = "brackets missing"
"""The full name without its bracket signs; only names with brackets."""


RULES = (*PLAIN, *TYPED, BRACKETS, CUT, AREAS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A text made by a rule, the key of the firm it was made of, and how many firms it can be said of."""

    rule: str
    text: str
    key: str
    bearers: int

    @property
    def shared(self) -> bool:
        """Whether the text is another firm's too."""
        return self.bearers > 1


@dataclass(frozen=True, slots=True)
class Registration:
    """A registered name with its firm's code (those without one are told apart by row), and the areas of the row."""

    firm: FirmName
    areas: tuple[str, ...]


def registered(path: Path = DATA) -> list[Registration]:
    """Return all registered names."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Registration(
            FirmName(row["企业名称"], row["统一社会信用代码"] or f"row {i}"),
            tuple(area for area in (row["所在省份"], row["地区"]) if area),
        )
        for i, row in enumerate(rows)
    ]


def cuts(row: Registration) -> dict[str, str]:
    """Return what the rules without parts make of a registration."""
    rest, area = re.sub("[()]", "", name_form(row.firm.name)), ""
    for own in row.areas:
        if prefix := re.match(f"{re.escape(own)}(?:省|市|自治区)?", rest):
            rest, area = rest[prefix.end() :], own
    return {CUT: rest[:4], AREAS: area + rest[:4] if area else ""}


def forms(name: str) -> dict[str, str]:
    """Return the short forms of a name by rule."""
    parts = _parts(parts_of(name))
    return {rule: text for rule, make in PLAIN.items() if parts[2] and (text := make(parts))}


def texts(row: Registration, chance: random.Random) -> dict[str, str]:
    """Return the texts made of a registration by all rules."""
    name = row.firm.name
    made = forms(name)
    bare = made.get("legal form dropped", "")
    made |= {rule: vary(bare, chance) for rule, vary in TYPED.items() if len(bare) > 2}
    without = re.sub("[()]", "", name_form(name))
    return {**made, BRACKETS: without if without != name_form(name) else "", **cuts(row)}


def own_texts(row: Registration) -> set[str]:
    """Return a name and its short forms by any rule, in the normal form."""
    full = name_form(row.firm.name)
    return {*short_forms(row.firm.name), full, re.sub("[()]", "", full), *cuts(row).values()}


def questions(rows: Sequence[Registration], sample: str) -> list[Asked]:
    """Return the texts of one of the two samples, no firm in both; only names with a brand and no lost characters."""
    fit = {row.firm.key: row for row in rows if "\ufffd" not in row.firm.name and parts_of(row.firm.name).brand}
    drawn = random.Random(SEED).sample([fit[key] for key in sorted(fit)], 2 * FIRMS)
    chance, asked = random.Random(f"{SEED} {sample}"), list[Asked]()
    borne = Counter(text for _, text in {(row.firm.key, text) for row in rows for text in own_texts(row)})
    for row in drawn[:FIRMS] if sample == TUNING else drawn[FIRMS:]:
        own = own_texts(row)
        for rule, text in texts(row, chance).items():
            if text:
                form = name_form(text)
                asked.append(Asked(rule, text, row.firm.key, borne[form] + (form not in own)))
    return asked


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of each text: its firm's number, whether the first or one of five is right, how sure, and whether answered."""

    firms: NDArray[np.int64]
    first: NDArray[np.bool_]
    five: NDArray[np.bool_]
    sure: NDArray[np.float64]
    answered: NDArray[np.bool_]

    def of(self, rows: NDArray[Any]) -> "Outcome":
        """Return some of the texts."""
        return Outcome(self.firms[rows], self.first[rows], self.five[rows], self.sure[rows], self.answered[rows])


def outcome(asked: Sequence[Asked], matches: Sequence[NameMatch]) -> Outcome:
    """Return how the matches of texts turned out."""
    numbers = {key: i for i, key in enumerate(dict.fromkeys(a.key for a in asked))}
    keys = [[c.firm.key for c in match.candidates] for match in matches]
    return Outcome(
        np.array([numbers[a.key] for a in asked]),
        np.array([found[:1] == [a.key] for a, found in zip(asked, keys, strict=True)], bool),
        np.array([a.key in found for a, found in zip(asked, keys, strict=True)], bool),
        np.array([match.certainty for match in matches]),
        np.array([match.answer is not None for match in matches], bool),
    )


def hit1(seen: Outcome) -> float:
    """Share of texts whose first candidate is the right firm."""
    return float(seen.first.mean())


def hit5(seen: Outcome) -> float:
    """Share of texts with the right firm among five candidates."""
    return float(seen.five.mean())


def precision(seen: Outcome) -> float:
    """Share of right firms among the 80 % of the texts whose first candidate is the surest."""
    surest = np.argsort(-seen.sure, kind="stable")[: round(COVERAGE * len(seen.sure))]
    return float(seen.first[surest].mean())


def precision_answered(seen: Outcome) -> float:
    """Share of right firms among the answers given."""
    return float(seen.first[seen.answered].mean())


def answered(seen: Outcome) -> float:
    """Share of texts that were given an answer."""
    return float(seen.answered.mean())


def interval(figure: Callable[[Outcome], float], seen: Outcome) -> str:
    """Return a figure with its 95 % interval from a bootstrap over firms."""
    chance, count = np.random.default_rng(SEED), int(seen.firms.max()) + 1
    rows = np.argsort(seen.firms, kind="stable")
    starts = np.searchsorted(seen.firms[rows], np.arange(count + 1))
    of_firm = [rows[starts[i] : starts[i + 1]] for i in range(count)]
    found = [
        figure(seen.of(np.concatenate([of_firm[i] for i in chance.integers(0, count, count)])))
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(found, [0.025, 0.975])
    return f"{figure(seen):.4f} [{low:.4f}, {high:.4f}]"


def _overall(seen: Outcome, named: str) -> dict[str, str]:
    figures = {
        "hit@1": hit1, "hit@5": hit5, "precision at 80 % coverage": precision,
        "answered": answered, "precision of answers": precision_answered,
    }  # fmt: skip
    return {f"{name}, {named}": interval(figure, seen) for name, figure in figures.items()}


def _by_rule(asked: Sequence[Asked], seen: Outcome) -> dict[str, str]:
    """Return hit@1 and hit@5 of each rule without shared texts, and hit@1 with them."""
    rules, shared = np.array([a.rule for a in asked]), np.array([a.shared for a in asked])
    told = {}
    for rule in RULES:
        every, own = seen.of(rules == rule), seen.of((rules == rule) & ~shared)
        told[f"{rule}, texts"] = f"{len(every.first)}, of which {(len(every.first) - len(own.first))} shared"
        told[f"{rule}, hit@1"] = interval(hit1, own)
        told[f"{rule}, hit@5"] = interval(hit5, own)
        told[f"{rule}, hit@1 with shared texts"] = interval(hit1, every)
    return told


def run(sample: str = MEASURED) -> dict[str, Any]:
    """Measure one sample against all registered names."""
    rows = registered()
    started = time.perf_counter()
    index = NameIndex(row.firm for row in rows)
    built = time.perf_counter() - started
    asked = questions(rows, sample)
    matches, spent = list[NameMatch](), list[float]()
    for question in asked:
        started = time.perf_counter()
        matches.append(index.match(question.text))
        spent.append(1e3 * (time.perf_counter() - started))
    seen = outcome(asked, matches)
    bearers = np.array([a.bearers for a in asked])
    shared = bearers > 1
    # The goal is about the rules of parts and of typing; cuts that know no parts are told by rule only.
    goal = np.array([a.rule not in (CUT, AREAS) for a in asked])
    return {
        "names": len(index),
        "firms": len(set(seen.firms.tolist())),
        **_overall(seen.of(goal & ~shared), "texts of one firm only"),
        **_overall(seen.of(goal), "shared texts kept"),
        "hit@1 that can be had, shared texts kept": round(float(np.mean(1 / bearers[goal])), 4),
        **_by_rule(asked, seen),
        "index built, seconds": round(built, 1),
        "one text, milliseconds, median and 95th of 100": " and ".join(
            f"{np.quantile(spent, q):.2f}" for q in (0.5, 0.95)
        ),
        "goal": GOAL,
    }
