from fractions import Fraction
from itertools import pairwise
from time import perf_counter

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.ownership.lattices import lattice
from tests.graph.ownership.test_integrated import capital_tables
from tests.graph.views import holding, made_view, node

from firmgraph.graph.elements import Relation
from firmgraph.graph.ownership.chains import chains
from firmgraph.graph.ownership.integrated import surroundings
from firmgraph.graph.ownership.penetration import Limits, Penetration, Stake, penetrate_down, penetrate_up
from firmgraph.graph.snapshot.view import View

MANY = Limits(chains=1_000)


def up(view: View, firm: str, limits: Limits = MANY) -> Penetration:
    found = view.index(firm)
    assert found is not None
    return penetrate_up(view, found, limits)


def stakes(answer: Penetration) -> dict[str, Stake]:
    return {stake.id: stake for stake in (*answer.holders, *answer.through, *answer.holdings)}


def as_networkx(relations: list[Relation]) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_weighted_edges_from((r.start, r.end, r.properties["ratio"]) for r in relations)
    for firm in graph:
        whole = max(sum(ratio for *_, ratio in graph.in_edges(firm, "weight")), 10**8)
        for *_, edge in graph.in_edges(firm, data=True):
            edge["share"] = Fraction(edge["weight"], whole)
    return graph


@settings(max_examples=60, deadline=None)
@given(capital_tables(), st.integers(1, 4))
def test_chains_layers_and_naive_shares_are_those_of_all_simple_paths(relations: list[Relation], limit: int) -> None:
    view, graph = made_view([], relations), as_networkx(relations)
    for firm in {r.end for r in relations}:
        few = stakes(up(view, firm, Limits(chains=limit)))
        for holder, stake in stakes(up(view, firm)).items():
            paths = list(nx.all_simple_paths(graph, holder, firm))
            shares = [_product(graph, path) for path in paths]
            assert {path.nodes for path in stake.paths} == set(map(tuple, paths))
            assert [path.share for path in stake.paths] == sorted(shares, reverse=True)
            assert stake.naive == sum(shares)
            assert (stake.layers, stake.longest) == (min(map(len, paths)) - 1, max(map(len, paths)) - 1)
            assert few[holder].paths == stake.paths[:limit]
            assert few[holder].paths_truncated == (len(paths) > limit)


def _product(graph: nx.DiGraph, path: list[str]) -> Fraction:
    product = Fraction(1)
    for edge in pairwise(path):
        product *= graph.edges[edge]["share"]
    return product


def test_a_lattice_lists_a_few_chains_quickly_and_says_so() -> None:
    view = lattice(8, 5)
    penetrate = up(view, "ent:bottom", Limits())
    begin = perf_counter()
    penetrate = up(view, "ent:bottom", Limits())
    assert perf_counter() - begin < 1
    assert {stake.effective for stake in penetrate.holders} == {Fraction(1, 5)}
    assert all(stake.paths_truncated and len(stake.paths) == 5 for stake in penetrate.holders)
    assert {stake.layers for stake in penetrate.holders} == {9}
    assert penetrate.unknown_share == 0


def test_equal_chains_are_listed_in_the_order_of_their_ids() -> None:
    view = lattice(20, 20)
    bottom, person = view.index("ent:bottom"), view.index("per:7")
    assert bottom is not None
    assert person is not None
    found, more = chains(surroundings(view, bottom, up=True), up=True).of(person, 2)
    told = [[view.id(node) for node in chain.nodes] for chain in found]
    first = ["per:7", *(f"ent:{layer:02d}-00" for layer in range(20)), "ent:bottom"]
    assert told == [first, [*first[:-2], "ent:19-01", first[-1]]]
    assert more


def test_firms_of_which_no_holder_is_known_end_the_search_as_unknown() -> None:
    view = made_view([], [holding("ent:top", "ent:a", 80), holding("per:p", "ent:a", 20)])
    answer = up(view, "ent:a")
    assert {(stake.id, stake.ultimate) for stake in answer.holders} == {("ent:top", True), ("per:p", True)}
    assert answer.unknown_share == Fraction(4, 5)


def test_looking_down_tells_every_firm_held() -> None:
    view = made_view([], [holding("per:p", "ent:a", 60), holding("ent:a", "ent:b", 50), holding("per:p", "ent:b", 10)])
    person = view.index("per:p")
    assert person is not None
    answer = penetrate_down(view, person)
    assert {s.id: (s.effective, s.layers, s.longest) for s in answer.holdings} == {
        "ent:a": (Fraction(3, 5), 1, 1),
        "ent:b": (Fraction(2, 5), 1, 2),
    }
    assert [path.nodes for path in stakes(answer)["ent:b"].paths] == [("per:p", "ent:a", "ent:b"), ("per:p", "ent:b")]
    assert answer.unknown_share is None


