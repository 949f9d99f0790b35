"""Clusters of distances, with scikit-learn's own agglomerative clustering as the oracle."""

import numpy as np
import pytest
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

from firmgraph.profiling.clustering import best_clusters, cut, silhouette, stability
from firmgraph.profiling.distance import Matrix, class_rules

BOOTSTRAP = {"rounds": 20, "share": 0.8, "seed": 1}


def spread(points: list[float]) -> Matrix:
    line = np.array(points)
    apart: Matrix = np.abs(line[:, None] - line[None, :]) / np.ptp(line)
    return apart


@pytest.mark.parametrize("seed", range(5))
def test_one_tree_cut_at_every_number_is_agglomerative_clustering(seed: int) -> None:
    apart = spread(np.random.default_rng(seed).random(25).tolist())
    for number, labels in zip(range(2, 10), cut(apart, range(2, 10)), strict=True):
        model = AgglomerativeClustering(n_clusters=number, metric="precomputed", linkage="average")
        assert len(set(labels)) == number
        assert adjusted_rand_score(labels, model.fit_predict(apart)) == 1


def test_the_number_of_clusters_is_that_which_is_best_apart() -> None:
    found = best_clusters(spread([0, 1, 2, 50, 51, 52, 100, 101, 102]), class_rules())
    assert found.labels == (0, 0, 0, 1, 1, 1, 2, 2, 2)
    assert found.silhouette == silhouette(spread([0, 1, 2, 50, 51, 52, 100, 101, 102]), found.labels)


@pytest.mark.parametrize("enough", [0.8, 2.0])
def test_of_numbers_as_good_the_smallest_that_is_stable_wins_else_the_most_stable(enough: float) -> None:
    apart = spread([3, 8, 9, 17, 18, 23, 33, 43, 47, 58, 62, 80, 81, 86])
    rules = {**class_rules(), "same_silhouette": 2.0, "least_silhouette": 0.0, "bootstrap": BOOTSTRAP, "stable": enough}
    found = best_clusters(apart, rules)
    stable = {len(set(labels)): stability(apart, labels, BOOTSTRAP) for labels in cut(apart, range(2, 13))}
    assert len(set(stable.values())) > 3
    good = [number for number, value in stable.items() if value >= enough]
    most = [number for number, value in stable.items() if value == max(stable.values())]
    assert min(most) not in (2, min(good, default=2))
    assert found.number == min(good or most)


def test_what_is_not_apart_is_one_cluster() -> None:
    even: Matrix = np.ones((6, 6)) - np.eye(6)
    assert best_clusters(even, class_rules()).labels == (0,) * 6


def test_clear_clusters_survive_leaving_things_out_and_arbitrary_ones_do_not() -> None:
    apart = spread([0, 1, 2, 3, 4, 90, 91, 92, 93, 94])
    assert stability(apart, (0,) * 5 + (1,) * 5, BOOTSTRAP) == 1
    assert stability(apart, (0, 1) * 5, BOOTSTRAP) < 0.5
