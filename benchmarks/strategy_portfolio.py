"""A drawn portfolio of small firms whose outcome follows a hidden truth that the scores only see through noise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firmgraph.profiling.models.backtest import Outcome
from firmgraph.profiling.models.strategy_book import NOT_KNOWN, Book

Column = NDArray[np.float64]


@dataclass(frozen=True)
class Portfolio:
    """A book with scores, and what happens to its clients."""

    book: Book
    outcome: Outcome


def drawn_portfolio(clients: int, seed: int) -> Portfolio:
    """Draw a portfolio: about 2 % default; scores are the truth with noise; some capacities are not known."""
    rng = np.random.default_rng(seed)
    risk = rng.normal(-4.3, 1.0, clients)
    will = 0.2 * (risk + 4.3) + rng.normal(0, 1.2, clients)
    score = _odds(risk + rng.normal(0, 0.6, clients))
    limit = np.rint(np.clip(rng.lognormal(13, 0.8, clients), 50_000, 10_000_000) / 1000) * 1000
    drawn = np.rint(limit * np.clip(0.15 + 0.6 * _odds(will) + rng.normal(0, 0.15, clients), 0, 1))
    rate = np.clip(np.rint((0.06 + 0.3 * score + rng.normal(0, 0.008, clients)) * 10_000), 350, 2000) * 100
    capacity = np.where(rng.random(clients) < 0.05, NOT_KNOWN, np.rint(limit * rng.lognormal(0.3, 0.4, clients)) * 100)
    group, left = _groups(rng, limit)
    book = Book(
        [f"client-{number}" for number in range(clients)],
        score,
        _odds(will + rng.normal(0, 0.6, clients)),
        *(np.asarray(one).astype(np.int64) for one in (limit * 100, drawn * 100, rate, capacity, left, group)),
    )
    default = rng.random(clients) < _odds(risk)
    return Portfolio(book, Outcome(default, _odds(will), rng.lognormal(-0.08, 0.4, clients)))


def _groups(rng: np.random.Generator, limit: Column) -> tuple[Column, Column]:
    """One client of five belongs to a group of about three, whose members share one room; others have their own."""
    clients = len(limit)
    group = np.where(rng.random(clients) < 0.2, rng.integers(0, max(clients // 15, 1), clients), -1)
    shared = np.rint(rng.lognormal(11.5, 1.0, max(clients // 15, 1))) * 100
    own = np.rint(limit * rng.uniform(0, 1, clients)) * 100
    return group, np.where(group >= 0, shared[group], own)


def _odds(value: Column) -> Column:
    return np.asarray(1 / (1 + np.exp(-value)))
