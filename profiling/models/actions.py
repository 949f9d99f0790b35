"""What each client may be moved to, with what it brings: the table from which the optimiser chooses."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmgraph.packs import RulePack
from firmgraph.profiling.models.profit import Amounts, Economics, Year, year
from firmgraph.profiling.models.strategy import Moves, bounds_of, moved
from firmgraph.profiling.models.strategy_book import Book, Whole, shared_out

Chosen = NDArray[np.int64]
_FEN = 100
# sums of a hundred thousand amounts differ in their last digits with the order of summing
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Actions:
    """Profit, excess bad debt and line in yuan, a row a client and a column an action, and the caps of their sums.

    Excess is bad balance less the bad-debt rate aimed at times the balance. `still` is the action that moves nothing.
    """

    moves: tuple[Moves, ...]
    profit: Amounts
    excess: Amounts
    line: Amounts
    excess_cap: float
    line_cap: float
    still: int

    def sums(self, chosen: Chosen) -> tuple[float, float, float]:
        """Return the profit, the excess and the line of a choice, an action a client."""
        rows = np.arange(len(chosen))
        told = [float(part[rows, chosen].sum()) for part in (self.profit, self.excess, self.line)]
        return told[0], told[1], told[2]

    def moves_of(self, chosen: Chosen) -> Moves:
        """Return the limits and rates of a choice."""
        rows = np.arange(len(chosen))
        limits, rates = (np.column_stack([getattr(one, part) for one in self.moves]) for part in ("limit", "rate"))
        return Moves(limits[rows, chosen], rates[rows, chosen])


def grid(pack: RulePack) -> tuple[Whole, Whole]:
    """Return the limit moves (per cent) and rate moves (bp) of the actions, a value an action."""
    stated = pack.parameters["optimiser"]
    percent, points = np.meshgrid(stated["limit_percent"], stated["rate_bp"], indexing="ij")
    return percent.ravel().astype(np.int64), points.ravel().astype(np.int64)


def actions(book: Book, pack: RulePack, economics: Economics, allowed: NDArray[np.bool_] | None = None) -> Actions:
    """Return the actions of a book; `allowed`, a row a client, takes out what its class does not allow."""
    bounds, (percent, points) = bounds_of(pack), grid(pack)
    own = shared_out(book, book.limit * int(percent.max()) // 100)
    moves = tuple(
        moved(own, np.full(len(own), limit), np.full(len(own), rate), bounds)
        for limit, rate in zip(percent, points, strict=True)
    )
    years = [year(own, one, economics) for one in moves]
    profit = np.column_stack([one.profit for one in years])
    if allowed is not None:
        profit[~allowed] = -np.inf
    still = int(np.flatnonzero((percent == 0) & (points == 0))[0])
    bad, aim = float(years[still].bad.sum()), _aim(years[still], float(pack.parameters["optimiser"]["bad_rate_aim"]))
    excess = np.column_stack([one.bad - aim * one.balance for one in years])
    line = np.column_stack([one.limit / _FEN for one in moves])
    line_cap = float(line[:, still].sum()) * (float(pack.parameters["optimiser"]["line_budget"]) + _ROUNDING)
    return Actions(moves, profit, excess, line, bad * _ROUNDING, line_cap, still)


def _aim(today: Year, share: float) -> float:
    balance = float(today.balance.sum())
    return share * float(today.bad.sum()) / balance if balance else 0.0
