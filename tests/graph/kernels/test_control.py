"""Control by votes against a fix-point over networkx, and the golden values."""

from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.kernels.tables import Table, circular, percents, tables

from firmgraph.graph.kernels.control import control_of_all, controlled_by
from firmgraph.graph.kernels.csr import WHOLE


def votes_in(graph: nx.DiGraph, casters: set[int], firm: int) -> int:
    return sum(graph.edges[h, firm]["stake"] for h in graph.predecessors(firm) if h in casters)


def fixpoint(table: Table, coalition: set[int], *, half_counts: bool = False) -> dict[int, int]:
    """Return what a coalition controls and its votes there, adding one firm at a time."""
    graph, ours = table.graph(), set(coalition)
    while True:
        for firm in set(graph) - ours:
            votes, total = votes_in(graph, ours, firm), table.total(firm)
            if 2 * votes > total or (half_counts and 2 * votes == total):
                ours.add(firm)
                break
        else:
            return {firm: votes_in(graph, ours, firm) for firm in ours - coalition}


def test_control_equals_the_fixpoint_on_two_thousand_tables_with_circles() -> None:
    for seed in range(2_000):
        table = circular(seed)
        draw = np.random.default_rng(seed)
        coalition = {int(m) for m in draw.integers(0, table.size, 3)}
        for half_counts in (False, True):
            found = controlled_by(list(coalition), table.held(), half_counts=half_counts)
            ours = dict(zip(found.node.tolist(), found.votes.tolist(), strict=True))
            assert ours == fixpoint(table, coalition, half_counts=half_counts), (seed, coalition, half_counts)


@settings(deadline=None)
@given(tables(), st.booleans(), st.randoms(use_true_random=False))
def test_control_of_all_is_the_control_of_each_in_the_same_order(table: Table, half: bool, shuffle: Random) -> None:
    held = table.held()
    every = control_of_all(held, half_counts=half)
    assert not every.truncated
    shuffled = table.stakes.copy()
    shuffle.shuffle(shuffled)
    other = Table(table.size, shuffled).held()
    for node in range(table.size):
        row = every.node[every.ptr[node] : every.ptr[node + 1]].tolist()
        assert row == controlled_by([node], other, half_counts=half).node.tolist()


@settings(deadline=None)
@given(tables(), st.integers(0, 8), st.integers(1, WHOLE))
def test_more_votes_taken_from_an_uncontrolled_holder_lose_no_control(table: Table, owner: int, part: int) -> None:
    owner %= table.size
    before = set(controlled_by([owner], table.held()).node.tolist())
    for at, (holder, firm, stake) in enumerate(table.stakes):
        if holder not in before | {owner}:
            moved = min(part, stake - 1)
            stakes = [*table.stakes[:at], (holder, firm, stake - moved), *table.stakes[at + 1 :]]
            raised = Table(table.size, [*stakes, (owner, firm, moved)] if moved else stakes)
            assert before <= set(controlled_by([owner], raised.held()).node.tolist())


def names(found: list[int], numbers: dict[str, int]) -> list[str]:
    by_number = {number: name for name, number in numbers.items()}
    return [by_number[node] for node in found]


def test_indirect_votes_add_up_over_the_line() -> None:
    table, numbers = percents(A={"B": 60, "C": 30}, B={"C": 25})
    found = controlled_by([numbers["A"]], table.held())
    assert names(found.node.tolist(), numbers) == ["B", "C"]
    assert found.votes.tolist() == [60_000_000, 55_000_000]


def test_control_stops_where_the_joint_votes_do_not_suffice() -> None:
    table, numbers = percents(AT={"PV": 70, "In": 40}, PV={"In": 10, "RC": 60}, In={}, RC={"In": 10, "GB": 30})
    found = controlled_by([numbers["AT"]], table.held())
    assert names(found.node.tolist(), numbers) == ["PV", "RC", "In"]


@pytest.mark.parametrize(("half_counts", "firms"), [(False, []), (True, ["B"])])
def test_exactly_half_controls_only_where_half_counts(half_counts: bool, firms: list[str]) -> None:
    table, numbers = percents(A={"B": 50}, C={"B": 50})
    assert names(controlled_by([0], table.held(), half_counts=half_counts).node.tolist(), numbers) == firms


def test_half_of_a_firm_with_an_unknown_rest_is_not_more_than_half() -> None:
    table, _ = percents(A={"B": 40})
    assert controlled_by([0], table.held(), half_counts=True).node.size == 0


def test_a_coalition_controls_what_no_member_does() -> None:
    table, numbers = percents(A={"C": 26}, B={"C": 25})
    assert names(controlled_by([numbers["B"], numbers["A"]], table.held()).node.tolist(), numbers) == ["C"]
    assert control_of_all(table.held()).node.size == 0


def test_votes_stop_at_a_barrier_that_is_itself_controlled() -> None:
    table, numbers = percents(A={"S": 100}, S={"B": 100})
    stops = np.array([name == "S" for name in numbers])
    assert names(controlled_by([numbers["A"]], table.held(), stops=stops).node.tolist(), numbers) == ["S"]
    every = control_of_all(table.held(), stops=stops)
    assert names(every.node.tolist(), numbers) == ["S", "B"]
    assert every.ptr.tolist() == [0, 1, 2, 2]


def test_a_long_chain_falls_from_the_top() -> None:
    table = Table(300, [(n, n + 1, WHOLE) for n in range(299)])
    assert controlled_by([0], table.held()).node.tolist() == list(range(1, 300))
    assert control_of_all(table.held()).node.size == 299 * 300 // 2


def test_control_of_all_stops_at_its_limit_with_whole_rows() -> None:
    table = Table(300, [(n, n + 1, WHOLE) for n in range(299)])
    every = control_of_all(table.held(), limit=600)
    assert every.truncated
    assert every.ptr[2] == every.ptr[-1] == every.node.size == 299 + 298


def test_a_member_that_is_no_node_is_refused() -> None:
    with pytest.raises(IndexError):
        controlled_by([2], Table(2, [(0, 1, 1)]).held())
