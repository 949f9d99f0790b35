"""Agglomerative clustering of a matrix of distances: the number of clusters by silhouette and bootstrap stability.

One tree of average linkage gives the clusters of every number. Of the numbers whose silhouettes lie close together the
smallest wins whose clusters survive leaving things out well enough; where none does, the one that survives it best.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from firmgraph.profiling.distance import Matrix

Labels = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Clusters:
    """The cluster of each thing, how well the clusters are apart (-1 to 1), None where there is only one."""

    labels: Labels
    silhouette: float | None = None

    @property
    def number(self) -> int:
        """How many clusters there are."""
        return len(set(self.labels))


def best_clusters(apart: Matrix, rules: Mapping[str, Any]) -> Clusters:
    """Return the clusters of things so far apart, numbered in the order in which they are met.

    Two things are one cluster when nearer than `two_apart`; more of them when no silhouette reaches `least_silhouette`.
    """
    size = len(apart)
    if size < 3:
        return Clusters((0, 1) if size == 2 and apart[0, 1] >= rules["two_apart"] else (0,) * size)
    cuts = cut(apart, range(2, min(rules["most_classes"], size - 1) + 1))
    scored = [Clusters(labels, silhouette(apart, labels)) for labels in cuts]
    best = max((one.silhouette or 0.0 for one in scored), default=0.0)
    if best < rules["least_silhouette"]:
        return Clusters((0,) * size)
    near = [one for one in scored if (one.silhouette or 0.0) >= best - rules["same_silhouette"]]
    if len(near) == 1:
        return near[0]
    stable = stabilities(apart, [one.labels for one in near], rules["bootstrap"])
    return max(zip(stable, near, strict=True), key=lambda pair: (min(pair[0], rules["stable"]), -pair[1].number))[1]


def cut(apart: Matrix, numbers: Sequence[int]) -> list[Labels]:
    """Return the clusters of one tree for each of some numbers."""
    from scipy.cluster.hierarchy import cut_tree, linkage
    from scipy.spatial.distance import squareform

    if not numbers:
        return []
    tree = linkage(squareform(apart, checks=False), method="average")
    return [_in_order(column) for column in cut_tree(tree, n_clusters=list(numbers)).T]


def _in_order(labels: Sequence[int]) -> Labels:
    places: dict[int, int] = {}
    return tuple(places.setdefault(int(label), len(places)) for label in labels)


def silhouette(apart: Matrix, labels: Labels) -> float:
    """Return the mean silhouette of some clusters, to six places."""
    from sklearn.metrics import silhouette_score

    return round(float(silhouette_score(apart, labels, metric="precomputed")), 6)


def stability(apart: Matrix, labels: Labels, bootstrap: Mapping[str, Any]) -> float:
    """Return how well clusters survive leaving things out: the mean adjusted Rand index over seeded samples."""
    return stabilities(apart, [labels], bootstrap)[0]


def stabilities(apart: Matrix, found: Sequence[Labels], bootstrap: Mapping[str, Any]) -> list[float]:
    """Return the stability of several clusterings of the same things, over the same samples; 1 for a single cluster."""
    from sklearn.metrics import adjusted_rand_score

    size, rng = len(apart), np.random.default_rng(bootstrap["seed"])
    numbers = [len(set(labels)) for labels in found]
    scores: list[list[float]] = [[] for _ in found]
    for _ in range(bootstrap["rounds"]):
        chosen = np.sort(rng.choice(size, min(max(int(size * bootstrap["share"]), 2), size), replace=False))
        possible = [number for number in numbers if number < len(chosen)]
        again = dict(zip(possible, cut(apart[np.ix_(chosen, chosen)], possible), strict=True))
        for place, number in enumerate(numbers):
            if number in again:
                kept = [found[place][one] for one in chosen]
                scores[place].append(float(adjusted_rand_score(kept, again[number])))
    return [round(float(np.mean(own)), 6) if own else 0.0 for own in scores]
