"""How much each relation binds two parties: the network of parties and contacts with a cost on every relation."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from firmgraph.graph.kernels.arrays import NO_INTS, Reals
from firmgraph.graph.kernels.csr import Csr
from firmgraph.graph.kernels.runs import run_starts
from firmgraph.graph.ownership.holdings import holdings
from firmgraph.graph.relations.contacts import NODE_KINDS, contacts
from firmgraph.graph.relations.hubs import is_public, line_of, sharing
from firmgraph.graph.relations.once import once_per_view
from firmgraph.graph.relations.parameters import hidden_parameters, strength_parameters
from firmgraph.graph.snapshot.keys import key_of
from firmgraph.graph.snapshot.tables import Ints, Longs
from firmgraph.graph.snapshot.view import View

SCALE = 1_000_000
"""Costs are whole numbers, millionths of the negative logarithm of a strength, so that sums are exact."""
TIES = 1 << 26
"""A price is this many times a cost, and below it a number drawn from the ids of the two ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Parties and contacts at a moment with the strongest relation of each two, seen from both ends.

    The relations at node `v` stand at `rows.ptr[v]` to `rows.ptr[v + 1]`: the other end, the cost, the price, the
    number in `kinds`, the place in the relations of that kind (of a holding its number, of a contact the place of its
    relation), and whether the relation begins at `v`. Through `crowded` parties no path goes on.
    """

    kinds: tuple[str, ...]
    rows: Csr
    cost: Longs
    price: Reals
    kind: NDArray[np.int8]
    place: Ints
    begins: NDArray[np.bool_]
    crowded: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    start: Ints
    end: Ints
    strength: Reals
    place: Ints


def cost_of(strength: Reals) -> Longs:
    """Return the costs of strengths between 0 and 1, at least 1."""
    cost: Longs = np.maximum(1, np.rint(-np.log(strength) * SCALE)).astype(np.int64)
    return cost


def price_of(strength: float) -> int:
    """Return the price beyond which a path is weaker than a strength."""
    return (round(-log(strength) * SCALE) + 1) * TIES


def weakest_price() -> int:
    """Return the price beyond which a path is too weak to be told at all."""
    return price_of(strength_parameters()["weakest"])


def listed_price() -> int:
    """Return the price beyond which a path is too weak to be listed among many."""
    return price_of(strength_parameters()["listed_from"])


@once_per_view
def network(view: View) -> Network:
    """Return the parties and contacts at a moment with the cost of every relation."""
    kinds = (*strength_parameters()["kinds"], *NODE_KINDS)
    rows = [_contact_rows(view, kind) if kind in NODE_KINDS else _party_rows(view, kind) for kind in kinds]
    number = np.repeat(np.arange(len(kinds)), [len(r.start) for r in rows]).astype(np.int8)
    start, end = np.concatenate([r.start for r in rows]), np.concatenate([r.end for r in rows])
    cost = cost_of(np.concatenate([r.strength for r in rows]))
    place = np.concatenate([r.place for r in rows])
    return _both_ways(view, kinds, (start, end, cost, number, place))


def _party_rows(view: View, kind: str) -> _Rows:
    if kind == "holds":
        return _holding_rows(view)
    edges = view.edges(kind)
    strength = np.full(len(edges), float(strength_parameters()["kinds"][kind]["strength"]))
    return _Rows(edges.start, edges.end, strength, np.arange(len(edges), dtype=np.int32))


def _holding_rows(view: View) -> _Rows:
    held = holdings(view)
    bands = strength_parameters()["kinds"]["holds"]["bands"]
    passed = [held.stake > band["above"] if "above" in band else held.stake >= band["at"] for band in bands]
    strength = np.select(passed, [float(band["strength"]) for band in bands])
    strength[held.unstated & (held.stake == 0)] = float(strength_parameters()["kinds"]["holds"]["strength"])
    return _Rows(held.start, held.end, strength, np.arange(len(held), dtype=np.int32))


def _contact_rows(view: View, kind: str) -> _Rows:
    """Return the rows of the contacts that still link: shared, no public domain and within the learnt line."""
    known, shared, line = contacts(view, kind), sharing(view, kind), line_of(view, kind)
    left = np.where(shared.groups <= 2, 1.0, np.clip((line + 1 - shared.groups) / (line - 1), 0.0, 1.0))
    left[[is_public(kind, known.name(view, key)) for key in shared.key.tolist()]] = 0.0
    at = np.searchsorted(shared.key, known.key)
    at[at == len(shared.key)] = 0
    links = shared.key[at] == known.key if len(shared.key) else np.zeros(len(known.key), dtype=np.bool_)
    links[links] = left[at[links]] > 0
    chance = next(clue["chance"] for clue in hidden_parameters()["clues"] if clue["kind"] == kind)
    return _Rows(known.firm[links], known.key[links], np.sqrt(chance * left[at[links]]), known.place[links])


def _both_ways(view: View, kinds: tuple[str, ...], told: tuple[Ints, Ints, Longs, NDArray[np.int8], Ints]) -> Network:
    """Return the network of relations told one way: the strongest of each two, among equals the same whatever the
    numbers of the nodes.
    """
    start, end, cost, number, place = (column[told[0] != told[1]] for column in told)
    drawn = _drawn(view)
    near, far = np.concatenate((start, end)), np.concatenate((end, start))
    row = np.tile(np.arange(len(start)), 2)
    order = np.lexsort((place[row], drawn[start[row]], number[row], cost[row], far, near))
    near, far, row, begins = near[order], far[order], row[order], order < len(start)
    strongest = np.ones(len(near), dtype=np.bool_)
    strongest[1:] = (near[1:] != near[:-1]) | (far[1:] != far[:-1])
    near, far, row, begins = near[strongest], far[strongest], row[strongest], begins[strongest]
    rows = Csr(run_starts(view.size, near), far, NO_INTS)
    price = cost[row] * TIES + ((drawn[near] ^ drawn[far]) % (TIES >> 5)).astype(np.int64)
    crowded = (np.diff(rows.ptr) > strength_parameters()["most_relations"]) & ~_is_contact(view)
    return Network(kinds, rows, cost[row], price.astype(np.float64), number[row], place[row], begins, crowded)


def _is_contact(view: View) -> NDArray[np.bool_]:
    kinds = [view.snapshot.kind_names.index(node) for _, node in NODE_KINDS.values()]
    return np.isin(view.snapshot.nodes.kinds, kinds)


def _drawn(view: View) -> NDArray[np.uint64]:
    """Return a number for each node that depends on its id only.

    Which of equally strong relations and paths are kept would otherwise depend on the numbers of nodes, and so on what
    was loaded when.
    """
    keys = view.snapshot.keys
    drawn = np.zeros(view.size, dtype=np.uint64)
    drawn[keys.numbers] = keys.hashes
    for text, number in keys.later.items():
        drawn[number] = key_of(text)
    return drawn
