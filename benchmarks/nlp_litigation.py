"""Parties, roles, amounts, days, case numbers and causes of real judgments against the gold answers of CAIL 2019.

The set asks questions of the facts of civil judgments (names are masked there: 张x1) and gives three readers' answers.
Patterns of the question's words map it to a field; the rules were written on the development half, and the other half,
taken by a hash of the case's id, is measured. Names of parties and roles come from the words of questions and answers
(被告张x1), sums and days from the answers' characters. What no question asks for is not counted.
"""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from firmgraph.nlp.litigation.causes import causes
from firmgraph.nlp.litigation.days import find_days
from firmgraph.nlp.litigation.heading import find_court
from firmgraph.nlp.litigation.judgment import Judgment
from firmgraph.nlp.litigation.reading import read_judgment
from firmgraph.nlp.text import normal_form

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
CASES = DATA / "litigation" / "cail2019_civil_dev.json"
COURTS = DATA / "lexicons" / "court_directory.csv"
SEED, RESAMPLES = "firmgraph-litigation", 1000
GOAL = "precision and recall told by field, on the half not developed on"
Fact = tuple[str, ...] | tuple[str, int] | tuple[str, int, str]

_ROLES = {"原告": "plaintiff", "被告": "defendant", "第三人": "third_party"}
_IN_ROLE = re.compile(
    r"(原告|被告|第三人)((?:[\u4e00-\u9fff]x?\d{1,2}|[^\s,。、向与在于和将对给由为以的因]{1,14}?)公司|[\u4e00-\u9fff]x?\d{1,2})"
)
_ASKS_GUARANTOR = re.compile(
    r"(?:担保人|保证人|担保方).{0,2}谁|(?<![为与])谁(?!找).{0,14}担保|谁是.{0,4}(?:担保人|保证人)"
)
_SUM = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(万|亿)?元")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NUMBER = re.compile(r"[(\[]\d{4}[)\]][^\s,()]{2,20}?号")
_KINDS = {
    "maintenance": "抚养费|抚育费|生活费|赡养费",
    "costs": "诉讼费|受理费|鉴定费|公证费|律师费|评估费",
    "penalty": "违约金|滞纳金",
    "interest": "利息",
    "insured": "保险金额|保额|限额",
    "wages": "工资|劳务费|报酬",
    "deposit": "定金|押金|保证金",
    "price": "货款|租金|房租|运费|工程款|房款|总价|总金额|服务费|转让款",
    "compensation": "赔偿|赔款|损失|补偿|医疗费",
    "principal": "借了?.{0,6}多少|借款|贷款了?多少|本金",
}
_CLAIM = re.compile(r"原告.*(?:请求|诉求|要求|主张|诉请)|诉讼请求")


@dataclass(frozen=True)
class Question:
    """A question with its answers, each a text and the place where it begins, and the document's text."""

    words: str
    answers: tuple[tuple[str, int], ...]

    @cached_property
    def kind(self) -> str | None:
        """The kind of amount asked for."""
        return next((kind for kind, words in _KINDS.items() if re.search(words, self.words)), None)


@dataclass(frozen=True)
class Case:
    """A document, its cause, and its answerable questions."""

    text: str
    cause: str
    held_out: bool
    questions: tuple[Question, ...]


@dataclass
class Score:
    """Of each document: found and right, found and wrong, and not found."""

    right: list[int]
    wrong: list[int]
    missed: list[int]

    def add(self, right: int, wrong: int, missed: int) -> None:
        """Add a document."""
        self.right.append(right)
        self.wrong.append(wrong)
        self.missed.append(missed)

    def figures(self) -> dict[str, Any]:
        """Precision and recall with 95 % intervals of documents drawn again, and the number of gold values."""
        counts = np.array([self.right, self.wrong, self.missed])
        chance = np.random.default_rng(5)
        drawn = counts[:, chance.integers(0, counts.shape[1], (RESAMPLES, counts.shape[1]))].sum(axis=2)
        right, wrong, missed = counts.sum(axis=1)
        return {
            "precision": _share(right, right + wrong),
            "precision interval": _interval(drawn[0], drawn[0] + drawn[1]),
            "recall": _share(right, right + missed),
            "recall interval": _interval(drawn[0], drawn[0] + drawn[2]),
            "gold values": int(right + missed),
        }


