"""Capital tables for the tests of the kernels: random ones with circles, and the ones with known answers."""

from typing import NamedTuple

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from firmgraph.graph.kernels.csr import WHOLE, Holdings, holdings

Stake = tuple[int, int, int]
"""Holder, firm, and the stake in parts of 1e-8."""


class Table(NamedTuple):
    """Some nodes and who holds what."""

    size: int
    stakes: list[Stake]

    def held(self) -> Holdings:
        """Return the table as arrays."""
        holder, firm, stake = np.array(self.stakes, np.int32).reshape(-1, 3).T
        return holdings(self.size, holder, firm, stake)

    def graph(self) -> nx.DiGraph:
        """Return the table as a networkx graph; several stakes of one holder in one firm are added up."""
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.size))
        for holder, firm, stake in self.stakes:
            before = graph.get_edge_data(holder, firm, {"stake": 0})["stake"]
            graph.add_edge(holder, firm, stake=before + stake)
        return graph

    def total(self, firm: int) -> int:
        """Return the stakes in a firm, at least the whole of it."""
        return max(WHOLE, sum(stake for _, held, stake in self.stakes if held == firm))


def percents(**rows: dict[str, float]) -> tuple[Table, dict[str, int]]:
    """Return a table told as `holder={firm: percent}`, and the number of each name."""
    names = {name: at for at, name in enumerate(dict.fromkeys([*rows, *(f for row in rows.values() for f in row)]))}
    stakes = [
        (names[holder], names[firm], round(percent * 1_000_000))
        for holder, row in rows.items()
        for firm, percent in row.items()
    ]
    return Table(len(names), stakes), names


def circular(seed: int) -> Table:
    """Return a random table with at least one circle, some stakes on the line and some firms over-stated."""
    draw = np.random.default_rng(seed)
    size = int(draw.integers(3, 15))
    ring = draw.permutation(size)[: int(draw.integers(2, size + 1))]
    ends = [(int(a), int(b)) for a, b in zip(ring, np.roll(ring, 1), strict=True)]
    ends += [(int(a), int(b)) for a, b in draw.integers(0, size, (int(draw.integers(0, 3 * size)), 2))]
    some = [50_000_000, 50_000_001, 49_999_999, 25_000_000, int(draw.integers(1, WHOLE + 1))]
    return Table(size, [(a, b, int(draw.choice(some))) for a, b in ends])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return any small table: parallel stakes, self-holdings, circles and over-stated firms included."""
    size = draw(st.integers(1, 9))
    node = st.integers(0, size - 1)
    return Table(size, draw(st.lists(st.tuples(node, node, st.integers(1, WHOLE)), max_size=25)))
