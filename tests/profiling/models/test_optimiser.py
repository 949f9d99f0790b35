from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds as Between
from scipy.optimize import LinearConstraint, milp
from tests.profiling.models.books import BOOKS, YUAN, book

from firmgraph.packs import RulePack, pack_by_id
from firmgraph.profiling.models.actions import Actions, actions, grid
from firmgraph.profiling.models.optimiser import optimise
from firmgraph.profiling.models.profit import Economics, year
from firmgraph.profiling.models.quadrants import cut_lines, quadrants
from firmgraph.profiling.models.strategy import Moves, allowed_by_class, bounds_of, breaches
from firmgraph.profiling.models.strategy_book import Book, raise_room, shared_out

PACK, QUADRANTS = pack_by_id("strategy"), pack_by_id("quadrants")
ECONOMICS = Economics.of_pack(PACK)
MILD = replace(ECONOMICS, loss_given_default=0.1)


def with_optimiser(**stated: object) -> RulePack:
    told = {**PACK.parameters["optimiser"], **stated}
    return PACK.model_copy(update={"parameters": {**PACK.parameters, "optimiser": told}})


def drawn_book(clients: int, seed: int) -> Book:
    rng = np.random.default_rng(seed)
    limit = np.rint(rng.lognormal(13, 0.7, clients)).astype(np.int64) // 1000 * 1000 * YUAN
    return Book(
        [str(number) for number in range(clients)],
        rng.beta(1, 30, clients),
        rng.beta(2, 2, clients),
        limit,
        (limit * rng.beta(2, 3, clients)).astype(np.int64),
        np.rint(rng.uniform(0.04, 0.12, clients) * 1e6).astype(np.int64),
        (limit * rng.uniform(0.8, 2, clients)).astype(np.int64),
        np.full(clients, 10**12),
        np.full(clients, -1),
    )


def best_of_all(table: Actions) -> float:
    """The greatest profit, by integer programming."""
    clients, several = table.profit.shape
    allowed = np.isfinite(table.profit)
    each = np.kron(np.eye(clients), np.ones(several))
    found = milp(
        -np.where(allowed, table.profit, 0).ravel(),
        integrality=np.ones(clients * several),
        bounds=Between(0, allowed.ravel().astype(float)),
        constraints=[
            LinearConstraint(each, 1, 1),
            LinearConstraint(table.excess.ravel()[None, :], -np.inf, table.excess_cap),
            LinearConstraint(table.line.ravel()[None, :], -np.inf, table.line_cap),
        ],
        options={"mip_rel_gap": 1e-6, "time_limit": 20},
    )
    assert found.success
    return float(-found.fun)


@pytest.mark.parametrize(
    ("aim", "budget", "seed"),
    [
        ("0.86", "1.5", 0),
        ("0.86", "1.5", 1),
        ("2", "0.97", 0),
        ("2", "0.97", 1),
        ("0.86", "0.95", 1),
        ("0.9", "0.95", 2),
    ],
)
def test_row_1_10_the_optimum_is_that_of_integer_programming_within_the_gap_it_tells(
    aim: str, budget: str, seed: int
) -> None:
    table = actions(drawn_book(60, seed), with_optimiser(bad_rate_aim=aim, line_budget=budget), MILD)
    found = optimise(table)
    best = best_of_all(table)
    assert best < table.profit.max(axis=1).sum() * (1 - 1e-6), "no cap is in the way"
    assert found.profit <= best * (1 + 1e-6)
    assert best <= found.bound * (1 + 1e-6)
    assert found.profit >= best * 0.995
    profit, excess, line = table.sums(found.chosen)
    assert profit == found.profit
    assert excess <= table.excess_cap
    assert line <= table.line_cap


@settings(max_examples=60, deadline=None)
@given(BOOKS, st.booleans())
def test_row_1_10_no_constraint_is_ever_broken_and_never_less_profit_than_today(clients: Book, within: bool) -> None:
    pack = with_optimiser(bad_rate_aim="1", line_budget="1.02")
    classes = quadrants(clients.risk, clients.willingness, cut_lines(clients.risk, clients.willingness, QUADRANTS))
    allowed = allowed_by_class(classes, *grid(pack), pack) if within else None
    found = optimise(actions(clients, pack, ECONOMICS, allowed))
    assert set(breaches(clients, found.moves, bounds_of(pack)).values()) == {0}
    before, after = (year(clients, one, ECONOMICS) for one in (Moves(clients.limit, clients.rate), found.moves))
    assert after.bad.sum() * before.balance.sum() <= before.bad.sum() * after.balance.sum() * (1 + 1e-6) + 1e-6
    assert found.moves.limit.sum() <= clients.limit.sum() * 1.02 * (1 + 1e-6)
    assert found.profit <= found.bound + abs(found.bound) * 1e-9
    if within:
        assert not (found.moves.limit > clients.limit)[classes // 2 == 1].any()


def test_row_1_10_with_no_caps_in_the_way_each_client_takes_its_best() -> None:
    table = actions(drawn_book(200, 5), with_optimiser(bad_rate_aim="9", line_budget="9"), ECONOMICS)
    assert optimise(table).profit == pytest.approx(table.profit.max(axis=1).sum())


def test_row_1_10_nothing_is_moved_where_the_rate_aimed_at_is_out_of_reach() -> None:
    clients = drawn_book(30, 1)
    found = optimise(actions(clients, with_optimiser(bad_rate_aim="0.01"), ECONOMICS))
    assert not found.reached
    assert np.array_equal(found.moves.limit, clients.limit)
    assert np.array_equal(found.moves.rate, clients.rate)
    assert found.bound == found.profit
    assert optimise(actions(clients, with_optimiser(bad_rate_aim="1"), ECONOMICS)).reached


def test_row_1_10_a_group_is_not_overdrawn_by_members_who_move_by_different_steps() -> None:
    clients = book(
        {"group": 3, "group_left": 100_000, "limit": 500_000, "capacity": 560_000},
        {"group": 3, "group_left": 100_000, "limit": 500_000},
    )
    dealt = shared_out(clients, clients.limit * 20 // 100)
    rooms = [raise_room(dealt, clients.limit * percent // 100).tolist() for percent in (10, 20)]
    assert max(rooms[0][0], rooms[1][0]) + max(rooms[0][1], rooms[1][1]) <= 100_000 * YUAN


def test_the_choice_does_not_depend_on_the_order_of_rows() -> None:
    clients = drawn_book(80, 2)
    order = np.random.default_rng(0).permutation(80)
    turned = Book(
        [clients.ids[place] for place in order],
        *(getattr(clients, one.name)[order] for one in fields(clients) if one.name not in ("ids", "earlier")),
    )
    told = optimise(actions(clients, PACK, ECONOMICS)).moves
    assert np.array_equal(told.limit[order], optimise(actions(turned, PACK, ECONOMICS)).moves.limit)
