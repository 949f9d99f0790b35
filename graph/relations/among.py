"""Relations inside a set of parties, and of one party with many: a blacklist, or the firms of our book."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from firmgraph.errors import InvalidInput
from firmgraph.graph.kernels.arrays import Reals
from firmgraph.graph.relations.around import BUDGET, Part, part_around
from firmgraph.graph.relations.paths import find_relation_paths
from firmgraph.graph.relations.strength import SCALE, TIES, listed_price, network
from firmgraph.graph.relations.words import RelationPath, told_path
from firmgraph.graph.snapshot.tables import Ints, Longs
from firmgraph.graph.snapshot.view import View

MOST_MEMBERS = 50
STEPS_BETWEEN = 4


@dataclass(frozen=True, slots=True)
class Among:
    """How the parties of a set are related: the strongest path of each two, over no third of them, strongest first.

    `clusters` are the ids of those joined in one way or another, the largest first; `alone` are those joined to none.
    `truncated` when the budget left relations out.
    """

    paths: tuple[RelationPath, ...]
    clusters: tuple[tuple[str, ...], ...]
    alone: tuple[str, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class OneToMany:
    """The strongest path from a party to each of many it is related to, strongest first, equal ones by the id at the
    end, and how many it was held to.

    `related` of them were found; `over_budget` when the budget ended the search before there could be no more.
    """

    paths: tuple[RelationPath, ...]
    held_to: int
    related: int
    over_budget: bool


def relations_among(view: View, parties: Iterable[int], *, steps: int = STEPS_BETWEEN, budget: int = BUDGET) -> Among:
    """Return the relations inside a set of 2 to 50 parties, over what lies at most half so many steps from any."""
    members = sorted(set(parties), key=view.id)
    if not 2 <= len(members) <= MOST_MEMBERS:
        raise InvalidInput(f"a set has 2 to {MOST_MEMBERS} parties: ask in parts", field="ids")
    part = part_around(network(view), members, steps=(steps + 1) // 2, budget=budget)
    own = part.number(members)
    price, before = _searched(_sinks(part, own), own)
    told = []
    for one in range(len(members)):
        for two in range(one + 1, len(members)):
            walk = _walk(before[one], int(own[one]), int(own[two]) + len(part.node))
            if walk and price[one, int(own[two]) + len(part.node)] <= listed_price():
                told.append(told_path(view, [int(part.node[n % len(part.node)]) for n in walk]))
    told.sort(key=lambda path: (-path.strength, path.nodes))
    clusters, alone = _clusters([view.id(member) for member in members], told)
    return Among(tuple(told), clusters, alone, part.truncated)


def relations_to_many(
    view: View, party: int, others: Iterable[int], *, first: int = 0, limit: int = 100, budget: int = BUDGET
) -> OneToMany:
    """Return how a party is related to many others, over paths of at most six steps: so many from the first on."""
    wanted = set(others) - {party}
    net = network(view)
    near = part_around(net, [party], budget=budget)
    source = near.number([party])
    price, before = _searched(near.matrix(), source)
    inside = set(near.node.tolist())
    found = [(float(price[0, at]), at) for at in near.number(sorted(wanted & inside)).tolist()]
    reached = [(int(paid) // TIES, view.id(int(near.node[at])), at) for paid, at in found if paid <= listed_price()]
    crowded = dict(_to_crowded(view, party, (node for node in wanted - inside if net.crowded[node]), budget))
    far = [(round(-log(path.strength) * SCALE), end, -1) for end, path in crowded.items()]
    ordered = sorted([*reached, *far])
    told = tuple(
        crowded[end] if at < 0 else told_path(view, [int(near.node[n]) for n in _walk(before[0], int(source[0]), at)])
        for _, end, at in ordered[first : first + limit]
    )
    return OneToMany(told, len(wanted), len(ordered), near.truncated)


def _to_crowded(view: View, party: int, ends: Iterable[int], budget: int) -> Iterator[tuple[str, RelationPath]]:
    """Yield the strongest path to each of some parties that everybody is related to, through which none goes on."""
    for end in ends:
        for path in find_relation_paths(view, party, end, k=1, budget=budget).paths:
            yield view.id(end), path


def watch_listed(view: View) -> tuple[int, ...]:
    """Return the parties that stand on any watch list at the moment."""
    return tuple(np.unique(view.edges("listed_on").start).tolist())


def our_book(view: View) -> tuple[int, ...]:
    """Return the firms that are customers of ours at the moment."""
    return tuple(np.unique(view.edges("client_as").start).tolist())


def _sinks(part: Part, own: Longs) -> csr_array:
    """Return the part with each member of the set split in two: paths leave it as itself and end in its double.

    So no path between two members leads over a third, whose own relations say as much.
    """
    size = len(part.node)
    member = np.zeros(size, dtype=np.bool_)
    member[own] = True
    end = part.end + size * member[part.end]
    return csr_array((part.price, (part.start, end)), shape=(2 * size, 2 * size))


def _searched(matrix: csr_array, sources: Longs) -> tuple[Reals, Ints]:
    """Return the price of the cheapest path from each source to every node, and the node before each on it."""
    limit = float(listed_price())
    found: tuple[Reals, Ints] = dijkstra(matrix, indices=sources, return_predecessors=True, limit=limit)
    return found


def _walk(before: Ints, start: int, end: int) -> list[int]:
    """Return the nodes from start to end, none where there is no path."""
    walk = [end]
    while walk[-1] != start:
        last = int(before[walk[-1]])
        if last < 0:
            return []
        walk.append(last)
    return walk[::-1]


def _clusters(ids: list[str], told: list[RelationPath]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    joined = nx.Graph()
    joined.add_nodes_from(ids)
    joined.add_edges_from((path.nodes[0][0], path.nodes[-1][0]) for path in told)
    groups = sorted((tuple(sorted(group)) for group in nx.connected_components(joined)), key=lambda g: (-len(g), g))
    return tuple(group for group in groups if len(group) > 1), tuple(g[0] for g in groups if len(g) == 1)
