"""The moves of greatest expected profit under a bad-debt rate and a sum of lines: a Lagrangian by bisection.

With a price on excess bad debt and one on line every client chooses alone; both prices are bisected until the whole
keeps to both caps, then what room is left goes to the clients nearest to another choice. Any prices bound the best
profit from above, so that the answer tells how far from the best it can be at most. Capacity, group, step and balance
are kept by every action of the table.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from firmgraph.profiling.models.actions import Actions, Chosen
from firmgraph.profiling.models.profit import Amounts
from firmgraph.profiling.models.strategy import Moves

_ROUNDS = 24
_LARGEST_PRICE = 1e6
_CLOSE = 1e-7
_FILLED = 4000


@dataclass(frozen=True)
class Optimum:
    """The moves chosen, their action by client, their expected profit, and what no choice can pass (both in yuan).

    Where the caps are not `reached` by any prices nothing is moved, and the bound is the profit of that.
    """

    moves: Moves
    chosen: Chosen
    profit: float
    bound: float
    reached: bool


@dataclass(frozen=True)
class _Trial:
    """What the clients choose at two prices, the sums left of both caps, and the bound these prices give."""

    prices: tuple[float, float]
    chosen: Chosen
    excess_left: float
    line_left: float
    bound: float


def optimise(table: Actions) -> Optimum:
    """Return the best choice found and the bound on any; where the rate aimed at is out of reach, nothing is moved."""
    bounds: list[float] = []
    buffer = np.empty_like(table.profit)

    def at_bad_price(bad_price: float) -> _Trial:
        base = table.profit - bad_price * table.excess

        def at_line_price(line_price: float) -> _Trial:
            told = _trial(table, base, (bad_price, line_price), buffer)
            bounds.append(told.bound)
            return told

        return _least_price(at_line_price, lambda told: told.line_left, table.line_cap * _CLOSE)

    best = _least_price(at_bad_price, lambda told: told.excess_left, table.excess_cap)
    reached = min(best.excess_left, best.line_left) >= 0
    chosen = _filled(table, best) if reached else np.full(len(table.profit), table.still)
    profit = table.sums(chosen)[0]
    return Optimum(table.moves_of(chosen), chosen, profit, min(bounds) if reached else profit, reached)


def _least_price(attempt: Callable[[float], _Trial], left: Callable[[_Trial], float], close: float) -> _Trial:
    """Return the trial of about the least price at which nothing is missing; of the largest where some always is."""
    kept = attempt(0.0)
    if left(kept) >= 0:
        return kept
    low, high = 0.0, 1.0
    kept = attempt(high)
    while left(kept) < 0 and high < _LARGEST_PRICE:
        low, high = high, high * 4
        kept = attempt(high)
    for _ in range(_ROUNDS):
        if left(kept) <= close:
            break
        middle = (low + high) / 2
        told = attempt(middle)
        if left(told) >= 0:
            high, kept = middle, told
        else:
            low = middle
    return kept


def _trial(table: Actions, base: Amounts, prices: tuple[float, float], buffer: Amounts) -> _Trial:
    np.multiply(table.line, -prices[1], out=buffer)
    buffer += base
    chosen = buffer.argmax(axis=1)
    _, excess, line = table.sums(chosen)
    value = float(buffer[np.arange(len(chosen)), chosen].sum())
    bound = value + prices[0] * table.excess_cap + prices[1] * table.line_cap
    return _Trial(prices, chosen, table.excess_cap - excess, table.line_cap - line, bound)


def _filled(table: Actions, trial: _Trial) -> Chosen:
    """Return the choice with the switches nearest to being made at these prices, as far as both caps leave room."""
    rows = np.arange(len(trial.chosen))[:, None]
    own = trial.chosen[:, None]
    gain, excess, line = (part - part[rows, own] for part in (table.profit, table.excess, table.line))
    net = np.where(gain > 0, gain - trial.prices[0] * excess - trial.prices[1] * line, -np.inf).ravel()
    near = np.argpartition(-net, min(_FILLED, net.size - 1))[: min(_FILLED, net.size)]
    chosen, (excess_left, line_left) = trial.chosen.copy(), (trial.excess_left, trial.line_left)
    switched: set[int] = set()
    for place in near[np.lexsort((near, -net[near]))].tolist():
        client, action = divmod(place, table.profit.shape[1])
        more_excess, more_line = float(excess[client, action]), float(line[client, action])
        if client in switched or net[place] == -np.inf or more_excess > excess_left or more_line > line_left:
            continue
        switched.add(client)
        chosen[client] = action
        excess_left, line_left = excess_left - more_excess, line_left - more_line
    return chosen