def test_a_share_just_under_a_line_is_told_with_the_changes_of_the_holders() -> None:
    relations = [
        holding("per:a", "ent:f", 24.9, valid_from="2025-06-01"),
        holding("per:b", "ent:f", 75.1, valid_from="2025-06-01"),
        holding("per:a", "ent:f", 30, valid_from="2020-01-01", valid_to="2025-04-30", discriminator="1"),
        holding("per:b", "ent:f", 70, valid_from="2020-01-01", valid_to="2025-04-30", discriminator="1"),
        holding("per:a", "ent:f", 27, valid_from="2025-05-01", valid_to="2025-05-14", discriminator="2"),
        holding("per:b", "ent:f", 73, valid_from="2025-05-01", valid_to="2025-05-14", discriminator="2"),
        holding("per:a", "ent:f", 26, valid_from="2025-05-15", valid_to="2025-05-31", discriminator="3"),
        holding("per:b", "ent:f", 74, valid_from="2025-05-15", valid_to="2025-05-31", discriminator="3"),
    ]
    firm = node("ent:f", established="2020-01-01")
    notes = [note for note in up(made_view([firm], relations), "ent:f").notes if note.code == "under_line"]
    assert [note.about for note in notes] == ["per:a"]
    assert notes[0].words.en == "per:a: 24.9 %, 0.1 point under the 25 % line; three changes in 90 days"
    assert set(relations[0].evidence) < set(notes[0].evidence)


def test_a_share_hardly_under_a_line_is_told_with_enough_places_and_whose_it_is() -> None:
    rows = [holding("per:a", "ent:f", 24.999999), holding("per:b", "ent:f", 24.999), holding("per:c", "ent:f", 50)]
    notes = [note for note in up(made_view([], rows), "ent:f").notes if note.code == "under_line"]
    assert [note.words.zh for note in notes] == [
        "per:a：24.999999 %，低于 25 % 线 0.000001 个百分点",
        "per:b：24.999 %，低于 25 % 线 0.001 个百分点",
    ]
    assert notes[0].words.en == "per:a: 24.999999 %, 0.000001 point under the 25 % line"
    assert [note.evidence for note in notes] == [rows[0].evidence, rows[1].evidence]


@pytest.mark.parametrize(("per_cent", "told"), [(25, False), (24, True), (23.999999, False), (24.999999, True)])
def test_a_share_at_the_line_is_not_under_it(per_cent: float, told: bool) -> None:
    relations = [holding("per:a", "ent:f", per_cent), holding("per:b", "ent:f", 100 - per_cent)]
    notes = up(made_view([], relations), "ent:f").notes
    assert any(note.about == "per:a" and note.code == "under_line" for note in notes) == told


def test_a_firm_said_to_hold_itself_is_noted() -> None:
    rows = [holding("ent:f", "ent:f", 30), holding("per:a", "ent:f", 70)]
    answer = up(made_view([], rows), "ent:f")
    assert (answer.circular, answer.unknown_share) == ((), Fraction(3, 10))
    [note] = [note for note in answer.notes if note.code == "self_loop"]
    assert (note.about, note.evidence) == ("ent:f", rows[0].evidence)
    assert note.words.en.startswith("ent:f is said to hold itself (30 %)")
    above = up(made_view([], [*rows, holding("ent:f", "ent:g", 100)]), "ent:g")
    assert "self_loop" in [note.code for note in above.notes]


def test_what_weakens_the_shares_is_noted() -> None:
    view = made_view(
        [node("ent:c", registered_capital="1000000")],
        [
            holding("per:a", "ent:a", 80),
            holding("per:b", "ent:a", 40),
            holding("ent:c", "ent:a", 0.5),
            Relation("r1", "holds", "per:a", "ent:c", "", {"subscribed": "600000"}, None, None, "2025-06-30", ("x:1",)),
            Relation("r2", "holds", "per:b", "ent:c", "", {}, None, None, "2025-06-30", ("x:2",)),
        ],
    )
    answer = up(view, "ent:a")
    assert [(note.code, note.about) for note in answer.notes] == [
        ("scaled", "ent:a"),
        ("derived", "ent:c"),
        ("unstated", "ent:c"),
    ]
    assert answer.notes[1].evidence == ("x:1",)
    assert answer.notes[2].words.en.startswith("per:b: no stake stated")


def test_every_stake_tells_the_records_of_its_chains() -> None:
    view = made_view([], [holding("per:a", "ent:a", 60), holding("ent:a", "ent:b", 50)])
    told = stakes(up(view, "ent:b"))
    assert len(told["ent:a"].evidence) == 1
    assert set(told["ent:a"].evidence) < set(told["per:a"].evidence)
