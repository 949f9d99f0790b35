"""Reads applications into a book, one after another."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

import numpy as np

from firmgraph.errors import InvalidInput
from firmgraph.graph.kernels.arrays import Ints, Longs
from firmgraph.profiling.bulk.book import Book, Figures, Listed
from firmgraph.profiling.bulk.column import Tally
from firmgraph.profiling.bulk.line import Line, Pair, line_of
from firmgraph.profiling.bulk.whole import NONE, PART, NotWholeError, bound_in_fen, whole, whole_or_none
from firmgraph.profiling.caps import Cap
from firmgraph.profiling.gates.sequence import examine
from firmgraph.profiling.grade import read_table
from firmgraph.profiling.money import CENT
from firmgraph.profiling.verdict import Verdict


def read_book(pairs: Sequence[Pair]) -> Book:
    """Return the book of some applications of one day under one set of rules; raise InvalidInput for others.

    Of an application that a gate refuses nothing more is read.
    """
    pages, failed, rows = _Pages(), dict[int, tuple[str, ...]](), array("q")
    for place in range(len(pairs)):
        pair = pairs[place]
        pages.check(pair)
        gates = examine(pair.firm.applicant(pair.request), pair.firm.gates)
        stopped = tuple(gate.name for gate in gates if gate.verdict is Verdict.FAIL)
        if stopped:
            failed[place] = stopped
        else:
            rows.append(place)
            pages.add(line_of(pair))
    return pages.book(pairs, _longs(rows), failed)


def _longs(numbers: "array[int]") -> Longs:
    return np.frombuffer(numbers, np.int64) if numbers else np.empty(0, np.int64)


@dataclass
class _Lists:
    """Products of each row by their number among those mentioned."""

    known: dict[str, int]
    ptr: "array[int]" = field(default_factory=lambda: array("q", [0]))
    product: "array[int]" = field(default_factory=lambda: array("q"))
    number: "array[int]" = field(default_factory=lambda: array("q"))

    def add(self, found: Iterable[tuple[str, int]]) -> None:
        for product, number in found:
            self.product.append(self.known.setdefault(product, len(self.known)))
            self.number.append(number)
        self.ptr.append(len(self.product))

    def listed(self) -> Listed:
        return Listed(_longs(self.ptr), _longs(self.product), _longs(self.number))


class _Pages:
    """The columns as far as they are written."""

    def __init__(self) -> None:
        self._first: Pair | None = None
        self._grades: dict[str, int] = {}
        self._figures = tuple(array("q") for _ in Figures._fields)
        self._beyond = array("b")
        self._numbers, self._words = defaultdict[str, Tally](Tally), defaultdict[str, Tally](Tally)
        self._risk, self._grade = Tally(), Tally()
        self._tags = defaultdict[str, dict[int, int]](dict)
        self._caps, self._products = dict[str, int](), dict[str, int]()
        self._interest, self._refused = _Lists(self._products), _Lists(self._products)

    def check(self, pair: Pair) -> None:
        """Take the day and the rules from the first application; raise InvalidInput for another day or other rules."""
        if self._first is None:
            self._first = pair
            table = read_table(pair.firm.rules.grades.parameters)
            self._grades = {rule.grade: place for place, rule in enumerate(table.grades)}
        first = self._first.firm
        if (pair.firm.facts.day, pair.firm.rules) != (first.facts.day, first.rules):
            raise InvalidInput("the applications of a book are of one day and under one set of rules", field="as_of")

    def add(self, line: Line) -> None:
        """Write an application that passed the gates."""
        row = len(self._beyond)
        try:
            beyond, figures = False, self._figured(line)
        except NotWholeError:
            beyond, figures = True, (NONE,) * len(Figures._fields)
        for page, number in zip(self._figures, figures, strict=True):
            page.append(number)
        self._beyond.append(beyond)
        for name, value in line.numbers.items():
            self._numbers[name].add(value)
        for name, word in line.words.items():
            self._words[name].add(word)
        self._risk.add(line.risk)
        self._grade.add(line.grade)
        for tag, weight in line.tags.items():
            self._tags[tag][row] = _part(Decimal(str(weight)))
        self._interest.add((product, _part(score)) for product, score in line.interest.items())
        self._refused.add((product, 1) for product in line.refused)

    def _figured(self, line: Line) -> "tuple[int, ...]":
        free = whole_or_none(line.free, CENT)
        known = [(bound_in_fen(cap.amount), cap.name) for cap in line.common if cap.amount is not None]
        least, name = min(known, key=lambda one: one[0], default=(NONE, ""))
        named = self._named(name) if known else NONE
        unsure = len(known) < len(line.common)
        amount, grade = whole(line.amount, CENT), self._grades[line.grade]
        surety, stood = self._suretyship(line.guarantors)
        demand = NONE if line.demand is None else _part(min(max(line.demand, Decimal(0)), Decimal(1)))
        tagged = int(bool(line.tags))
        return amount, line.months, grade, free, least, named, int(unsure), surety, stood, tagged, demand

    def _suretyship(self, cap: Cap | None) -> tuple[int, int]:
        """The cap of loans that stand by suretyship alone and the place of its name."""
        if cap is None:
            return NONE, NONE
        return NONE if cap.amount is None else bound_in_fen(cap.amount), self._named(cap.name)

    def _named(self, cap: str) -> int:
        return self._caps.setdefault(cap, len(self._caps))

    def book(self, pairs: Sequence[Pair], rows: Longs, failed: dict[int, tuple[str, ...]]) -> Book:
        """Return the book of what is written; raise InvalidInput where nothing is."""
        if self._first is None:
            raise InvalidInput("a book has at least one application")
        firm = self._first.firm
        return Book(
            day=firm.facts.day,
            rules=firm.rules,
            pairs=pairs,
            rows=rows,
            failed=failed,
            figures=Figures(*map(_longs, self._figures)),
            beyond=np.array(self._beyond, np.bool_),
            grade=self._grade.column(ordered=False),
            numbers={name: tally.column(ordered=True) for name, tally in self._numbers.items()},
            words={name: tally.column(ordered=False) for name, tally in self._words.items()},
            risk=self._risk.column(ordered=True),
            tags={tag: _spread(weights, rows.size) for tag, weights in self._tags.items()},
            interest=self._interest.listed(),
            refused=self._refused.listed(),
            caps=tuple(self._caps),
            products=tuple(self._products),
        )


def _spread(weights: dict[int, int], size: int) -> Ints:
    """The weights of a tag in every row, nought where the firm has it not."""
    found = np.zeros(size, np.int32)
    found[list(weights)] = list(weights.values())
    return found


@lru_cache(maxsize=1 << 16)
def _part(value: Decimal) -> int:
    """A share as ranking counts it: rounded to the millionth."""
    return whole(value.quantize(PART), PART)
