from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from benchmarks.strategy_portfolio import Portfolio, drawn_portfolio

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.backtest import Packs, back_test, calibrated, cells, realised, sensitivity, strategies
from firmgraph.profiling.models.profit import Economics
from firmgraph.profiling.models.strategy import Moves

PACKS = Packs(pack_by_id("quadrants"), pack_by_id("strategy"))
ECONOMICS = Economics.of_pack(PACKS.strategy)
NAMES = ["today", "risk only", "four quadrants", "best moves by class", "optimiser within classes", "optimiser"]


@pytest.fixture(scope="module")
def held_out() -> Portfolio:
    drawn = drawn_portfolio(6000, 3)
    held = np.arange(6000) % 2 == 1
    book = calibrated(drawn.book.taken(held), drawn.book.taken(~held), drawn.outcome.default[~held])
    return Portfolio(book, drawn.outcome.taken(held))


@pytest.fixture(scope="module")
def report(held_out: Portfolio) -> list[Any]:
    return sensitivity(held_out.book, held_out.outcome, PACKS)


def test_row_1_10_the_report_tells_bad_rate_balance_and_margin_before_and_after(report: list[Any]) -> None:
    assert len(report) == 27
    for one in report:
        assert list(one["strategies"]) == NAMES
        for told in one["strategies"].values():
            assert {"bad_rate", "balance", "margin", "profit", "uplift", "breaches"} <= set(told)
        assert one["strategies"]["today"]["uplift"] == {"value": 0, "low": 0, "high": 0}


def test_row_1_10_in_every_cell_more_profit_than_the_quadrants_at_a_bad_rate_not_higher(report: list[Any]) -> None:
    for one in report:
        today, fixed, found = (one["strategies"][name] for name in ("today", "four quadrants", "optimiser"))
        assert found["bad_rate"] <= today["bad_rate"], one["cell"]
        assert found["uplift"]["value"] >= 1.3 * fixed["uplift"]["value"] > 0, one["cell"]
        assert found["line"] <= today["line"] * 1.05 * (1 + 1e-6)


def test_row_1_10_no_strategy_breaks_capacity_group_balance_or_step(report: list[Any]) -> None:
    told = [one["strategies"][name]["breaches"] for one in report for name in NAMES]
    assert all(not any(broken.values()) for broken in told)


def test_row_1_10_quadrants_raise_some_lines_and_the_report_is_the_same_again(held_out: Portfolio) -> None:
    moves = strategies(held_out.book, PACKS, ECONOMICS)
    assert (moves["four quadrants"].limit > held_out.book.limit).any()
    assert (moves["optimiser"].limit > held_out.book.limit).any()
    first, again = (back_test(held_out.book, held_out.outcome, PACKS, ECONOMICS) for _ in range(2))
    assert first == again


def test_the_year_is_counted_from_what_happened_not_from_the_scores(held_out: Portfolio) -> None:
    book, outcome = held_out.book, held_out.outcome
    still = Moves(book.limit, book.rate)
    told = realised(book, outcome, still, ECONOMICS)
    assert np.array_equal(told.bad > 0, outcome.default & (book.limit > 0))
    none = replace(outcome, default=np.zeros(len(book), dtype=bool))
    assert realised(book, none, still, ECONOMICS).bad.sum() == 0
    raised = Moves(book.limit * 6 // 5, book.rate)
    deaf = replace(outcome, response=np.zeros(len(book)))
    assert np.allclose(realised(book, deaf, raised, ECONOMICS).margin, realised(book, deaf, still, ECONOMICS).margin)


def test_calibration_learns_from_other_clients_and_keeps_the_order(held_out: Portfolio) -> None:
    drawn = drawn_portfolio(3000, 4)
    told = calibrated(drawn.book, drawn.book, drawn.outcome.default)
    assert told.risk.mean() == pytest.approx(drawn.outcome.default.mean(), rel=0.02)
    assert np.array_equal(np.argsort(told.risk), np.argsort(drawn.book.risk))
    with pytest.raises(InvalidInput, match="that defaulted and clients that did not"):
        calibrated(drawn.book, drawn.book, np.zeros(3000, dtype=bool))


def test_the_grid_varies_loss_elasticity_and_conversion() -> None:
    told = [economics for _, economics in cells(PACKS.strategy)]
    assert len({(one.loss_given_default, one.limit_elasticity, one.conversion_factor) for one in told}) == 27
    assert all(one.rate_elasticity / one.limit_elasticity == pytest.approx(2.5) for one in told)
