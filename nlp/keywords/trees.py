"""Boosted regression trees as plain arrays: what LightGBM grew is read with numpy alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from firmgraph.errors import InvalidInput

LEAF = -1
FIELDS = ("feature", "threshold", "left", "right", "value")


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees one after the other, nodes by number: at a node a row goes left when its feature is at most the threshold.

    The first node of each tree is in `roots`; a leaf has the feature `LEAF` and a value, which the trees' answers add.
    """

    roots: npt.NDArray[np.int64]
    feature: npt.NDArray[np.int64]
    threshold: npt.NDArray[np.float64]
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]

    @classmethod
    def from_lightgbm(cls, dump: Mapping[str, Any]) -> Self:
        """The trees of `Booster.dump_model()`, splits by number only and nothing missing; values to 6 digits."""
        nodes: list[tuple[int, float, int, int, float]] = []
        roots = [_lay_out(tree["tree_structure"], nodes) for tree in dump["tree_info"]]
        return cls.from_json({"roots": roots, **dict(zip(FIELDS, map(list, zip(*nodes, strict=True)), strict=True))})

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        """Trees as a model file holds them; raise InvalidInput where a node leads back or out of the arrays."""
        roots, feature, left, right = (np.array(body[name], np.int64) for name in ("roots", "feature", "left", "right"))
        threshold, value = (np.array(body[name], np.float64) for name in ("threshold", "value"))
        trees = cls(roots, feature, threshold, left, right, value)
        size = len(trees.feature)
        inner = np.flatnonzero(trees.feature != LEAF)
        ends = np.concatenate([trees.left[inner], trees.right[inner]])
        if {len(trees.left), len(trees.right), len(trees.threshold), len(trees.value)} != {size} or (
            np.any(ends <= np.concatenate([inner, inner])) or np.any(ends >= size) or np.any(trees.roots >= size)
        ):
            raise InvalidInput("the model's trees are broken: a node leads to none", field="model")
        return trees

    def to_json(self) -> dict[str, list[Any]]:
        """Trees as a model file holds them."""
        return {name: getattr(self, name).tolist() for name in ("roots", *FIELDS)}

    def score(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """The sum of all trees' values for each row; a row's sum depends on no other row."""
        node = np.tile(self.roots, (len(rows), 1))
        line = np.arange(len(rows))[:, None]
        while np.any(inner := self.feature[node] != LEAF):
            goes_left = rows[line, self.feature[node]] <= self.threshold[node]
            node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)
        total: npt.NDArray[np.float64] = self.value[node].sum(axis=1)
        return total


def _lay_out(tree: Mapping[str, Any], nodes: list[tuple[int, float, int, int, float]]) -> int:
    """Append a tree's nodes, each before those below it, and return the number of its first."""
    number = len(nodes)
    if "leaf_value" in tree:
        nodes.append((LEAF, 0.0, LEAF, LEAF, float(f"{tree['leaf_value']:.6g}")))
        return number
    nodes.append((LEAF, 0.0, LEAF, LEAF, 0.0))
    left, right = (_lay_out(tree[side], nodes) for side in ("left_child", "right_child"))
    nodes[number] = (tree["split_feature"], float(f"{tree['threshold']:.6g}"), left, right, 0.0)
    return number
