"""The strategy on a drawn portfolio: uplift of the optimiser against the four quadrants in every cell, and its time."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks import strategy_rounds
from benchmarks.strategy_portfolio import drawn_portfolio
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.actions import actions
from firmgraph.profiling.models.backtest import Outcome, Packs, calibrated, sensitivity
from firmgraph.profiling.models.optimiser import optimise
from firmgraph.profiling.models.profit import Economics
from firmgraph.profiling.models.strategy_book import Book

CLIENTS, MANY, SEED = 40_000, 100_000, 7
# caps that stand in the way, so that both prices have to be found
TIGHT = {"bad_rate_aim": "0.85", "line_budget": "0.95"}


def grid_of_cells(clients: int = CLIENTS, seed: int = SEED, misjudged: bool = False) -> list[Mapping[str, Any]]:
    """Return the back-test of each cell on the half of a portfolio whose outcome nothing was learned from.

    Where misjudged, the moves are made by the parameters of the pack whatever those of the cell.
    """
    book, outcome = halves(clients, seed)
    packs = Packs(pack_by_id("quadrants"), pack_by_id("strategy"))
    believed = Economics.of_pack(packs.strategy) if misjudged else None
    return sensitivity(book, outcome, packs, believed)


def halves(clients: int = CLIENTS, seed: int = SEED) -> tuple[Book, Outcome]:
    """Return the held-out half of a portfolio, its risk calibrated on the other, with its outcome."""
    drawn = drawn_portfolio(clients, seed)
    held = np.random.default_rng(seed).permutation(clients) % 2 == 1
    book, outcome = drawn.book.taken(held), drawn.outcome.taken(held)
    learned = drawn.book.taken(~held)
    return calibrated(book, learned, drawn.outcome.default[~held]), outcome


def summed_up(cells: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return the worst and best figures over the cells, and how many cells reach each goal."""
    told = [one["strategies"] for one in cells]
    uplift = {name: [one[name]["uplift"]["value"] for one in told] for name in told[0] if name != "today"}
    rates = [one["optimiser"]["bad_rate"] / one["today"]["bad_rate"] for one in told]
    balances = [one["optimiser"]["balance"] / one["today"]["balance"] for one in told]
    return {
        "cells": len(cells),
        **{f"uplift, {name}": f"{min(values):+.1%} to {max(values):+.1%}" for name, values in uplift.items()},
        **_against(told, "four quadrants"),
        **_against(told, "best moves by class"),
        "bad-debt rate over today's": f"{max(rates):.4f} at most",
        "cells with a bad-debt rate not higher": sum(rate <= 1 for rate in rates),
        "balance over today's": f"{min(balances):.3f} to {max(balances):.3f}",
        "breaches": sum(sum(one[name]["breaches"].values()) for one in told for name in one),
        "goal": "in every cell 1.3 times the four quadrants' uplift, a bad-debt rate not higher, no breach",
    }


def _against(told: Sequence[Mapping[str, Any]], name: str) -> Mapping[str, Any]:
    pairs = [(one["optimiser"]["uplift"]["value"], one[name]["uplift"]["value"]) for one in told]
    ratios = [own / other for own, other in pairs if other > 0]
    beyond = [one["optimiser"][f"beyond {name}"] for one in told]
    return {
        f"least ratio to {name}": f"{min(ratios):.2f}" if ratios else "they never gain",
        f"cells of 1.3 times {name}": sum(one["value"] >= 0 for one in beyond),
        f"cells of 1.3 times {name}, whole interval": sum(one["low"] >= 0 for one in beyond),
    }


def speed(clients: int = MANY) -> Mapping[str, Any]:
    """Return the seconds to make the table of a large portfolio and to choose from it, and how near to the best."""
    stated = pack_by_id("strategy")
    tight = {**stated.parameters["optimiser"], **TIGHT}
    pack = stated.model_copy(update={"parameters": {**stated.parameters, "optimiser": tight}})
    book = drawn_portfolio(clients, SEED).book
    begun = time.perf_counter()
    table = actions(book, pack, replace(Economics.of_pack(pack), loss_given_default=0.1))
    made = time.perf_counter()
    found = optimise(table)
    ended = time.perf_counter()
    assert found.reached
    return {
        "clients": clients,
        "caps": TIGHT,
        "seconds for the table": round(made - begun, 1),
        "seconds to choose": round(ended - made, 1),
        "profit of the best without caps": f"{found.profit / float(table.profit.max(axis=1).sum()):.3f}",
        "profit short of the bound": f"{1 - found.profit / found.bound:.1e}",
        "goal": "100,000 clients in under 60 s",
    }


def run() -> Mapping[str, Mapping[str, Any]]:
    """Return the figures of the held-out half over the grid, of a large portfolio, and of rounds on rounds."""
    return {
        "Strategy, held-out half": summed_up(grid_of_cells()),
        "Strategy, held-out half, economics misjudged": summed_up(grid_of_cells(misjudged=True)),
        "Strategy, speed": speed(),
        **strategy_rounds.run(),
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=2))
