"""Bounded cycles against networkx, and the golden guarantee circle."""

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.kernels.tables import Table, tables

from firmgraph.graph.kernels.components import members_of_cycles, strong_components
from firmgraph.graph.kernels.csr import csr
from firmgraph.graph.kernels.cycles import Cycles, cycles_up_to


def cycles(table: Table, longest: int, **limits: int) -> Cycles:
    rows = csr(table.size, [e[0] for e in table.stakes], [e[1] for e in table.stakes])
    return cycles_up_to(longest, rows, strong_components(rows), **limits)


@settings(deadline=None)
@given(tables(), st.integers(1, 6))
def test_cycles_equal_networkx(table: Table, longest: int) -> None:
    found = cycles(table, longest)
    expected = {
        tuple(c[c.index(min(c)) :] + c[: c.index(min(c))])
        for c in nx.simple_cycles(table.graph(), length_bound=longest)
        if len(c) > 1
    }
    assert sorted(tuple(c.tolist()) for c in found.cycles) == sorted(expected)
    assert not found.truncated


def test_a_guarantee_circle_with_one_guarantor_on_the_chain() -> None:
    a, b, c, d = range(4)
    table = Table(4, [(a, b, 1), (b, c, 1), (c, a, 1), (d, a, 1)])
    assert [cycle.tolist() for cycle in cycles(table, 4).cycles] == [[a, b, c]]
    rows = table.held().out
    assert [members.tolist() for members in members_of_cycles(strong_components(rows))] == [[a, b, c]]


COMPLETE = Table(6, [(a, b, 1) for a in range(6) for b in range(6) if a != b])


@pytest.mark.parametrize(("limit", "count", "truncated"), [(54, 54, True), (55, 55, False), (0, 0, True)])
def test_the_limit_bounds_the_cycles_and_is_told(limit: int, count: int, truncated: bool) -> None:
    found = cycles(COMPLETE, 3, limit=limit)
    assert (len(found.cycles), found.truncated) == (count, truncated)


def test_the_search_ends_after_its_steps() -> None:
    found = cycles(COMPLETE, 6, steps=50)
    assert found.truncated
    assert 0 < len(found.cycles) < 50