def _share(part: int, whole: int) -> float | None:
    return round(float(part / whole), 4) if whole else None


def _interval(part: "np.typing.NDArray[np.int64]", whole: "np.typing.NDArray[np.int64]") -> list[float] | None:
    shares = part[whole > 0] / whole[whole > 0]
    return [round(float(edge), 4) for edge in np.quantile(shares, (0.025, 0.975))] if len(shares) else None


def held_out(case: str) -> bool:
    """Whether a case is in the half that is measured."""
    return hashlib.sha256(f"{SEED}:{case}".encode()).digest()[0] % 2 == 1


def cases(path: Path = CASES) -> Iterator[Case]:
    """Yield all documents with their answerable questions."""
    for entry in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for part in entry["paragraphs"]:
            asked = tuple(
                Question(q["question"], tuple((a["text"], int(a["answer_start"])) for a in q["answers"]))
                for q in part["qas"]
                if q["is_impossible"] == "false"
            )
            yield Case(part["context"], part["casename"], held_out(entry["caseid"]), asked)


def _gold_roles(case: Case) -> set[tuple[str, str]]:
    texts = [text for q in case.questions for text in (q.words, *(answer for answer, _ in q.answers))]
    return {(name, _ROLES[role]) for text in texts for role, name in _IN_ROLE.findall(text) if name in case.text}


def _roles(case: Case, read: Judgment, score: Score) -> None:
    """Count roles: a name that the questions call a party is wrong in any other role than theirs."""
    gold = _gold_roles(case)
    asked = {name for name, _ in gold}
    found = {(p.name, p.role) for p in read.parties if p.role in _ROLES.values() and p.name in asked}
    score.add(len(found & gold), len(found - gold), len(gold - found))


def _guarantors(case: Case, read: Judgment, score: Score) -> None:
    asked = [q for q in case.questions if _ASKS_GUARANTOR.search(q.words)]
    answers = {re.sub("(?:被告|原告|第三人)", "", part) for q in asked for part in re.split("[、和]", q.answers[-1][0])}
    gold = {name for name in answers if name}
    found = {party.name for party in read.parties if party.role == "guarantor"} if gold else set()
    score.add(len(found & gold), len(found - gold), len(gold - found))


def _places(questions: Iterable[Question], form: re.Pattern[str]) -> dict[int, re.Match[str]]:
    """The values of answers by where they stand in the document."""
    return {
        start + found.start(): found
        for q in questions
        for text, start in q.answers
        if start >= 0
        for found in form.finditer(text)
    }


def _fen(found: re.Match[str]) -> int:
    unit = {"万": 10**6, "亿": 10**10}.get(found[2] or "", 100)
    return int(Decimal(found[1].replace(",", "")) * unit)


def _amounts(case: Case, read: Judgment, score: Score) -> None:
    gold = {place: _fen(found) for place, found in _places(case.questions, _SUM).items() if _stands(case, place, found)}
    ends = {place: place + len(found[0]) for place, found in _places(case.questions, _SUM).items() if place in gold}
    near = [a for a in read.amounts if any(a.start < ends[place] and place < a.end for place in gold)]
    right = {place for place, fen in gold.items() for a in near if a.fen == fen and a.start <= place < a.end}
    score.add(
        len(right),
        sum(all(a.fen != gold[p] for p in gold if a.start < ends[p] and p < a.end) for a in near),
        len(gold) - len(right),
    )


def _stands(case: Case, place: int, found: re.Match[str]) -> bool:
    """Whether an answer's value stands where the answer says, and is no part of a longer number there."""
    return case.text[place : place + len(found[0])] == found[0] and not re.search(r"[\d.,]$", case.text[:place][-1:])


