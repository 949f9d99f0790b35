"""A million clients moved for several rounds, each from where the last left it: no capacity, group or step is broken.

Risk, willingness, what is drawn, capacity, groups and their room change at random from round to round, also below the
limit that a client has by then. Rounds are moved in turn by the four quadrants with their hysteresis and by the
optimiser. What a round may not do is counted here anew, not by what the strategy itself counts.
"""

import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.strategy_portfolio import drawn_portfolio
from firmgraph.packs import RulePack, pack_by_id
from firmgraph.profiling.models.actions import actions
from firmgraph.profiling.models.optimiser import optimise
from firmgraph.profiling.models.profit import Economics
from firmgraph.profiling.models.quadrants import UNTOLD, cut_lines, quadrants
from firmgraph.profiling.models.strategy import Moves, moves_by_class
from firmgraph.profiling.models.strategy_book import NOT_KNOWN, Book, Whole

CLIENTS, BOOKS, ROUNDS, SEED = 50_000, 20, 4, 77
FEN, SCORE = 100, 100_000_000
GOAL = "1,000,000 sequences without a breach"


@dataclass(frozen=True)
class Rules:
    """The packs, and the bounds read from them once more."""

    quadrants: RulePack
    strategy: RulePack

    @property
    def step(self) -> tuple[int, int]:
        """The most a round may move a limit (per cent of it) and a rate (millionths)."""
        stated = self.strategy.parameters["step"]
        return int(stated["limit_percent"]), int(stated["rate_bp"]) * 100

    @property
    def rates(self) -> tuple[int, int]:
        """The lowest and the highest rate that a move may lead to (millionths)."""
        stated = self.strategy.parameters["rate"]
        return round(float(stated["lowest"]) * 1_000_000), round(float(stated["highest"]) * 1_000_000)


def run() -> Mapping[str, Mapping[str, Any]]:
    """Move every book for its rounds and count what was broken."""
    began = time.perf_counter()
    rules = Rules(pack_by_id("quadrants"), pack_by_id("strategy"))
    told: Counter[str] = Counter()
    for number in range(BOOKS):
        told.update(rounds(drawn_portfolio(CLIENTS, SEED + number).book, rules, np.random.default_rng(SEED + number)))
    return {
        "Strategy, random sequences of rounds": {
            "sequences": CLIENTS * BOOKS,
            "rounds of each": ROUNDS,
            **{what: told[what] for what in sorted(told)},
            "seconds": round(time.perf_counter() - began),
            "goal": GOAL,
        }
    }


def rounds(book: Book, rules: Rules, rng: np.random.Generator, count: int = ROUNDS) -> Counter[str]:
    """Move a book for some rounds, by quadrants and by the optimiser in turn, and count moves and breaches."""
    told: Counter[str] = Counter()
    for number in range(count):
        book = changed(book, rng)
        if number % 2 == 0:
            lines = cut_lines(book.risk, book.willingness, rules.quadrants)
            earlier = None if book.earlier is None else book.earlier.astype(np.int8)
            classes = quadrants(book.risk, book.willingness, lines, earlier)
            moves = moves_by_class(book, classes, rules.strategy)
            told["breaches: class changed within the margin"] += _flipped(book, classes, lines)
            book = replace(book, earlier=classes.astype(np.int64))
        else:
            table = actions(book, rules.strategy, Economics.of_pack(rules.strategy))
            found = optimise(table)
            moves = found.moves
            _, excess, line = table.sums(found.chosen)
            told["breaches: bad-debt rate or budget"] += int(excess > table.excess_cap) + int(line > table.line_cap)
        told.update({f"breaches: {what}": broken for what, broken in broken_by(book, moves, rules).items()})
        told["limits raised"] += int((moves.limit > book.limit).sum())
        told["limits cut"] += int((moves.limit < book.limit).sum())
        told["raises held back by capacity or group"] += _held_back(book, moves, rules)
        book = replace(book, limit=moves.limit, rate=moves.rate)
    return told


