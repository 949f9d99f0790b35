"""Ratings in an order: kappa against its definition, cuts from clients held out, and grades of clients not seen."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.rating import confusion, cuts, graded, kappa, places, rate
from firmgraph.profiling.models.selection import Folds

RANDOM = np.random.default_rng(17)
ORDER = ("D", "C", "B", "A")


def test_ratings_become_numbers_from_the_worst_and_strange_ones_are_named() -> None:
    assert places(["A", "D", "B"], ORDER).tolist() == [3, 0, 2]
    with pytest.raises(InvalidInput, match="no rating E"):
        places(["A", "E"], ORDER)


def test_kappa_is_that_of_scikit_learn() -> None:
    for _ in range(20):
        true, told = RANDOM.integers(0, 4, (2, 50))
        assert kappa(true, told) == pytest.approx(cohen_kappa_score(true, told, weights="quadratic"))
    assert kappa([0, 1, 3], [0, 1, 3]) == 1
    assert kappa([0, 3], [3, 0]) == -1
    with pytest.raises(InvalidInput, match="all grades are the same"):
        kappa([1, 1], [1, 1])
    with pytest.raises(InvalidInput, match="one told"):
        kappa([1], [1, 2])


def test_each_grade_has_as_many_predictions_as_clients_and_one_on_a_cut_is_above() -> None:
    grades = np.repeat([0, 1, 2, 3], [10, 40, 30, 21])
    held_out = RANDOM.permutation(np.linspace(-2, 5, 101))
    at = cuts(held_out, grades, 4)
    assert np.bincount(graded(held_out, at)).tolist() == [10, 40, 30, 21]
    assert graded(at, at).tolist() == [1, 2, 3]


def test_ratings_of_clients_not_seen_are_told_and_by_chance_where_there_is_nothing_to_learn() -> None:
    x = RANDOM.standard_normal((160, 2))
    grades = np.searchsorted([-1, 0, 1], x[:, 0] + 0.3 * RANDOM.standard_normal(160))
    ways = {"a": Learner("logistic", {"only": ["a"]}), "b": Learner("logistic", {"only": ["b"]})}
    frame, plans = {"a": x[:, 0], "b": x[:, 1]}, (Folds(4, 2), Folds(4))
    found = rate(ways, frame, grades, plans)
    assert found.grades.shape == (2, 160)
    assert min(kappa(grades, one) for one in found.grades) > 0.75
    assert found.chosen == {"a": 8}
    shuffled = RANDOM.permutation(grades)
    assert abs(np.mean([kappa(shuffled, one) for one in rate(ways, frame, shuffled, plans).grades])) < 0.25


def test_the_confusion_counts_true_by_told() -> None:
    told = confusion(np.array([0, 0, 3]), np.array([0, 1, 3]), ORDER)
    assert told["D"] == {"D": 1, "C": 1, "B": 0, "A": 0}
    assert told["A"]["A"] == 1
