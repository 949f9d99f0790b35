"""From a firm's short, former or mistyped name to the firm meant, or to no answer where that cannot be told."""

import datetime
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from stdnum.cn import uscc

from firmgraph.errors import InvalidInput
from firmgraph.nlp.names.alignment import Measure, Weighed, similarity
from firmgraph.nlp.names.blocks import PairIndex
from firmgraph.nlp.names.forms import LONGEST, name_form
from firmgraph.nlp.names.parts import short_forms
from firmgraph.nlp.names.settings import Matching, matching
from firmgraph.nlp.names.weights import CODE_BITS, CODE_MASK, Ids, Rarity, Spellings, Weighing, Weights

Reason = Literal[
    "code", "exact", "alike", "unknown code", "shared name", "too long", "nothing alike", "low score", "small margin"
]
_CODE = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Z])")
_LOOKED_AT = 5
_FIRST, _LAST = datetime.date.min.toordinal(), datetime.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class FirmName:
    """A name a firm bears or bore, from the first to the last day, both included; `key` is the firm's code or id."""

    name: str
    key: str
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None

    def __post_init__(self) -> None:
        if not name_form(self.key):
            raise InvalidInput("a firm's name needs the firm's key", field="key")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise InvalidInput("valid_to lies before valid_from", field="valid_to")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm that a text may mean, by the one of its names that is most like it (`score` from 0 to 1)."""

    firm: FirmName
    score: float


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a text may mean: candidates from best to worst, one a firm, and the answer where there is one.

    `margin` is the best score over the next firm's (over 0 where there is none). `reason` says how the answer was
    found, or why none is given.
    """

    candidates: tuple[Candidate, ...]
    margin: float
    answer: FirmName | None
    reason: Reason

    @property
    def certainty(self) -> float:
        """How sure the first candidate is next to those of other matches, from 0 to 1; no probability."""
        if self.reason in ("code", "exact"):
            return 1.0
        return 0.0 if self.reason == "shared name" else self.margin


