from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.profiling.models.books import BOOKS, YUAN, book

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.quadrants import UNTOLD, Quadrant
from firmgraph.profiling.models.strategy import (
    Moves,
    allowed_by_class,
    bounds_of,
    breaches,
    moved,
    moves_by_class,
    reason,
)
from firmgraph.profiling.models.strategy_book import Book, raise_room

PACK = pack_by_id("strategy")
BOUNDS = bounds_of(PACK)
NONE_BROKEN = {"capacity": 0, "group": 0, "drawn": 0, "step": 0, "rate": 0}


def by_class(one: Quadrant, *clients: dict[str, float]) -> tuple[Book, Moves]:
    found = book(*clients)
    return found, moves_by_class(found, np.full(len(found), one, dtype=np.int8), PACK)


def yuan(fen: np.ndarray) -> list[int]:
    return [int(one) // YUAN for one in fen]


def test_row_1_07_each_class_has_a_direction_and_bounds_of_limit_and_rate_in_the_pack() -> None:
    assert set(PACK.parameters["classes"]) == {one.code for one in Quadrant}
    for moves in PACK.parameters["classes"].values():
        for part in ("limit_percent", "rate_bp"):
            assert moves[part]["from"] <= moves[part]["by"] <= moves[part]["to"]
        assert moves["limit_percent"]["by"] != 0 or moves["rate_bp"]["by"] != 0


def test_row_1_07_a_pack_whose_moves_pass_the_step_or_that_lacks_a_class_is_refused() -> None:
    def with_classes(classes: dict[str, Any]) -> None:
        bounds_of(PACK.model_copy(update={"parameters": {**PACK.parameters, "classes": classes}}))

    told = dict(PACK.parameters["classes"])
    high = told["low_risk_high_willingness"]
    with pytest.raises(InvalidInput, match="limit_percent of low_risk_high_willingness"):
        with_classes({**told, "low_risk_high_willingness": {**high, "limit_percent": {"by": 25, "from": 0, "to": 30}}})
    del told["high_risk_low_willingness"]
    with pytest.raises(InvalidInput, match="those of the four quadrants"):
        with_classes(told)


@given(BOOKS, st.data())
def test_row_1_07_no_move_breaks_capacity_group_balance_step_or_rate(clients: Book, data: st.DataObject) -> None:
    wanted = st.lists(st.integers(-40, 40), min_size=len(clients), max_size=len(clients))
    percent, points = np.array(data.draw(wanted)), np.array(data.draw(wanted)) * 5
    moves = moved(clients, percent, points, BOUNDS)
    assert breaches(clients, moves, BOUNDS) == NONE_BROKEN
    for place in range(len(clients)):
        rise = int(moves.limit[place]) - int(clients.limit[place])
        assert rise <= 0 or moves.limit[place] <= clients.capacity[place]
        assert rise >= 0 or moves.limit[place] >= clients.drawn[place]
        assert rise <= 0 or percent[place] > 0
        assert abs(rise) * 5 <= clients.limit[place]
    for group in range(3):
        members = clients.group == group
        risen = np.maximum(moves.limit - clients.limit, 0)[members].sum()
        assert not risen or risen <= clients.group_left[members & (moves.limit > clients.limit)].min()


@given(BOOKS, st.data())
def test_row_1_07_answers_do_not_depend_on_the_order_of_rows(clients: Book, data: st.DataObject) -> None:
    order = np.array(data.draw(st.permutations(range(len(clients)))))
    wanted = np.full(len(clients), 10**9)
    turned = Book(
        [clients.ids[place] for place in order],
        *(getattr(clients, one.name)[order] for one in fields(clients) if one.name not in ("ids", "earlier")),
    )
    assert np.array_equal(raise_room(clients, wanted)[order], raise_room(turned, wanted))


def test_row_1_08_low_risk_with_high_willingness_is_raised_within_capacity_and_group() -> None:
    clients, moves = by_class(
        Quadrant.LOW_RISK_HIGH_WILLINGNESS,
        {},
        {"capacity": 1_050_500},
        {"group_left": 30_000},
        {"capacity": 900_000},
        {"capacity": -1},
        {"group_left": -1},
    )
    assert yuan(moves.limit) == [1_200_000, 1_050_000, 1_030_000, 1_000_000, 1_000_000, 1_000_000]
    assert moves.rate.tolist() == clients.rate.tolist()
    told = [reason(clients, place, moves, 20, BOUNDS) for place in range(6)]
    assert told == ["class", "capacity", "group", "capacity", "capacity_not_known", "group_not_known"]


def test_row_1_08_members_of_a_group_share_its_room() -> None:
    _, moves = by_class(
        Quadrant.LOW_RISK_HIGH_WILLINGNESS,
        {"group": 7, "group_left": 90_000},
        {"group": 7, "group_left": 90_000, "limit": 2_000_000},
        {},
    )
    assert yuan(moves.limit) == [1_030_000, 2_060_000, 1_200_000]


def test_row_1_09_low_risk_with_low_willingness_pays_less_and_keeps_its_limit() -> None:
    clients, moves = by_class(Quadrant.LOW_RISK_LOW_WILLINGNESS, {}, {"rate": 0.032}, {"rate": 0.02})
    assert moves.rate.tolist() == [45_000, 30_000, 20_000]
    assert moves.limit.tolist() == clients.limit.tolist()


def test_row_1_09_high_risk_with_high_willingness_is_not_raised_and_pays_more() -> None:
    clients, moves = by_class(Quadrant.HIGH_RISK_HIGH_WILLINGNESS, {}, {"rate": 0.239})
    assert moves.rate.tolist() == [55_000, 240_000]
    assert moves.limit.tolist() == clients.limit.tolist()


def test_row_1_09_high_risk_with_low_willingness_loses_line_it_does_not_use_and_no_more() -> None:
    clients, moves = by_class(
        Quadrant.HIGH_RISK_LOW_WILLINGNESS, {}, {"drawn": 950_500}, {"drawn": 1_000_000}, {"drawn": 1_300_000}
    )
    assert yuan(moves.limit) == [800_000, 951_000, 1_000_000, 1_000_000]
    assert [reason(clients, place, moves, -20, BOUNDS) for place in range(4)] == ["class", "drawn", "drawn", "drawn"]


def test_row_1_09_a_client_without_a_class_is_not_moved() -> None:
    clients = book({})
    moves = moves_by_class(clients, np.array([UNTOLD], dtype=np.int8), PACK)
    assert (moves.limit.tolist(), moves.rate.tolist()) == (clients.limit.tolist(), clients.rate.tolist())


def test_row_1_09_what_a_class_allows_leaves_standing_still_and_never_raises_high_risk() -> None:
    classes = np.array([*Quadrant, UNTOLD], dtype=np.int8)
    percent, points = (one.ravel() for one in np.meshgrid([-20, 0, 20], [-50, 0, 50]))
    allowed = allowed_by_class(classes, percent, points, PACK)
    assert allowed[:, (percent == 0) & (points == 0)].all()
    assert allowed[UNTOLD].sum() == 1
    risky = classes // 2 == 1
    assert not allowed[np.ix_(risky, percent > 0)].any()
    assert allowed[Quadrant.LOW_RISK_HIGH_WILLINGNESS][percent > 0].any()


def test_breaches_are_found() -> None:
    clients = book({"capacity": 1_100_000}, {"group_left": 0}, {"drawn": 900_000}, {}, {})
    limit = np.array([1_150_000, 1_050_000, 850_000, 1_250_000, 1_000_000]) * YUAN
    rate = np.array([50_000, 50_000, 50_000, 50_000, 70_000])
    assert breaches(clients, Moves(limit, rate), BOUNDS) == {
        "capacity": 1,
        "group": 1,
        "drawn": 1,
        "step": 2,
        "rate": 0,
    }


def test_a_book_with_impossible_values_is_refused() -> None:
    with pytest.raises(InvalidInput, match="limit lies outside"):
        book({"limit": -5})
    with pytest.raises(InvalidInput, match="needs the risk of every client"):
        book({"risk": float("nan")})