def changed(book: Book, rng: np.random.Generator) -> Book:
    """Return the book of the next round: scores moved, balances drawn anew, capacities and groups changed at random."""
    size = len(book)
    capacity = np.rint(book.limit * rng.lognormal(0.1, 0.4, size)).astype(np.int64)
    room = np.rint(rng.lognormal(11.5, 1.5, max(size // 15, 1)) * FEN).astype(np.int64)
    group = np.where(rng.random(size) < 0.3, rng.integers(0, len(room), size), -1)
    own = np.rint(book.limit * rng.uniform(0, 0.4, size)).astype(np.int64)
    left = np.where(group >= 0, room[group], own)
    return replace(
        book,
        risk=np.clip(book.risk + rng.normal(0, 0.02, size), 0, 1),
        willingness=np.clip(book.willingness + rng.normal(0, 0.1, size), 0, 1),
        drawn=np.rint(book.limit * rng.beta(2, 2, size)).astype(np.int64),
        capacity=np.where(rng.random(size) < 0.05, NOT_KNOWN, capacity),
        group_left=np.where(rng.random(size) < 0.05, NOT_KNOWN, left),
        group=group,
    )


def broken_by(book: Book, moves: Moves, rules: Rules) -> Mapping[str, int]:
    """Count the clients, and the groups, whose move breaks what it must keep."""
    rise = moves.limit - book.limit
    up, down, (percent, points), (lowest, highest) = rise > 0, rise < 0, rules.step, rules.rates
    known = (book.capacity != NOT_KNOWN) & (book.group_left != NOT_KNOWN)
    out = (moves.rate != book.rate) & ((moves.rate < lowest) | (moves.rate > highest))
    away = np.abs(moves.rate - np.clip(moves.rate, lowest, highest)) >= np.abs(
        book.rate - np.clip(book.rate, lowest, highest)
    )
    return {
        "capacity": int((up & (~known | (moves.limit > book.capacity))).sum()),
        "group": _groups_overdrawn(book, np.maximum(rise, 0)) + int((up & (rise > book.group_left)).sum()),
        "step of the limit": int((np.abs(rise) * 100 > book.limit * percent).sum()),
        "step of the rate": int((np.abs(moves.rate - book.rate) > points).sum()),
        "rate out of its bounds": int((out & away).sum()),
        "below what is drawn": int((down & (moves.limit < book.drawn)).sum()),
    }


def _groups_overdrawn(book: Book, rise: Whole) -> int:
    """How many groups are raised by more than the least room told of them by a member that is raised."""
    mine = (book.group >= 0) & (rise > 0)
    size = int(book.group.max(initial=-1)) + 1
    total = np.bincount(book.group[mine], rise[mine].astype(np.float64), size)
    least = np.full(size, np.inf)
    np.minimum.at(least, book.group[mine], book.group_left[mine])
    return int((total > least).sum())


def _flipped(book: Book, classes: NDArray[np.int8], lines: Any) -> int:
    """How many clients changed sides on an axis though their score lies within the margin of its line."""
    if book.earlier is None:
        return 0
    told = (book.earlier != UNTOLD) & (classes != UNTOLD)
    found = 0
    for scores, line, by in ((book.risk, lines.risk, 2), (book.willingness, lines.willingness, 1)):
        other = (book.earlier // by % 2) != (classes // by % 2)
        within = np.abs(np.rint(scores * SCORE) - line.at) < line.margin
        found += int((told & other & within).sum())
    return found


def _held_back(book: Book, moves: Moves, rules: Rules) -> int:
    """How many limits were raised by less than the step, for capacity or group left no more: that the bounds bite."""
    rise = moves.limit - book.limit
    room = np.minimum(book.capacity - book.limit, book.group_left)
    return int(
        ((rise > 0) & (rise * 100 < book.limit * rules.step[0]) & (room * 100 < book.limit * rules.step[0])).sum()
    )


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=2))
