"""A book of loan applications as columns: what rules, caps and ranking ask of each, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from firmgraph.graph.kernels.arrays import Flags, Ints, Longs
from firmgraph.profiling.assessment import Rules
from firmgraph.profiling.bulk.column import Column
from firmgraph.profiling.bulk.line import Pair
from firmgraph.profiling.case import Case


class Figures(NamedTuple):
    """Of each row the amount asked and the free cash a month in fen, the term in months, the grade's place.

    `common` is the least of the caps that hang on no product in fen, `named` the place of its name, `unsure` tells that
    one of them is not known. `surety` is the cap of loans that stand by suretyship alone, `stood` its name's place.
    `tagged` tells that texts gave the firm tags, `demand` is the predicted utilisation in millionths. -1 is none or not
    known.
    """

    amount: Longs
    months: Longs
    grade: Longs
    free: Longs
    common: Longs
    named: Longs
    unsure: Longs
    surety: Longs
    stood: Longs
    tagged: Longs
    demand: Longs


class Listed(NamedTuple):
    """A few products of each row, those of row `r` at `ptr[r]` to `ptr[r + 1]`, with a number for each."""

    ptr: Longs
    product: Longs
    number: Longs


@dataclass(frozen=True)
class Book:
    """Applications of one day under one set of rules.

    `rows` are the places of those that passed the gates, of which alone anything else is told; `failed` the gates that
    refused the others. `beyond` marks rows that whole numbers cannot tell. `caps` and `products` are the names that
    numbers stand for in the figures and the lists.
    """

    day: str
    rules: Rules
    pairs: Sequence[Pair]
    rows: Longs
    failed: Mapping[int, tuple[str, ...]]
    figures: Figures
    beyond: Flags
    grade: Column
    numbers: Mapping[str, Column]
    words: Mapping[str, Column]
    risk: Column
    tags: Mapping[str, Ints]
    interest: Listed
    refused: Listed
    caps: tuple[str, ...]
    products: tuple[str, ...]
    _cases: dict[int, Case] = field(default_factory=dict, compare=False, repr=False)

    def case(self, row: int) -> Case:
        """Return the case of a row that passed the gates; it is kept, for the first row of a value is asked often."""
        if row not in self._cases:
            self._cases[row] = self.pairs[int(self.rows[row])].case
        return self._cases[row]

    def column(self, name: str) -> Column | None:
        """Return the column of a name that rules ask for; None where there is none."""
        return self.numbers.get(name) or self.words.get(name)
