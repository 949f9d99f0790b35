"""Intervals over clients that stand several times: against brute force, copies of a month, and how often they hold."""

import time

import numpy as np
import pytest

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.calibration import slope_interval
from firmgraph.profiling.models.coding import Numbers
from firmgraph.profiling.models.judging import judged
from firmgraph.profiling.models.measures import Interval
from firmgraph.profiling.models.scoring import Scored
from firmgraph.profiling.models.task import Sample

RANDOM = np.random.default_rng(5)
Drawn = tuple[Numbers, Numbers, list[str]]


def months(clients: int, each: int, random: np.random.Generator) -> Drawn:
    """Labels and scores of clients by month: both follow what is the client's own more than what is the month's."""
    own, other = (np.repeat(random.standard_normal(clients), each) for _ in range(2))
    score = own + other + 0.5 * random.standard_normal(clients * each)
    return (own + 0.5 * random.standard_normal(clients * each) > 1).astype(float), score, names(clients, each)


def names(clients: int, each: int) -> list[str]:
    return [f"c{place // each}" for place in range(clients * each)]


Y, SCORE, CLIENTS = months(60, 5, RANDOM)
OTHER: Numbers = (SCORE + RANDOM.standard_normal(len(SCORE))).round(1)


def ends(found: Interval) -> tuple[float, float, float]:
    return found.value, found.low, found.high


def obuchowski(y: Numbers, scores: list[Numbers], clients: list[str]) -> float:
    """The variance of Obuchowski (1997), formula by formula, of one score or of the difference of two."""
    bad, good = np.flatnonzero(y == 1), np.flatnonzero(y == 0)
    won = np.zeros((len(bad), len(good)))
    for sign, score in zip((1, -1), scores, strict=False):
        won += sign * np.array([[(score[a] > score[b]) + (score[a] == score[b]) / 2 for b in good] for a in bad])
    value = won.mean()
    sums = []
    for client in sorted(set(clients)):
        above = [won[place].mean() for place, row in enumerate(bad) if clients[row] == client]
        below = [won[:, place].mean() for place, row in enumerate(good) if clients[row] == client]
        sums.append((sum(above) - len(above) * value, sum(below) - len(below) * value, len(above), len(below)))
    with_bad, with_good = (sum(one[side] > 0 for one in sums) for side in (2, 3))
    of_bad = with_bad / ((with_bad - 1) * len(bad)) * sum(one[0] ** 2 for one in sums)
    of_good = with_good / ((with_good - 1) * len(good)) * sum(one[1] ** 2 for one in sums)
    both = len(sums) / (len(sums) - 1) * sum(one[0] * one[1] for one in sums)
    return float(of_bad / len(bad) + of_good / len(good) + 2 * both / (len(bad) * len(good)))


@pytest.mark.parametrize("scores", [[SCORE], [SCORE, OTHER], [OTHER.round()]])
def test_the_interval_of_an_auc_over_clients_is_obuchowskis_by_brute_force(scores: list[Numbers]) -> None:
    def measured(clients: list[str] | None) -> Interval:
        if len(scores) == 1:
            return measures.auc_interval(Y, scores[0], clients)
        return measures.auc_difference(Y, scores[0], scores[1], clients)

    found = measured(CLIENTS)
    reach = 1.959964 * obuchowski(Y, scores, CLIENTS) ** 0.5
    assert ends(found) == pytest.approx((found.value, found.value - reach, found.value + reach), abs=1e-6)
    assert found.value == pytest.approx(measured(None).value)


def test_the_interval_of_a_ratio_over_clients_by_brute_force() -> None:
    error, whole = np.abs(Y - SCORE), 1 + Y
    found = measures.ratio_interval(error, whole, CLIENTS)
    value = error.sum() / whole.sum()
    off = [
        sum(e - value * w for e, w, c in zip(error, whole, CLIENTS, strict=True) if c == client)
        for client in sorted(set(CLIENTS))
    ]
    reach = 1.959964 * (60 / 59 * sum(one**2 for one in off)) ** 0.5 / whole.sum()
    assert ends(found) == pytest.approx((value, value - reach, value + reach))


def all_intervals(y: Numbers, one: Numbers, other: Numbers, clients: list[str] | None) -> list[Interval]:
    return [
        measures.auc_interval(y, one, clients),
        measures.auc_difference(y, one, other, clients),
        measures.ratio_interval(np.abs(y - one), np.ones(len(y)), clients),
        measures.r2_interval(y, one, clients),
        measures.r2_difference(y, one, other, clients),
    ]


def test_months_that_are_copies_give_the_interval_of_one_month() -> None:
    y, one, other = Y[::5], SCORE[::5], OTHER[::5]
    alone = all_intervals(y, one, other, None)
    again = [np.tile(values, 7) for values in (y, one, other)]
    copied = all_intervals(again[0], again[1], again[2], [f"c{n}" for n in range(60)] * 7)
    assert [ends(found) for found in copied] == [pytest.approx(ends(found)) for found in alone]
    by_row = all_intervals(again[0], again[1], again[2], None)
    assert all(wide.high - wide.low > 2 * found.high - 2 * found.low for wide, found in zip(alone, by_row, strict=True))


