"""Integrated ownership against the dense solution, and the golden values."""

import time
from random import Random

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.graph.kernels.tables import Table, circular, percents, tables

from firmgraph.errors import InvalidInput
from firmgraph.graph.kernels.circles import condense
from firmgraph.graph.kernels.csr import WHOLE
from firmgraph.graph.kernels.every_share import shares_of_all
from firmgraph.graph.kernels.ownership import Shares, held_by, holders_of

Matrix = npt.NDArray[np.float64]


def dense(table: Table) -> Matrix | None:
    """Return the shares, holder by firm, by one dense inverse; nothing where circles are closed."""
    direct = np.zeros((table.size, table.size))
    for holder, firm, stake in table.stakes:
        direct[holder, firm] += stake / table.total(firm)
    if np.abs(np.linalg.eigvals(direct)).max() > 1 - 1e-6:
        return None
    chains = np.linalg.inv(np.eye(table.size) - direct)
    shares = chains / np.diag(chains)[:, None]
    np.fill_diagonal(shares, 0)
    return shares


def spread(shares: Shares, size: int) -> Matrix:
    row = np.zeros(size)
    row[shares.node] = shares.share
    return row


def assert_equals_dense(table: Table) -> bool:
    expected, held = dense(table), table.held()
    if expected is None:
        return False
    circles = condense(held)
    every = shares_of_all(held, circles)
    assert not every.truncated
    for node in range(table.size):
        row = slice(every.begin[node], every.begin[node] + every.size[node])
        by_all = spread(Shares(every.node[row], every.share[row]), table.size)
        assert np.allclose(by_all, expected[:, node], rtol=0, atol=1e-9)
        assert np.allclose(spread(holders_of(node, held, circles), table.size), expected[:, node], rtol=0, atol=1e-9)
        assert np.allclose(spread(held_by(node, held, circles), table.size), expected[node], rtol=0, atol=1e-9)
    return True


def test_ownership_equals_the_dense_solution_on_tables_with_circles() -> None:
    assert sum(assert_equals_dense(circular(seed)) for seed in range(600)) > 500


@settings(deadline=None)
@given(tables())
def test_ownership_equals_the_dense_solution(table: Table) -> None:
    assert_equals_dense(table)


@pytest.mark.parametrize("members", [64, 65, 90])
def test_large_circles_are_solved_too(members: int) -> None:
    draw = np.random.default_rng(members)
    ring = [(n, (n + 1) % members, 40_000_000) for n in range(members)]
    cross = [(int(a), int(b), 5_000_000) for a, b in draw.integers(0, members, (members, 2))]
    outside = [(members + n, n, 1_000_000 * n + 1) for n in range(5)]
    assert assert_equals_dense(Table(members + 5, [*ring, *cross, *outside]))


