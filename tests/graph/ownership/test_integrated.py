from collections.abc import Mapping
from fractions import Fraction
from time import perf_counter
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.ownership.lattices import lattice
from tests.graph.views import holding, made_view, node

from firmgraph.errors import InvalidInput
from firmgraph.graph.elements import Relation
from firmgraph.graph.ownership.integrated import (
    approximate_holders,
    effective_holders,
    effective_holdings,
    surroundings,
    unknown_share,
)
from firmgraph.graph.snapshot.view import View

FIRMS = [f"ent:{letter}" for letter in "abcdef"]
PERSONS = ["per:p", "per:q"]


@st.composite
def capital_tables(draw: st.DrawFn) -> list[Relation]:
    """Holdings among six firms and two persons, circles likely; stakes of a firm may miss or exceed the whole."""
    pairs = st.tuples(st.sampled_from(PERSONS + FIRMS), st.sampled_from(FIRMS)).filter(lambda pair: pair[0] != pair[1])
    stakes = draw(st.dictionaries(pairs, st.integers(1, 60), min_size=1, max_size=18))
    return [holding(holder, firm, per_cent) for (holder, firm), per_cent in stakes.items()]


def number(view: View, node_id: str) -> int:
    found = view.index(node_id)
    assert found is not None
    return found


def shares_above(view: View, firm: str) -> dict[str, Fraction]:
    return {view.id(n): s for n, s in effective_holders(surroundings(view, number(view, firm), up=True)).items()}


def shares_below(view: View, holder: str) -> dict[str, Fraction]:
    return {view.id(n): s for n, s in effective_holdings(surroundings(view, number(view, holder), up=False)).items()}


def dense(relations: list[Relation]) -> tuple[dict[str, int], Any]:
    """Return places and W by holder and firm, stakes above the whole scaled."""
    place = {name: at for at, name in enumerate(sorted({e for r in relations for e in (r.start, r.end)}))}
    matrix = np.zeros((len(place), len(place)))
    for r in relations:
        matrix[place[r.start], place[r.end]] += r.properties["ratio"] / 1e8
    return place, matrix / np.maximum(matrix.sum(axis=0), 1)


def never_revisited(matrix: Any, source: int, rounds: int = 4000) -> Any:
    """Return the shares of a source in all, by passing on what it holds round by round, never through itself."""
    passing = matrix.copy()
    passing[:, source] = 0
    total, current = np.zeros(len(matrix)), matrix[source].copy()
    current[source] = 0
    for _ in range(rounds):
        total += current
        current = current @ passing
        if current.sum() < 1e-15:
            break
    return total


@settings(max_examples=150, deadline=None)
@given(capital_tables())
def test_the_shares_are_those_passed_on_round_by_round(relations: list[Relation]) -> None:
    view = made_view([], relations)
    place, matrix = dense(relations)
    for holder in place:
        expected = never_revisited(matrix, place[holder])
        for firm, share in shares_below(view, holder).items():
            assert float(share) == pytest.approx(expected[place[firm]], abs=1e-9)
            assert shares_above(view, firm)[holder] == share


