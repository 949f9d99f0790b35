from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.views import holding, made_view, planted_cases, world_view

from firmgraph.graph.ownership import upward
from firmgraph.graph.ownership.claims import Claim, FirmClaims, Lens, ledger
from firmgraph.graph.ownership.exact import FinalShares, final_shares
from firmgraph.graph.ownership.holdings import WHOLE
from firmgraph.graph.ownership.lenses import looking
from firmgraph.graph.snapshot.view import View


def final(view: View, firm: str) -> dict[str, Fraction]:
    at = view.index(firm)
    assert at is not None
    told = final_shares(ledger(looking(view, Lens.STAKE), at), at)
    return {view.name(node): share for node, share in told.shares.items()}


def test_oracle_o1() -> None:
    rows = [("per:p", "b", 57), ("per:q", "b", 23), ("ent:c", "b", 20), ("ent:b", "c", 50), ("per:r", "c", 50)]
    view = made_view([], [holding(h, f"ent:{f}", share) for h, f, share in rows])
    assert final(view, "ent:b") == {"per:p": Fraction(57, 90), "per:q": Fraction(23, 90), "per:r": Fraction(10, 90)}
    assert final(view, "ent:c") == {"per:p": Fraction(57, 180), "per:q": Fraction(23, 180), "per:r": Fraction(100, 180)}


def test_planted_effective_ownership() -> None:
    cases = planted_cases("effective_ownership")
    assert len(cases) >= 7
    for case in cases:
        told = final(world_view(case["as_of"]), case["about"]["id"])
        assert {name: f"{float(told[name]):.6f}" for name in case["expected"]} == {
            name: f"{float(share):.6f}" for name, share in case["expected"].items()
        }
        assert case.get("partial") or told.keys() == case["expected"].keys()


def test_a_circle_with_nobody_outside_belongs_to_nobody_known() -> None:
    rows = [holding("ent:a", "ent:b", 100), holding("ent:b", "ent:a", 100), holding("ent:a", "ent:f", 40)]
    view = made_view([], [*rows, holding("per:p", "ent:f", 60)])
    at = view.index("ent:f")
    assert at is not None
    told = final_shares(ledger(looking(view, Lens.STAKE), at), at)
    assert (list(told.shares.values()), told.unknown) == ([Fraction(3, 5)], Fraction(2, 5))


def test_a_lattice_of_twenty_layers_is_exact() -> None:
    width = 4
    book = {
        layer * width + n: FirmClaims(
            layer * width + n,
            tuple(Claim((layer + 1) * width + m, layer * width + n, WHOLE // width) for m in range(width)),
        )
        for layer in range(20)
        for n in range(width)
    }
    assert set(final_shares(book, 0).shares.values()) == {Fraction(1, width)}


@st.composite
def books(draw: st.DrawFn) -> dict[int, FirmClaims]:
    """Ledgers of a few firms, circles included, held by each other and by persons (numbers from 10 on)."""
    size = draw(st.integers(1, 7))
    book = {}
    for firm in range(size):
        holders = st.sampled_from([n for n in (*range(size), 10, 11, 12) if n != firm])
        told = draw(st.dictionaries(holders, st.integers(1, 60_000_000), min_size=1, max_size=4))
        book[firm] = FirmClaims(firm, tuple(Claim(holder, firm, stake) for holder, stake in told.items()))
    return book


def dense(book: dict[int, FirmClaims], firm: int) -> tuple[dict[int, float], float]:
    """Return the final shares, and what nobody is known to have, by a dense solve over all nodes."""
    size = 13
    direct = np.zeros((size, size))
    for told in book.values():
        for claim in told.claims:
            direct[claim.holder, told.firm] += claim.stake / told.total
    visits = np.linalg.solve(np.eye(size) - direct, np.eye(size)[firm])
    shares = {node: visits[node] for node in range(size) if node not in book and visits[node] > 0}
    return shares, sum(visits[node] * told.unknown / told.total for node, told in book.items())


def closed(book: dict[int, FirmClaims]) -> bool:
    """Tell whether some firms wholly hold each other, which no dense solve can answer."""
    graph = nx.DiGraph([(told.firm, c.holder) for told in book.values() for c in told.claims])
    leaking = {node for node in graph if node not in book or book[node].unknown}
    return any(not (nx.descendants(graph, node) | {node}) & leaking for node in graph)


@settings(max_examples=500, deadline=None)
@given(books())
def test_final_shares_equal_a_dense_solve_and_sum_to_one(book: dict[int, FirmClaims]) -> None:
    told = final_shares(book, 0)
    assert sum(told.shares.values()) + told.unknown == 1
    if not closed(book):
        shares, unknown = dense(book, 0)
        assert {n: float(s) for n, s in told.shares.items()} == pytest.approx(shares, abs=1e-9)
        assert float(told.unknown) == pytest.approx(unknown, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(books())
def test_large_circles_are_solved_in_floating_point_and_said(book: dict[int, FirmClaims]) -> None:
    told = final_shares(book, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upward, "LARGEST_EXACT_CIRCLE", 1)
        rough: FinalShares = final_shares(book, 0)
    assert {n: float(s) for n, s in rough.shares.items()} == pytest.approx(
        {n: float(s) for n, s in told.shares.items()}, abs=1e-9
    )
    assert told.exact
    assert sum(rough.shares.values()) + rough.unknown == pytest.approx(1, abs=1e-9)


def test_a_large_circle_that_nobody_outside_holds_is_unknown_exactly() -> None:
    size = 40
    book = {firm: FirmClaims(firm, (Claim((firm + 1) % size, firm, WHOLE),)) for firm in range(size)}
    book[size] = FirmClaims(size, (Claim(0, size, WHOLE // 4), Claim(size + 1, size, WHOLE // 4 * 3)))
    assert final_shares(book, size) == FinalShares({size + 1: Fraction(3, 4)}, Fraction(1, 4), exact=True)
