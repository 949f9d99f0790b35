"""Integrated ownership of every firm: the kernel and the peers' ways to the same shares; and the lattice."""

from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_matrix, diags

from firmgraph.graph.kernels.csr import WHOLE, Holdings, holdings
from firmgraph.graph.kernels.every_share import EveryShare

NOTHING = 1e-14
"""A share too small to follow further around a circle."""


def kernel_matrix(found: EveryShare) -> Any:
    """Return the kernel's shares as a sparse matrix, firm by holder."""
    firm = np.repeat(np.arange(found.size.size), found.size)
    within = np.arange(firm.size) - np.repeat(np.cumsum(found.size) - found.size, found.size)
    place = np.repeat(found.begin, found.size) + within
    return csr_matrix((found.share[place], (firm, found.node[place])), (found.size.size, found.size.size))


def pushed(graph: Any) -> dict[int, dict[int, float]]:
    """Return the shares of each holder by pushing them along the edges of a networkx graph, level by level."""
    found: dict[int, dict[int, float]] = {}
    after = graph.succ
    for source in graph:
        level, shares = {source: 1.0}, dict[int, float]()
        while level:
            below: dict[int, float] = {}
            for holder, held in level.items():
                for firm, edge in after[holder].items():
                    part = held * edge["share"]
                    if firm != source and part > NOTHING:
                        below[firm] = below.get(firm, 0.0) + part
            for firm, part in below.items():
                shares[firm] = shares.get(firm, 0.0) + part
            level = below
        if shares:
            found[source] = shares
    return found


def pushed_matrix(found: dict[int, dict[int, float]], size: int) -> Any:
    """Return pushed shares as a sparse matrix, firm by holder."""
    rows = [(firm, holder, share) for holder, shares in found.items() for firm, share in shares.items()]
    firm, holder, share = (np.array(column) for column in zip(*rows, strict=True))
    return csr_matrix((share, (firm, holder)), (size, size))


def powers(direct: Any) -> Any:
    """Return shares, holder by firm, by summing the powers of the sparse matrix of direct shares."""
    chains, power = direct.copy(), direct
    while power.nnz:
        power = power @ direct
        power.data[power.data < NOTHING] = 0
        power.eliminate_zeros()
        chains = chains + power
    own = chains.diagonal()
    shares = diags(1 / (1 + own)) @ chains
    shares.setdiag(0)
    return shares


def direct_shares(held: Holdings) -> Any:
    """Return the direct shares, holder by firm, as a sparse matrix."""
    size = held.total.size
    share = held.out.stake / held.total[held.out.other]
    return csr_matrix((share, held.out.other, held.out.ptr), (size, size))


def furthest(one: Any, other: Any) -> float:
    """Return the largest difference between two sparse matrices."""
    return float(abs(one - other).max())


def lattice(layers: int, width: int) -> Holdings:
    """Return layers of firms, each held in equal parts by all of the layer above."""
    above = np.arange((layers - 1) * width)
    holder = np.repeat(above, width)
    firm = (holder // width + 1) * width + np.tile(np.arange(width), above.size)
    return holdings(layers * width, holder, firm, np.full(holder.size, WHOLE // width))


def enumerated(held: Holdings, target: int) -> dict[int, float]:
    """Return the shares in a target by listing every path of a networkx graph; only right without circles."""
    graph = nx.from_scipy_sparse_array(direct_shares(held), create_using=nx.DiGraph)
    shares: dict[int, float] = {}
    for source in nx.ancestors(graph, target):
        paths = nx.all_simple_paths(graph, source, target)
        shares[source] = sum(_product(graph, path) for path in paths)
    return shares


def _product(graph: Any, path: list[int]) -> float:
    """Return the product of the shares along a path."""
    share = 1.0
    for holder, firm in pairwise(path):
        share *= graph.edges[holder, firm]["weight"]
    return share
