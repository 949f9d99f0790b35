"""Finding relations (找关系): the strongest paths between two parties over stated relations and shared contacts."""

from dataclasses import dataclass

from firmgraph.errors import InvalidInput
from firmgraph.graph.kernels.paths import Bounds, Prices, shortest_paths
from firmgraph.graph.kernels.searching import Ways
from firmgraph.graph.ownership.signals import Words
from firmgraph.graph.relations.strength import network, weakest_price
from firmgraph.graph.relations.words import RelationPath, told_path
from firmgraph.graph.snapshot.view import View

MOST_PATHS = 50
BUDGET = 100_000
"""How many nodes one search may meet."""


@dataclass(frozen=True, slots=True)
class RelationPaths:
    """The strongest paths between two parties; `truncated` when there are more, or the budget ended the search.

    `why_truncated` says which, and how to have more.
    """

    paths: tuple[RelationPath, ...]
    truncated: bool
    why_truncated: Words | None = None


def find_relation_paths(view: View, one: int, two: int, *, k: int = 3, budget: int = BUDGET) -> RelationPaths:
    """Return the k strongest simple paths between two parties, the strongest first, equal ones by the ids on them.

    Hubs are left out: contacts past their learnt line, public mail domains, and parties that everybody is related to
    (unless a path ends there). Paths weaker than the pack's `weakest` are not told. Raises InvalidInput for a `k`
    outside 1 to 50.
    """
    if not 1 <= k <= MOST_PATHS:
        raise InvalidInput(f"k must lie between 1 and {MOST_PATHS}: ask for fewer paths", field="k")
    net = network(view)
    if one == two:
        return RelationPaths((), False)
    ways, bounds = Ways(net.rows, net.rows), Bounds(paths=k, budget=budget)
    found = shortest_paths((one, two), ways, bounds, prices=Prices(net.price, net.price), closed=net.crowded)
    worth_telling = [path for path, price in zip(found.paths, found.costs, strict=True) if price <= weakest_price()]
    told = sorted((told_path(view, path) for path in worth_telling), key=lambda path: (-path.strength, path.nodes))
    truncated = found.truncated and len(told) == len(found.paths)
    return RelationPaths(tuple(told), truncated, _why(len(told), k, budget) if truncated else None)


def over_budget(budget: int) -> Words:
    """Return why a search was cut that met as many nodes as it may."""
    return Words(
        f"查找遇到的节点达到上限 {budget}：请调高 FIRMGRAPH_NODE_BUDGET",
        f"the search met as many nodes as it may, {budget}: raise FIRMGRAPH_NODE_BUDGET",
    )


def _why(told: int, k: int, budget: int) -> Words:
    if told < k:
        return over_budget(budget)
    if k == MOST_PATHS:
        return Words(f"最多显示 {k} 条路径，还有更多", f"no more than {k} paths are told, and there are more")
    return Words(
        f"还有更多路径：k 最大可为 {MOST_PATHS}", f"there are more paths: ask a larger k, at most {MOST_PATHS}"
    )
