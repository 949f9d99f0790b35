"""What each column adds to the answer of a tree kept as plain numbers: exact Shapley values along its paths.

Lundberg, Erion and Lee, Consistent individualized feature attribution for tree ensembles (2018): a column not yet known
sends a client down both ways, in the shares in which the training clients went there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import factorial
from typing import Any

import numpy as np
import numpy.typing as npt

from firmgraph.profiling.models.coding import Numbers

Tree = Mapping[str, npt.NDArray[Any]]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Way:
    """What stands on the way to a leaf, for one column: which clients pass, and the share that passes unknown."""

    passes: Flags
    share: float

    def further(self, passes: Flags, share: float) -> "_Way":
        return _Way(self.passes & passes, self.share * share)


def tree_contributions(tree: Mapping[str, Any], rows: Numbers) -> Numbers:
    """What each column of the matrix adds for each row, and in the last column what the tree says of nobody in
    particular; a row sums to the tree's answer.
    """
    known = {name: np.asarray(values) for name, values in tree.items()}
    found = np.zeros((len(rows), rows.shape[1] + 1))
    for value, ways in _leaves(known, rows, 0, {}):
        columns = list(ways)
        found[:, -1] += value * np.prod([way.share for way in ways.values()])
        for place, column in enumerate(columns):
            others = [ways[other] for other in columns[:place] + columns[place + 1 :]]
            own = ways[column].passes - ways[column].share
            found[:, column] += value * own * _mean_of_orders(others, len(rows))
    return found


def _leaves(tree: Tree, rows: Numbers, node: int, ways: Mapping[int, _Way]) -> Iterator[tuple[float, dict[int, _Way]]]:
    if tree["is_leaf"][node]:
        yield float(tree["value"][node]), dict(ways)
        return
    column = int(tree["feature_idx"][node])
    value = rows[:, column]
    left = np.where(np.isnan(value), bool(tree["missing_go_to_left"][node]), value <= tree["num_threshold"][node])
    before = ways.get(column, _Way(np.ones(len(rows), np.bool_), 1.0))
    for child, passes in ((int(tree["left"][node]), left), (int(tree["right"][node]), ~left)):
        share = float(tree["count"][child] / tree["count"][node])
        yield from _leaves(tree, rows, child, {**ways, column: before.further(passes, share)})


def _mean_of_orders(others: list[_Way], size: int) -> Numbers:
    """The chance of the other columns to let a client pass, over all orders in which columns become known."""
    # by_known[k]: the sum over all sets of k known columns of the product of what each of the others lets pass.
    by_known = np.ones((1, size))
    for way in others:
        without, nobody = by_known * way.share, np.zeros((1, size))
        by_known = np.vstack([without, nobody]) + np.vstack([nobody, by_known * way.passes])
    count = len(others) + 1
    weights = np.array([factorial(k) * factorial(count - 1 - k) / factorial(count) for k in range(count)])
    total: Numbers = weights @ by_known
    return total
