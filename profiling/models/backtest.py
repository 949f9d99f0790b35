"""What a strategy would have brought: today, risk only, four quadrants and the optimiser on clients none has seen.

Moves are made from scores; the year is counted from what happened. Every figure is given for each cell of a grid of
loss given default, elasticity and conversion factor: no single one can be believed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack
from firmgraph.profiling.models.actions import Actions, Chosen, actions, grid
from firmgraph.profiling.models.optimiser import optimise
from firmgraph.profiling.models.profit import Amounts, Economics, Year, drawn_after, year_of
from firmgraph.profiling.models.quadrants import Classes, Quadrant, Scores, cut_lines, quadrants
from firmgraph.profiling.models.strategy import Moves, allowed_by_class, bounds_of, breaches, moved, moves_by_class
from firmgraph.profiling.models.strategy_book import Book

_NORMAL_95 = 1.959964


@dataclass(frozen=True)
class Outcome:
    """What happened to each client: default, its true willingness, and how far it answered a move (1 as expected)."""

    default: NDArray[np.bool_]
    willingness: Scores
    response: Amounts

    def taken(self, which: NDArray[np.bool_]) -> "Outcome":
        """Return the outcome of the clients chosen."""
        return Outcome(self.default[which], self.willingness[which], self.response[which])


@dataclass(frozen=True)
class Packs:
    """The packs a back-test judges by."""

    quadrants: RulePack
    strategy: RulePack


def calibrated(book: Book, learned: Book, default: NDArray[np.bool_]) -> Book:
    """Return a book whose risk is a probability of default, learned by logistic regression on other clients."""
    if default.all() or not default.any():
        raise InvalidInput("calibration needs clients that defaulted and clients that did not", field="default")
    model = LogisticRegression(C=1e6).fit(_log_odds(learned.risk), default)
    return replace(book, risk=model.predict_proba(_log_odds(book.risk))[:, 1])


def _log_odds(scores: Scores) -> Amounts:
    kept = np.clip(scores, 1e-6, 1 - 1e-6)
    return np.log(kept / (1 - kept))[:, None]


def strategies(book: Book, packs: Packs, economics: Economics) -> Mapping[str, Moves]:
    """Return the moves of each way of making them, today's first.

    The best moves by class are one action a class, that of the greatest expected profit within its bounds.
    """
    classes = quadrants(book.risk, book.willingness, cut_lines(book.risk, book.willingness, packs.quadrants))
    risky = classes >= Quadrant.HIGH_RISK_LOW_WILLINGNESS
    bounds, none = bounds_of(packs.strategy), np.zeros(len(book), dtype=np.int64)
    step = bounds.limit_percent
    within = actions(book, packs.strategy, economics, allowed_by_class(classes, *grid(packs.strategy), packs.strategy))
    return {
        "today": Moves(book.limit, book.rate),
        "risk only": moved(book, np.where(risky, -step, step), none, bounds),
        "four quadrants": moves_by_class(book, classes, packs.strategy),
        "best moves by class": within.moves_of(_best_by_class(within, classes)),
        "optimiser within classes": optimise(within).moves,
        "optimiser": optimise(actions(book, packs.strategy, economics)).moves,
    }


def _best_by_class(table: Actions, classes: Classes) -> Chosen:
    chosen = np.full(len(classes), table.still)
    for one in np.unique(classes):
        chosen[classes == one] = table.profit[classes == one].sum(axis=0).argmax()
    return chosen


def realised(book: Book, outcome: Outcome, moves: Moves, economics: Economics) -> Year:
    """Return the year each client had after a move, from its outcome instead of its scores."""
    told = drawn_after(replace(book, willingness=outcome.willingness), moves, economics)
    before = book.drawn / 100
    drawn = np.clip(before + (told - before) * outcome.response, 0, np.maximum(moves.limit, book.drawn) / 100)
    return year_of(drawn, moves, outcome.default.astype(np.float64), economics)


def back_test(
    book: Book, outcome: Outcome, packs: Packs, economics: Economics, believed: Economics | None = None
) -> Mapping[str, Mapping[str, Any]]:
    """Return bad rate, balance, margin, profit, uplift and breaches by strategy; money in yuan, uplift as a fraction.

    The uplift is the profit above today's as a share of today's, with its 95 % interval over clients (normal). That of
    the optimiser less 1.3 times that of the quadrants is told as `beyond` with their name. The moves are made by what
    was `believed` where that differs from the economics of the year.
    """
    moves = strategies(book, packs, believed or economics)
    years = {name: realised(book, outcome, one, economics) for name, one in moves.items()}
    bounds, today = bounds_of(packs.strategy), years["today"].profit
    told: dict[str, dict[str, Any]] = {}
    for name, one in years.items():
        told[name] = {**_totals(one), "line": float(moves[name].limit.sum() / 100)}
        told[name]["uplift"] = _share(one.profit - today, today)
        told[name]["breaches"] = breaches(book, moves[name], bounds)
    for name in ("four quadrants", "best moves by class"):
        beyond = years["optimiser"].profit - today - 1.3 * (years[name].profit - today)
        told["optimiser"][f"beyond {name}"] = _share(beyond, today)
    return told


def _totals(one: Year) -> dict[str, float]:
    balance = float(one.balance.sum())
    return {
        "bad_rate": float(one.bad.sum()) / balance if balance else 0.0,
        "balance": balance,
        "margin": float(one.margin.sum()),
        "profit": float(one.profit.sum()),
    }


def _share(gain: Amounts, today: Amounts) -> Mapping[str, float]:
    whole = abs(float(today.sum()))
    if not whole:
        raise InvalidInput("the clients bring no profit today, so that there is no uplift", field="profit")
    middle, half = float(gain.sum()) / whole, _NORMAL_95 * float(gain.std()) * len(gain) ** 0.5 / whole
    return {"value": middle, "low": middle - half, "high": middle + half}


def cells(pack: RulePack) -> Iterator[tuple[Mapping[str, float], Economics]]:
    """Yield each cell of the sensitivity grid of a pack with its economics; elasticity multiplies both elasticities."""
    base, stated = Economics.of_pack(pack), pack.parameters["sensitivity"]
    names: Sequence[str] = ("loss_given_default", "elasticity", "conversion_factor")
    for values in product(*([float(value) for value in stated[name]] for name in names)):
        loss, elasticity, conversion = values
        yield (
            dict(zip(names, values, strict=True)),
            replace(
                base,
                loss_given_default=loss,
                conversion_factor=conversion,
                limit_elasticity=base.limit_elasticity * elasticity,
                rate_elasticity=base.rate_elasticity * elasticity,
            ),
        )


def sensitivity(
    book: Book, outcome: Outcome, packs: Packs, believed: Economics | None = None
) -> list[Mapping[str, Any]]:
    """Return the back-test of every cell of the grid; moves are made by the cell too, unless something is believed."""
    return [
        {"cell": cell, "strategies": back_test(book, outcome, packs, economics, believed)}
        for cell, economics in cells(packs.strategy)
    ]