def test_clients_that_stand_once_change_nothing() -> None:
    for found, alone in zip(
        all_intervals(Y, SCORE, OTHER, [f"c{n}" for n in range(len(Y))]),
        all_intervals(Y, SCORE, OTHER, None),
        strict=True,
    ):
        assert ends(found) == pytest.approx(ends(alone))


def test_the_order_of_rows_and_what_clients_are_called_change_nothing() -> None:
    order = RANDOM.permutation(len(Y))
    told = all_intervals(Y[order], SCORE[order], OTHER[order], [f"z{CLIENTS[row][::-1]}" for row in order])
    assert [ends(found) for found in told] == [
        pytest.approx(ends(one)) for one in all_intervals(Y, SCORE, OTHER, CLIENTS)
    ]


def test_the_interval_over_clients_holds_as_often_as_it_says_and_that_by_row_does_not() -> None:
    random, held = np.random.default_rng(9), {"clients": 0, "rows": 0}
    truth = measures.auc(*months(40_000, 1, random)[:2])
    for _ in range(300):
        y, score, clients = months(60, 12, random)
        for name, found in (
            ("clients", measures.auc_interval(y, score, clients)),
            ("rows", measures.auc_interval(y, score)),
        ):
            held[name] += found.low <= truth <= found.high
    assert held["clients"] / 300 > 0.91
    assert held["rows"] / 300 < 0.75


def test_r2_and_its_difference_are_those_of_the_measure() -> None:
    assert measures.r2_interval(Y, SCORE, CLIENTS).value == pytest.approx(measures.r2(Y, SCORE))
    gain = measures.r2_difference(Y, SCORE, OTHER, CLIENTS)
    assert gain.value == pytest.approx(measures.r2(Y, SCORE) - measures.r2(Y, OTHER))
    with pytest.raises(InvalidInput, match="no variance"):
        measures.r2_interval(np.ones(3), np.arange(3))


def test_of_one_bad_client_nothing_is_sure() -> None:
    y, score, clients = np.array([1.0, 1, 0, 0, 0]), np.array([3.0, 2, 1, 0, 1]), ["a", "a", "b", "c", "d"]
    assert ends(measures.auc_interval(y, score, clients)) == (1, 0, 1)
    assert ends(measures.auc_difference(y, score, -score, clients)) == (1, -1, 1)


def test_clients_that_do_not_fit_the_rows_are_refused() -> None:
    with pytest.raises(InvalidInput, match="2 clients do not fit 300 rows"):
        measures.auc_interval(Y, SCORE, ["a", "b"])


def test_the_slope_over_clients_is_wider_and_copies_change_nothing() -> None:
    p = 1 / (1 + np.exp(1.4 - SCORE))
    by_row, over = slope_interval(Y, p), slope_interval(Y, p, CLIENTS)
    assert over.value == by_row.value
    assert over.high - over.low > by_row.high - by_row.low
    copied = slope_interval(np.tile(Y, 3), np.tile(p, 3), CLIENTS * 3)
    assert ends(copied) == pytest.approx(ends(over))


def by_month(each: int, *, behind: bool) -> Sample:
    y, ids = np.tile(Y[::5], each), [f"c{row}@{month}" for month in range(each) for row in range(60)]
    clients = [one.partition("@")[0] for one in ids] if behind else None
    return Sample(ids, {"score": np.tile(SCORE[::5], each)}, y, ["all"] * len(y), clients)


@pytest.mark.parametrize(("target", "name"), [("binary", "auc"), ("share", "mae")])
def test_a_judgement_tells_clients_beside_rows_and_its_intervals_are_over_clients(target: str, name: str) -> None:
    def told(each: int, *, behind: bool) -> dict[str, object]:
        sample = by_month(each, behind=behind)
        margins = np.asarray(sample.frame["score"], np.float64)
        return judged(target, sample, Scored(margins, 1 / (1 + np.exp(-margins))))

    once, copied, by_row = told(1, behind=True), told(6, behind=True), told(6, behind=False)
    assert (copied["clients"], copied["rows"]) == (60, 360)
    assert (by_row["clients"], by_row["rows"]) == (360, 360)
    assert copied[name] == once[name] != by_row[name]


def test_the_clients_stay_with_their_rows() -> None:
    sample = by_month(2, behind=True)
    assert sample.taken(np.array([61, 3])).clients == ["c1", "c3"]
    assert by_month(1, behind=False).clients[4] == "c4@0"
    with pytest.raises(InvalidInput, match="not of one length"):
        Sample(["a"], {"x": [1.0]}, np.ones(1), ["all"], ["a", "b"])


def test_a_hundred_thousand_rows_are_judged_in_seconds() -> None:
    y, score, clients = months(5_000, 20, np.random.default_rng(1))
    began = time.perf_counter()
    measures.auc_interval(y, score, clients)
    measures.r2_interval(y, score, clients)
    assert time.perf_counter() - began < 5
