"""What a year of a client is expected to bring at a limit and a rate: balance, bad balance and profit, in yuan.

A client that draws `drawn` of `limit` at `rate` and is moved to limit' and rate':

- more line is drawn on by the willing: drawn + limit_elasticity * willingness * max(limit' - limit, 0);
- cheaper money is drawn on by whoever is willing, dearer money is paid back: with the fall of the rate as a share of
  it, rate_elasticity * fall * (drawn + willingness * unused line) for a fall and rate_elasticity * fall * drawn for a
  rise; the sum lies between nothing and limit';
- in default, of probability risk, part of the unused line is drawn too: exposure = drawn' + conversion_factor *
  (limit' - drawn'), of which loss_given_default is lost;
- profit = (1 - risk) * drawn' * (rate' - funding_rate) - risk * loss_given_default * exposure - line_cost * unused.

The form and every parameter are assumptions (family `strategy` of the packs), to be varied and never believed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from firmgraph.packs import RulePack
from firmgraph.profiling.models.strategy import Moves
from firmgraph.profiling.models.strategy_book import RATE_UNIT, Book

Amounts = NDArray[np.float64]
_FEN = 100


@dataclass(frozen=True, slots=True)
class Economics:
    """The parameters of the profit of a year, as fractions; the elasticities are pure numbers."""

    loss_given_default: float
    limit_elasticity: float
    rate_elasticity: float
    conversion_factor: float
    funding_rate: float
    line_cost: float

    @classmethod
    def of_pack(cls, pack: RulePack) -> Self:
        """Return the parameters that a pack of the family `strategy` states."""
        stated: Mapping[str, Any] = pack.parameters["profit"]
        return cls(**{name: float(Decimal(value)) for name, value in stated.items()})


@dataclass(frozen=True)
class Year:
    """A year of each client, in yuan: performing and bad balance together, the bad part, the margin, the profit."""

    balance: Amounts
    bad: Amounts
    margin: Amounts
    profit: Amounts


def drawn_after(book: Book, moves: Moves, economics: Economics) -> Amounts:
    """Return the balance in yuan each client is expected to draw after its move, if it does not default."""
    drawn, limit, rate = book.drawn / _FEN, book.limit / _FEN, book.rate / RATE_UNIT
    more = economics.limit_elasticity * book.willingness * np.maximum(moves.limit / _FEN - limit, 0)
    fall = np.divide(rate - moves.rate / RATE_UNIT, rate, out=np.zeros(len(book)), where=rate > 0)
    reach = np.where(fall > 0, drawn + book.willingness * np.maximum(limit - drawn, 0), drawn)
    told = drawn + more + economics.rate_elasticity * fall * reach
    return np.asarray(np.clip(told, 0, np.maximum(moves.limit, book.drawn) / _FEN))


def year(book: Book, moves: Moves, economics: Economics) -> Year:
    """Return the expected year of each client after its move; `book.risk` is the probability of default."""
    return year_of(drawn_after(book, moves, economics), moves, book.risk, economics)


def year_of(drawn: Amounts, moves: Moves, default: Amounts, economics: Economics) -> Year:
    """Return the year of clients that draw so much and default with a probability, or for certain or never (1, 0)."""
    unused = np.maximum(moves.limit / _FEN - drawn, 0)
    exposure = drawn + economics.conversion_factor * unused
    bad = default * exposure
    margin = (1 - default) * drawn * (moves.rate / RATE_UNIT - economics.funding_rate)
    profit = margin - economics.loss_given_default * bad - economics.line_cost * unused
    return Year((1 - default) * drawn + bad, bad, margin, profit)
