"""Rounds of moves, each from where the last left the client: nothing is broken, and what would be broken is counted."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.strategy_rounds import Rules, broken_by, changed, rounds
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.models.books import BOOKS, YUAN, book

from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.actions import actions
from firmgraph.profiling.models.optimiser import optimise
from firmgraph.profiling.models.profit import Economics
from firmgraph.profiling.models.quadrants import cut_lines, quadrants
from firmgraph.profiling.models.strategy import Moves, bounds_of, breaches, moves_by_class
from firmgraph.profiling.models.strategy_book import Book

RULES = Rules(pack_by_id("quadrants"), pack_by_id("strategy"))
BOUNDS = bounds_of(RULES.strategy)
Way = Callable[[Book], tuple[Book, Moves]]


def by_quadrants(now: Book) -> tuple[Book, Moves]:
    lines = cut_lines(now.risk, now.willingness, RULES.quadrants)
    classes = quadrants(now.risk, now.willingness, lines, None if now.earlier is None else now.earlier.astype(np.int8))
    return replace(now, earlier=classes.astype(np.int64)), moves_by_class(now, classes, RULES.strategy)


def by_the_optimiser(now: Book) -> tuple[Book, Moves]:
    return now, optimise(actions(now, RULES.strategy, Economics.of_pack(RULES.strategy))).moves


@given(BOOKS, st.lists(st.tuples(st.sampled_from([by_quadrants, by_the_optimiser]), st.integers(0, 9999)), max_size=5))
def test_row_1_08_no_sequence_of_rounds_breaks_capacity_group_or_step(now: Book, turns: list[tuple[Way, int]]) -> None:
    for way, seed in turns:
        now, moves = way(changed(now, np.random.default_rng(seed)))
        assert not any(breaches(now, moves, BOUNDS).values())
        assert not any(broken_by(now, moves, RULES).values())
        now = replace(now, limit=moves.limit, rate=moves.rate)


def test_many_clients_are_moved_for_rounds_without_a_breach_and_the_bounds_bite() -> None:
    from benchmarks.strategy_portfolio import drawn_portfolio

    told = rounds(drawn_portfolio(2000, 3).book, RULES, np.random.default_rng(3))
    assert {count for what, count in told.items() if what.startswith("breaches")} == {0}
    assert min(told["limits raised"], told["limits cut"], told["raises held back by capacity or group"]) > 100


@pytest.mark.parametrize(
    ("what", "client", "limit", "rate"),
    [
        ("capacity", {"capacity": 1_050_000}, 1_060_000, 0.05),
        ("capacity", {"capacity": -1}, 1_010_000, 0.05),
        ("capacity", {"group_left": -1}, 1_010_000, 0.05),
        ("group", {"group_left": 50_000}, 1_060_000, 0.05),
        ("group", {"group": 3, "group_left": 50_000}, 1_030_000, 0.05),
        ("step of the limit", {}, 1_200_001, 0.05),
        ("step of the limit", {"drawn": 0}, 799_999, 0.05),
        ("step of the rate", {}, 1_000_000, 0.060001),
        ("rate out of its bounds", {"rate": 0.031}, 1_000_000, 0.029),
        ("below what is drawn", {"drawn": 900_000}, 890_000, 0.05),
    ],
)
def test_what_would_be_broken_is_counted(what: str, client: dict[str, float], limit: int, rate: float) -> None:
    clients = book(client, client)
    moves = Moves(np.full(2, limit * YUAN), np.full(2, round(rate * 1_000_000)))
    assert broken_by(clients, moves, RULES)[what] > 0
    assert sum(breaches(clients, moves, BOUNDS).values()) > 0
    still = Moves(clients.limit, clients.rate)
    assert not any(broken_by(clients, still, RULES).values())