def _kind_counts(case: Case, read: Judgment) -> Counter[tuple[str | None, str]]:
    counts: Counter[tuple[str | None, str]] = Counter()
    for question in case.questions:
        places = _places([question], _SUM)
        for amount in read.amounts:
            if question.kind and any(amount.start <= place < amount.end for place in places):
                counts[question.kind, amount.kind] += 1
    return counts


def _kinds(case: Case, read: Judgment, score: Score) -> None:
    """Count kinds of the sums asked for; a sum of which the reader says no kind is missed and not wrong."""
    counts = _kind_counts(case, read)
    right = sum(n for (gold, found), n in counts.items() if gold == found)
    wrong = sum(n for (gold, found), n in counts.items() if found not in {gold, "unsaid"})
    score.add(right, wrong, sum(counts.values()) - right)


def _claims(case: Case, read: Judgment, score: Score) -> None:
    asked = _places((q for q in case.questions if _CLAIM.search(q.words) and "是否" not in q.words), _SUM)
    of_answers = [a for a in read.amounts if any(a.start <= place < a.end for place in asked)]
    right = sum(a.stage == "claim" for a in of_answers)
    score.add(right, 0, len(asked) - right)


def _days(case: Case, _: Judgment, score: Score) -> None:
    gold = {
        place: found for place, found in _places(case.questions, _DAY).items() if case.text.startswith(found[0], place)
    }
    found = {day.start: day.value for day in find_days(normal_form(case.text)) if day.start in gold}
    right = sum(found.get(place) == _date(match) for place, match in gold.items())
    score.add(right, len(found) - right, len(gold) - right)


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _case_numbers(case: Case, read: Judgment, score: Score) -> None:
    texts = [text for q in case.questions for text in (q.words, *(answer for answer, _ in q.answers))]
    gold = {
        number for text in texts for number in _NUMBER.findall(normal_form(text)) if re.search("[民商刑行执破]", number)
    }
    gold = {number for number in gold if number in normal_form(case.text)}
    found = {number.value for number in (*read.cited_cases, *([read.case_number] if read.case_number else ()))}
    score.add(len(gold & found), 0, len(gold - found))


FIELDS = {
    "party and role": _roles,
    "guarantor": _guarantors,
    "amount": _amounts,
    "kind of amount": _kinds,
    "claimed amount": _claims,
    "day": _days,
    "case number": _case_numbers,
}

RECALL_ONLY = {"claimed amount", "case number"}
"""Fields in which what no question asks for cannot be told from what is wrong."""


def measure(documents: Sequence[Case]) -> dict[str, dict[str, Any]]:
    """Return the figures of each field over some documents."""
    read = [read_judgment(case.text) for case in documents]
    figures = {}
    for name, count in FIELDS.items():
        score = Score([], [], [])
        for case, judgment in zip(documents, read, strict=True):
            count(case, judgment, score)
        told = score.figures()
        figures[name] = {key: told[key] for key in told if "precision" not in key} if name in RECALL_ONLY else told
    listed = [case.cause in causes().by_name for case in documents]
    figures["cause is in the taxonomy"] = {"recall": _share(sum(listed), len(listed)), "gold values": len(listed)}
    return figures


def courts() -> dict[str, Any]:
    """Return how many names of the court directory are read whole from a sentence."""
    with COURTS.open(encoding="utf-8", newline="") as file:
        names = [normal_form(row["法院名称"].strip()) for row in csv.DictReader(file)]
    found = [find_court(f"2019年3月4日,原告向{name}提起诉讼") for name in names]
    right = sum(court is not None and court.value == name for court, name in zip(found, names, strict=True))
    return {"recall": _share(right, len(names)), "gold values": len(names)}


def run() -> Mapping[str, Mapping[str, Any]]:
    """Return the figures by field on the held-out half, and of the court directory."""
    documents = [case for case in cases() if case.held_out]
    figures: dict[str, dict[str, Any]] = {**measure(documents), "court of the directory in a sentence": courts()}
    return {f"Litigation, {name}": {**value, "goal": GOAL} for name, value in figures.items()}
