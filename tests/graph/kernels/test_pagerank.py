"""Personalised PageRank by pushing against networkx."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.kernels.tables import Table, tables

from firmgraph.graph.kernels.csr import csr
from firmgraph.graph.kernels.pagerank import personalised_pagerank


@settings(deadline=None)
@given(tables(), st.sets(st.integers(0, 8), min_size=1, max_size=3), st.booleans())
def test_scores_equal_networkx(table: Table, seeds: set[int], weighed: bool) -> None:
    seeds = {seed % table.size for seed in seeds}
    rows = table.held().out
    found = personalised_pagerank(
        list(seeds), rows if weighed else rows._replace(stake=rows.stake[:0]), tolerance=1e-12
    )
    expected = nx.pagerank(
        table.graph(),
        personalization=dict.fromkeys(seeds, 1),
        weight="stake" if weighed else None,
        tol=1e-12,
        max_iter=1000,
    )
    scores = np.zeros(table.size)
    scores[found.node] = found.score
    assert scores == pytest.approx([expected[node] for node in range(table.size)], abs=1e-9)
    assert found.score.tolist() == sorted(found.score.tolist(), reverse=True)


def test_what_is_not_pushed_is_told() -> None:
    ring = csr(50, range(50), [*range(1, 50), 0])
    rough, stopped = personalised_pagerank([0], ring, tolerance=0.1), personalised_pagerank([0], ring, most=5)
    for found in (rough, stopped):
        assert 0.05 < found.rest == pytest.approx(1 - found.score.sum())
    assert personalised_pagerank([0], ring).rest < 1e-4