@settings(deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_shares_do_not_depend_on_the_order_of_the_records(table: Table, shuffle: Random) -> None:
    held, shuffled = table.held(), table.stakes.copy()
    shuffle.shuffle(shuffled)
    other = Table(table.size, shuffled).held()
    circles, others = condense(held), condense(other)
    for node in range(table.size):
        for of in (holders_of, held_by):
            mine, theirs = of(node, held, circles), of(node, other, others)
            assert mine.node.tolist() == theirs.node.tolist()
            assert mine.share.tolist() == theirs.share.tolist()
    assert shares_of_all(held, circles).share.tolist() == shares_of_all(other, others).share.tolist()


@settings(deadline=None)
@given(tables())
def test_final_holders_and_the_unknown_rest_hold_all_of_every_firm(table: Table) -> None:
    firms = sorted({firm for _, firm, _ in table.stakes})
    told = {firm: sum(stake for _, held, stake in table.stakes if held == firm) for firm in firms}
    rests = [(table.size + at, firm, WHOLE - told[firm]) for at, firm in enumerate(firms) if told[firm] < WHOLE]
    whole = Table(table.size + len(firms), [*table.stakes, *rests])
    shares = dense(whole)
    assume(shares is not None)
    held = whole.held()
    circles = condense(held)
    for firm in firms:
        found = holders_of(firm, held, circles)
        final = [share for node, share in zip(found.node, found.share, strict=True) if node not in told]
        assert sum(final) == pytest.approx(1, abs=1e-9)


def named(shares: Shares, numbers: dict[str, int]) -> dict[str, float]:
    by_number = {number: name for name, number in numbers.items()}
    return {by_number[n]: round(s, 6) for n, s in zip(shares.node.tolist(), shares.share.tolist(), strict=True)}


def test_a_cross_holding_lifts_a_holder_over_the_line() -> None:
    table, numbers = percents(P={"B": 57}, Q={"B": 23}, C={"B": 20}, B={"C": 50}, R={"C": 50})
    held = table.held()
    circles = condense(held)
    in_b = named(holders_of(numbers["B"], held, circles), numbers)
    in_c = named(holders_of(numbers["C"], held, circles), numbers)
    assert {n: in_b[n] for n in "PQR"} == {"P": 0.633333, "Q": 0.255556, "R": 0.111111}
    assert {n: in_c[n] for n in "PQR"} == {"P": 0.316667, "Q": 0.127778, "R": 0.555556}
    assert named(held_by(numbers["Q"], held, circles), numbers) == {"B": 0.255556, "C": 0.127778}


def test_chains_multiply_and_add_up() -> None:
    table, numbers = percents(A={"B": 60}, B={"C": 50}, C={"D": 40}, X={"Y": 60, "Z": 99}, Y={"W": 45}, Z={"W": 15})
    held = table.held()
    circles = condense(held)
    assert named(holders_of(numbers["D"], held, circles), numbers)["A"] == 0.12
    assert named(holders_of(numbers["W"], held, circles), numbers)["X"] == 0.4185


def test_two_firms_that_hold_all_of_each_other() -> None:
    table, numbers = percents(A={"B": 100, "C": 50}, B={"A": 100})
    held = table.held()
    circles = condense(held)
    assert holders_of(numbers["B"], held, circles).share.tolist() == pytest.approx([1.0])
    assert sorted(holders_of(numbers["C"], held, circles).share.tolist()) == pytest.approx([0.5, 0.5])


def test_a_firm_that_holds_itself_leaves_its_shares_to_the_others() -> None:
    table, numbers = percents(A={"B": 60}, B={"B": 20}, C={"B": 20})
    held = table.held()
    assert named(holders_of(numbers["B"], held, condense(held)), numbers) == {"A": 0.75, "C": 0.25}


def lattice(layers: int, width: int) -> Table:
    """Return layers of firms, each held in equal parts by all of the layer above."""
    stakes = [
        (layer * width + above, (layer + 1) * width + below, WHOLE // width)
        for layer in range(layers - 1)
        for above in range(width)
        for below in range(width)
    ]
    return Table(layers * width, stakes)


def test_a_lattice_of_twenty_layers_takes_no_path_enumeration() -> None:
    held = lattice(20, 20).held()
    circles = condense(held)
    shares = holders_of(399, held, circles)
    begun = time.perf_counter()
    for _ in range(20):
        holders_of(399, held, circles)
    assert (time.perf_counter() - begun) / 20 < 0.005
    assert shares.node.size == 380
    assert shares.share == pytest.approx(0.05)


def test_all_shares_stop_at_the_limit() -> None:
    held = lattice(4, 3).held()
    every = shares_of_all(held, condense(held), limit=20)
    assert every.truncated
    assert every.node.size < 40


def test_circles_too_large_to_solve_are_refused() -> None:
    ring = Table(4_001, [(n, (n + 1) % 4_001, 1) for n in range(4_001)])
    with pytest.raises(InvalidInput, match="4001 firms"):
        condense(ring.held())


def test_a_node_outside_the_graph_is_refused() -> None:
    held = lattice(2, 2).held()
    with pytest.raises(IndexError):
        holders_of(4, held, condense(held))
