"""A scale-free graph of companies and their holders, with the statistics published for the Italian company graph.

Of the nodes 33 % are companies, there are 0.943 holdings to a node, the stakes in a company sum to at most 100 %, most
nodes are in one weak component, and some companies hold each other in circles.
"""

from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Flags, Ints, Longs
from firmgraph.graph.kernels.csr import WHOLE, Holdings, holdings
from firmgraph.graph.kernels.order import depth_first_order

COMPANIES = 0.33
HOLDINGS = 0.943
BY_COMPANIES = 0.3
RINGS = 1 / 4_000
PERCENT = WHOLE // 100


class World(NamedTuple):
    """Who holds how much of which firm, in parts of 1e-8, among some nodes."""

    size: int
    holder: Ints
    firm: Ints
    stake: Ints

    def held(self) -> Holdings:
        """Return the holdings as arrays."""
        return holdings(self.size, self.holder, self.firm, self.stake)


def _heavy(draw: np.random.Generator, count: int, out_of: int, exponent: float) -> Longs:
    """Return draws below a number, of which few are drawn very often."""
    return np.minimum((out_of * draw.random(count) ** exponent).astype(np.int64), out_of - 1)


def _rings(draw: np.random.Generator, companies: int, nodes: int) -> tuple[Longs, Longs]:
    """Return companies and the ones they hold in circles of two to fifteen, the small ones most often."""
    sizes = np.minimum(1 + draw.zipf(2.2, max(int(nodes * RINGS), 1)), 15)
    members = draw.integers(0, companies, sizes.sum())
    end = np.cumsum(sizes)
    following = np.roll(members, -1)
    following[end - 1] = members[end - sizes]
    return members, following


def _ends(draw: np.random.Generator, nodes: int) -> tuple[Longs, Longs, Flags]:
    """Return holders, firms and which edges close circles; companies are the first nodes and hold later ones."""
    companies = int(nodes * COMPANIES)
    persons = np.arange(companies, nodes)
    more = max(int(nodes * HOLDINGS) - persons.size, 0)
    first = draw.permutation(companies)[_heavy(draw, persons.size, companies, 2.8)]
    by_company = int(more * BY_COMPANIES)
    one, other = (
        draw.permutation(companies)[_heavy(draw, by_company, companies, 2.2)],
        draw.integers(0, companies, by_company),
    )
    low, high = np.minimum(one, other), np.maximum(one, other)
    owners = companies + draw.permutation(persons.size)[_heavy(draw, more - by_company, persons.size, 3.0)]
    held = draw.integers(0, companies, more - by_company)
    members, following = _rings(draw, companies, nodes)
    holder = np.concatenate((persons, low, owners, members))
    firm = np.concatenate((first, high, held, following))
    apart = holder != firm
    edges = np.unique(holder[apart] * nodes + firm[apart])
    return edges // nodes, edges % nodes, np.isin(edges, members * nodes + following)


def _stakes(draw: np.random.Generator, firm: Longs, circular: Flags, nodes: int) -> Longs:
    """Return stakes that sum to all of most companies and to less of the others; most are whole percents.

    Stakes that close circles are at most a fifth: sums over chains that run around a circle of whole stakes never end.
    """
    weight = draw.gamma(0.7, size=firm.size) + 1e-6
    told = np.where(draw.random(nodes) < 0.9, WHOLE, WHOLE * (0.3 + 0.6 * draw.random(nodes)))
    stake = (weight / np.bincount(firm, weight, nodes)[firm] * told[firm]).astype(np.int64)
    rounded = (draw.random(nodes) < 0.7)[firm] & (stake >= PERCENT)
    stake = np.where(rounded, stake - stake % PERCENT, stake)
    return np.clip(stake, 1, np.where(circular, WHOLE // 5, WHOLE))


def world(nodes: int, seed: int = 20250630) -> World:
    """Return an invented graph of so many nodes, numbered depth-first; one seed always gives the same."""
    draw = np.random.default_rng(seed)
    holder, firm, circular = _ends(draw, nodes)
    stake = _stakes(draw, firm, circular, nodes)
    shuffled = draw.permutation(nodes)
    number = depth_first_order(nodes, shuffled[holder], shuffled[firm])[shuffled]
    return World(nodes, number[holder], number[firm], stake.astype(np.int32))


def guarantees(nodes: int, seed: int = 20250630) -> tuple[Ints, Ints]:
    """Return guarantors and borrowers among so many firms: nine guarantees to ten of them, mostly to neighbours."""
    draw = np.random.default_rng(seed)
    count = nodes * 6 // 5
    guarantor = draw.integers(0, nodes, count)
    near = (guarantor + draw.integers(-20, 21, count)) % nodes
    borrower = np.where(draw.random(count) < 0.7, near, draw.integers(0, nodes, count))
    apart = guarantor != borrower
    edges = np.unique(guarantor[apart] * nodes + borrower[apart])
    return (edges // nodes).astype(np.int32), (edges % nodes).astype(np.int32)
