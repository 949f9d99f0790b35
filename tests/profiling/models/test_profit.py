from dataclasses import replace

import numpy as np
import pytest
from tests.profiling.models.books import YUAN, book

from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.profit import Economics, drawn_after, year
from firmgraph.profiling.models.strategy import Moves

ECONOMICS = Economics(
    loss_given_default=0.5, limit_elasticity=0.5, rate_elasticity=2,
    conversion_factor=0.5, funding_rate=0.02, line_cost=0.001,
)  # fmt: skip
CLIENT = book({"risk": 0.1, "willingness": 0.8})


def to(limit: int, rate: float) -> Moves:
    return Moves(np.array([limit * YUAN]), np.array([round(rate * 1_000_000)]))


def test_the_year_of_a_client_that_is_not_moved() -> None:
    told = year(CLIENT, to(1_000_000, 0.05), ECONOMICS)
    assert told.bad[0] == pytest.approx(0.1 * 700_000)
    assert told.balance[0] == pytest.approx(0.9 * 400_000 + 70_000)
    assert told.margin[0] == pytest.approx(0.9 * 400_000 * 0.03)
    assert told.profit[0] == pytest.approx(10_800 - 35_000 - 600)


@pytest.mark.parametrize(
    ("limit", "rate", "drawn"),
    [
        (1_200_000, 0.05, 400_000 + 0.5 * 0.8 * 200_000),
        (1_000_000, 0.045, 400_000 + 2 * 0.1 * (400_000 + 0.8 * 600_000)),
        (1_000_000, 0.055, 400_000 * (1 - 2 * 0.1)),
        (1_000_000, 0.15, 0),
        (420_000, 0.025, 420_000),
        (800_000, 0.05, 400_000),
    ],
)
def test_what_is_drawn_follows_line_and_price_within_the_line(limit: int, rate: float, drawn: float) -> None:
    assert drawn_after(CLIENT, to(limit, rate), ECONOMICS)[0] == pytest.approx(drawn)


def test_more_loss_given_default_only_costs() -> None:
    worse = year(CLIENT, to(1_000_000, 0.05), replace(ECONOMICS, loss_given_default=0.9))
    told = year(CLIENT, to(1_000_000, 0.05), ECONOMICS)
    assert worse.profit[0] < told.profit[0]
    assert worse.bad[0] == told.bad[0]


def test_a_line_without_rate_is_not_moved_by_price() -> None:
    free = book({"rate": 0})
    assert drawn_after(free, to(1_000_000, 0.01), ECONOMICS)[0] == 400_000


def test_the_parameters_of_the_pack_are_read() -> None:
    assert Economics.of_pack(pack_by_id("strategy")).loss_given_default == 0.45