class NameIndex:
    """Names of firms, former ones too, to be found by what is like them."""

    def __init__(self, names: Iterable[FirmName], *, settings: Matching | None = None) -> None:
        self._settings = settings or matching()
        known = {(name_form(firm.name), firm.key, *_days(firm), firm.name): firm for firm in names}
        order = sorted(known)
        self._firms = [known[at] for at in order]
        self._from = np.array([at[2] for at in order], np.int64)
        self._to = np.array([at[3] for at in order], np.int64)
        self._rows_by_form = _Rows([at[0] for at in order])
        self._rows_by_key = _Rows([name_form(at[1]) for at in order])
        self._weigh([at[0] for at in order])

    def _weigh(self, forms: Sequence[str]) -> None:
        spelt = Spellings.of([form if len(form) <= LONGEST else "" for form in forms])
        names, pairs, floor = spelt.names(), spelt.pairs(), self._settings.rarity_floor
        self._weighing = Weighing(Rarity.among(spelt.codes, len(forms), floor), Rarity.among(pairs, len(forms), floor))
        self._starts = spelt.starts
        self._all = Weighed(spelt.codes.astype(np.int32), *self._weighing.weigh(spelt, self._settings.registered))
        self._blocks = PairIndex.of(pairs, names, self._all.pairs, len(forms))

    def __len__(self) -> int:
        return len(self._firms)

    def match(self, text: str, *, limit: int = 5, at: datetime.date | None = None) -> NameMatch:
        """Return the firms a text may mean; with a day, only by names borne on that day.

        A unified social credit code in the text is the key: no name speaks against it, and where no firm has it there
        is no answer. A name that one firm bears letter by letter is that firm. Else the names most like the text
        are weighed, and there is no answer where the best is little like it, or little more than the next firm's, or
        where the text is a short name of several of them alike.
        """
        if limit < 1:
            raise InvalidInput("limit must be at least 1", field="limit")
        form = name_form(text)
        if len(form) > LONGEST:
            return NameMatch((), 0.0, None, "too long")
        code = next((found for found in _CODE.findall(form) if uscc.is_valid(found)), None)
        rows = self._rows_by_key.of(code or form)
        if code or rows:
            return self._by_code(rows, at)
        form = _CODE.sub("", form)
        exact = {row: 1.0 for row in self._rows_by_form.of(form) if form and self._borne(row, at)}
        candidates = self._ranked(self._weighed(form, at) | exact, set(exact), max(limit, _LOOKED_AT))
        bearers = {self._firms[row].key for row in exact} if exact else _shortened_to(form, candidates)
        return self._judged(candidates, limit, len(bearers), exact=bool(exact))

    def _borne(self, row: int, at: datetime.date | None) -> bool:
        return at is None or bool(self._from[row] <= at.toordinal() <= self._to[row])

    def _by_code(self, rows: Sequence[int], at: datetime.date | None) -> NameMatch:
        if not rows:
            return NameMatch((), 0.0, None, "unknown code")
        # A code stays when the name changes: the name of the day, or else the last one, stands for the firm.
        row = max(rows, key=lambda row: (self._borne(row, at), self._to[row], self._from[row], -row))
        return NameMatch((Candidate(self._firms[row], 1.0),), 1.0, self._firms[row], "code")

    def _weighed(self, form: str, at: datetime.date | None) -> dict[int, float]:
        spelt = Spellings.of([form])
        asked = Weighed(spelt.codes, *self._weighing.weigh(spelt, self._settings.asked))
        allowed = None if at is None else (self._from <= at.toordinal()) & (self._to >= at.toordinal())
        rows = self._blocks.nearest(*_with_swapped(spelt.pairs(), asked.pairs), self._settings.blocks, allowed)
        if not len(rows):
            return {}
        measure = Measure(self._settings.asked_share, self._settings.adjacent, self._settings.swapped)
        scores = similarity(asked, self._padded(rows), measure).astype(float).round(6)
        return dict(zip(rows.tolist(), scores.tolist(), strict=True))

    def _padded(self, rows: Ids) -> Weighed:
        """Return the characters of names as rows of equal length."""
        starts, lengths = self._starts[rows], self._starts[rows + 1] - self._starts[rows]
        columns = np.arange(lengths.max(initial=0))
        inside = columns < lengths[:, None]
        at = np.where(inside, starts[:, None] + columns, 0)
        return Weighed(
            np.where(inside, self._all.codes[at], -1), self._all.characters[at] * inside, self._all.pairs[at] * inside
        )

    def _ranked(self, scores: dict[int, float], first: set[int], limit: int) -> list[Candidate]:
        """Return one candidate a firm, by score; a name that is the text itself comes before all others."""
        by_key: dict[str, Candidate] = {}
        for row in sorted(scores, key=lambda row: (row not in first, -scores[row], row)):
            if len(by_key) == limit:
                break
            by_key.setdefault(self._firms[row].key, Candidate(self._firms[row], scores[row]))
        return list(by_key.values())

    def _judged(self, candidates: list[Candidate], limit: int, bearers: int, *, exact: bool) -> NameMatch:
        if not candidates:
            return NameMatch((), 0.0, None, "nothing alike")
        best, after = candidates[0], candidates[1].score if len(candidates) > 1 else 0.0
        margin = round(max(0.0, best.score - after), 6)
        abstain = self._settings.abstain
        reason: Reason = "alike"
        if bearers > 1:
            reason = "shared name"
        elif exact:
            reason = "exact"
        elif best.score < abstain.score:
            reason = "low score"
        elif margin < abstain.margin:
            reason = "small margin"
        found = NameMatch(tuple(candidates[:limit]), margin, None, reason)
        return replace(found, answer=best.firm) if reason in ("exact", "alike") else found


class _Rows:
    """The rows of each of many texts; arrays, for a dictionary of lists would take several times the room."""

    def __init__(self, texts: Sequence[str]) -> None:
        order = sorted(range(len(texts)), key=lambda row: (texts[row], row))
        self._texts = [texts[row] for row in order]
        self._rows = array("q", order)

    def of(self, text: str) -> list[int]:
        """Return the rows of a text in ascending order."""
        start, end = bisect_left(self._texts, text), bisect_right(self._texts, text)
        return self._rows[start:end].tolist()


def _shortened_to(form: str, candidates: Sequence[Candidate]) -> set[str]:
    """Return the keys of the firms whose name a text is short for."""
    letters = set(form)
    # Most names lack one of the letters, and need not be taken apart.
    whole = [found.firm for found in candidates if letters <= set(name_form(found.firm.name))]
    return {firm.key for firm in whole if form in short_forms(firm.name)} if len(whole) > 1 else set()


def _with_swapped(pairs: Ids, weights: Weights) -> tuple[Ids, Weights]:
    """Return pairs of characters and the same turned round, which find names typed with two characters swapped."""
    there = pairs >= 0
    turned = np.where(there, ((pairs & CODE_MASK) << CODE_BITS) | (pairs >> CODE_BITS), -1)
    return np.concatenate((pairs, turned)), np.concatenate((weights, weights))


def _days(firm: FirmName) -> tuple[int, int]:
    return (
        firm.valid_from.toordinal() if firm.valid_from else _FIRST,
        firm.valid_to.toordinal() if firm.valid_to else _LAST,
    )