@settings(max_examples=100, deadline=None)
@given(capital_tables())
def test_persons_and_what_is_unknown_make_the_whole(relations: list[Relation]) -> None:
    view = made_view([], relations)
    place, matrix = dense(relations)
    firms = [name for name in place if name in FIRMS]
    unstated = np.array([1 - matrix[:, place[f]].sum() if f in FIRMS else 0 for f in place])
    for firm in firms:
        around = surroundings(view, number(view, firm), up=True)
        shares = effective_holders(around)
        known = sum((s for n, s in shares.items() if view.kind(n) == "person"), Fraction())
        assert known + unknown_share(around, shares) == 1
        inverse = np.linalg.pinv(np.eye(len(matrix)) - matrix)
        if np.linalg.matrix_rank(np.eye(len(matrix)) - matrix) == len(matrix):
            assert float(unknown_share(around, shares)) == pytest.approx(unstated @ inverse[:, place[firm]], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(capital_tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_way_of_computing_do_not_matter(relations: list[Relation], random: Any) -> None:
    view = made_view([], relations)
    shuffled = relations.copy()
    random.shuffle(shuffled)
    again = made_view([], shuffled)
    for firm in {r.end for r in relations}:
        exact = shares_above(view, firm)
        assert exact == shares_above(again, firm)
        fast = {view.id(n): float(s) for n, s in approximate_holders(view, number(view, firm)).items()}
        assert fast == pytest.approx({holder: float(share) for holder, share in exact.items()}, abs=1e-8)


def test_a_multiplied_share_of_45_per_cent() -> None:
    relations = [holding("per:a", "ent:b", 60), holding("per:a", "ent:c", 30), holding("ent:b", "ent:c", 25)]
    assert shares_above(made_view([], relations), "ent:c")["per:a"] == Fraction(45, 100)


def test_thin_chains_multiply_exactly() -> None:
    chain = [holding("per:a", "ent:b", 60), holding("ent:b", "ent:c", 50), holding("ent:c", "ent:d", 40)]
    assert shares_above(made_view([], chain), "ent:d")["per:a"] == Fraction(12, 100)
    funds = [
        holding("per:a", "ent:x", 60),
        holding("ent:x", "ent:t", 45),
        holding("per:a", "ent:f", 99),
        holding("ent:f", "ent:t", 15),
    ]
    assert shares_above(made_view([], funds), "ent:t")["per:a"] == Fraction(4185, 10000)


def test_firms_that_hold_all_of_each_other_belong_to_nobody() -> None:
    view = made_view([], [holding("ent:a", "ent:b", 100), holding("ent:b", "ent:a", 100)])
    around = surroundings(view, number(view, "ent:a"), up=True)
    shares = effective_holders(around)
    assert {view.id(n): s for n, s in shares.items()} == {"ent:b": 1}
    assert unknown_share(around, shares) == 1
    assert shares_below(view, "ent:b") == {"ent:a": 1}


def test_looking_up_ends_at_a_state_body_and_down_leaves_it_out() -> None:
    view = made_view(
        [node("ent:state", "state"), node("ent:public", "public")],
        [
            holding("per:x", "ent:state", 100),
            holding("ent:state", "ent:a", 70),
            holding("ent:public", "ent:a", 30),
        ],
    )
    assert shares_above(view, "ent:a") == {"ent:state": Fraction(7, 10), "ent:public": Fraction(3, 10)}
    assert {view.id(n) for n in approximate_holders(view, number(view, "ent:a"))} == {"ent:state", "ent:public"}
    assert shares_below(view, "per:x") == {}


@pytest.mark.parametrize(("firms", "exact"), [(24, True), (25, False)])
def test_a_large_circle_is_solved_in_floating_point(firms: int, exact: bool) -> None:
    ring = [holding(f"ent:{at}", f"ent:{(at + 1) % firms}", 30) for at in range(firms)]
    view = made_view([], [*ring, *(holding(f"per:{at}", f"ent:{at}", 60) for at in range(firms))])
    around = surroundings(view, number(view, "ent:0"), up=True)
    told = {view.id(n): share for n, share in effective_holders(around).items()}
    chains = {at: Fraction(3, 10) ** (-at % firms) for at in range(firms)}
    expected = {f"ent:{at}": share for at, share in chains.items() if at}
    expected |= {f"per:{at}": Fraction(6, 10) * share / (1 - Fraction(3, 10) ** firms) for at, share in chains.items()}
    assert around.exact is exact
    assert all(abs(told.get(node, 0) - share) < Fraction(1, 10**9) for node, share in expected.items())
    assert (told == expected) is exact


def test_more_than_the_budget_is_refused_with_the_limit() -> None:
    view = made_view([], [holding(f"per:{at}", "ent:f", 10) for at in range(10)])
    firm = number(view, "ent:f")
    assert surroundings(view, firm, up=True, most=10).exact
    with pytest.raises(InvalidInput, match="more than 9 holdings lie above ent:f"):
        surroundings(view, firm, up=True, most=9)


@pytest.mark.parametrize(("layers", "wide"), [(8, 5), (20, 20)])
def test_a_lattice_with_too_many_chains_to_list_is_quick(layers: int, wide: int) -> None:
    view = lattice(layers, wide)
    bottom = number(view, "ent:bottom")
    shares = approximate_holders(view, bottom)
    best = min(_timed(view, bottom) for _ in range(20))
    persons: Mapping[str, Fraction] = {view.id(n): s for n, s in shares.items() if view.kind(n) == "person"}
    assert persons == {f"per:{at}": Fraction(1, wide) for at in range(wide)}
    assert best < 0.005


def _timed(view: View, firm: int) -> float:
    begin = perf_counter()
    approximate_holders(view, firm)
    return perf_counter() - begin


def test_the_oracle_of_networkx_agrees_on_a_tree() -> None:
    tree = nx.balanced_tree(2, 4, create_using=nx.DiGraph)
    relations = [holding(f"ent:{b}", f"ent:{a}", 50) for a, b in tree.edges]
    depth = nx.shortest_path_length(tree, 0)
    shares = shares_above(made_view([], relations), "ent:0")
    assert shares == {f"ent:{n}": Fraction(1, 2**d) for n, d in depth.items() if n}
