"""Circles and chains of written graphs, against networkx."""

from collections.abc import Iterable, Sequence
from random import Random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.views import TODAY, made_view, number_of, relation

from firmgraph.graph.guarantees.chains import chains
from firmgraph.graph.guarantees.circles import CIRCLES, circles
from firmgraph.graph.guarantees.edges import component
from firmgraph.graph.guarantees.position import guarantee_position
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import RulePack, pack_for

Pairs = list[tuple[str, str]]
PACK = pack_for(CIRCLES, TODAY)


def bound(**limits: int) -> RulePack:
    bounds = {**PACK.parameters["bounds"], **limits}
    return PACK.model_copy(update={"parameters": {**PACK.parameters, "bounds": bounds}})


def view_of(pairs: Iterable[Sequence[str]]) -> View:
    return made_view([], [relation("guarantees", f"ent:{a}", f"ent:{b}", amount="100") for a, b in pairs])


def told(view: View, subject: str) -> list[tuple[str, str]]:
    node = number_of(view, f"ent:{subject}")
    found = component(view, node, PACK.parameters["bounds"]["firms"])
    return [("".join(view.id(n)[4:] for n in ring.members), ring.kind) for ring in circles(view, found, PACK, node)]


def test_oracle_o12() -> None:
    view = view_of(["AB", "BC", "CA", "DA"])
    found = guarantee_position(view, number_of(view, "ent:A"))
    assert told(view, "A") == [("ABC", "circular")]
    assert told(view, "D") == [("ABC", "circular")]
    assert [view.id(node) for node in found.outside] == ["ent:D"]
    assert len(found.component.members) == 4
    assert [[view.id(node)[4:] for node in chain.members] for chain in found.chains] == [["D", "A", "B", "C"]]


def test_two_that_guarantee_each_other_are_mutual() -> None:
    assert told(view_of(["AB", "BA", "BC"]), "A") == [("AB", "mutual")]


def test_where_all_guarantee_all_one_joint_circle_is_told() -> None:
    assert told(view_of(["AB", "BA", "AC", "CA", "BC", "CB"]), "B") == [("BCA", "joint")]


def test_a_ring_begins_with_the_party_asked_about() -> None:
    assert told(view_of(["AB", "BC", "CD", "DA"]), "C") == [("CDAB", "circular")]


def test_several_guarantors_of_one_debt_are_joint_and_not_closed() -> None:
    view = made_view(
        [],
        [
            relation(
                "guarantees", f"ent:{one}", "ent:Z", contract_no="BZ1", joint=True, amount="5", discriminator="BZ1"
            )
            for one in "BA"
        ],
    )
    found = component(view, number_of(view, "ent:Z"), 100)
    (ring,) = circles(view, found, PACK)
    assert ([view.id(node)[4:] for node in ring.members], ring.kind, ring.closed) == (["A", "B", "Z"], "joint", False)


def test_sizes_are_those_of_the_pack() -> None:
    for names, size in (("AB", "pair"), ("ABC", "circle"), ("ABCD", "circle"), ("ABCDE", "large")):
        view = view_of(zip(names, names[1:] + names[0], strict=True))
        (ring,) = circles(view, component(view, number_of(view, "ent:A"), 100), PACK)
        assert ring.size == size


def test_a_search_cut_short_tells_the_whole_knot() -> None:
    names = "ABCDEFGHIJ"
    view = view_of(zip(names, names[1:] + names[0], strict=True))
    (ring,) = circles(view, component(view, number_of(view, "ent:A"), 100), bound(cycle_length=8))
    assert ring.truncated
    assert len(ring.members) == 10
    many = view_of([a + b for a in "ABCD" for b in "ABCDEF" if a != b] + ["EA", "FA"])
    found = circles(many, component(many, number_of(many, "ent:A"), 100), bound(cycles=3))
    assert any(ring.truncated for ring in found)


def test_a_component_over_the_bound_says_so() -> None:
    view = view_of(["AB", "BC", "CA", "DA"])
    assert component(view, number_of(view, "ent:A"), 3).truncated
    assert not component(view, number_of(view, "ent:A"), 4).truncated


PAIRS = st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), min_size=1, max_size=14, unique=True)


@settings(max_examples=60, deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_rings_are_the_cycles_networkx_finds_whatever_the_order(pairs: Pairs, random: Random) -> None:
    pairs = [pair for pair in pairs if pair[0] != pair[1]] or [("A", "B")]
    view, subject = view_of(pairs), pairs[0][0]
    shuffled = random.sample(pairs, len(pairs))
    assert told(view, subject) == told(view_of(shuffled), subject)
    inside = nx.node_connected_component(nx.Graph(pairs), subject)
    cycles = {frozenset(c) for c in nx.simple_cycles(nx.DiGraph([p for p in pairs if p[0] in inside]))}
    rings = {frozenset(members) for members, _ in told(view, subject)}
    assert rings <= cycles
    joint = [frozenset(members) for members, kind in told(view, subject) if kind == "joint"]
    assert all(any(cycle <= group for group in joint) for cycle in cycles - rings)


@settings(max_examples=60, deadline=None)
@given(PAIRS)
def test_the_first_chain_is_the_longest_where_there_is_no_circle(pairs: Pairs) -> None:
    ahead = [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]] or [("A", "B")]
    view, subject = view_of(dict.fromkeys(ahead)), ahead[0][0]
    node = number_of(view, f"ent:{subject}")
    found = component(view, node, 100)
    graph = nx.DiGraph(ahead)
    longest = max(
        len(path) - 1
        for start in graph
        for end in graph
        for path in nx.all_simple_paths(graph, start, end)
        if subject in path
    )
    assert chains(found, node, PACK)[0].length == longest
    assert chains(found, node, bound(chain_steps=1))[0].length == longest
    assert chains(found, node, bound(chain_steps=1))[0].truncated


def test_chains_through_a_circle_leave_it() -> None:
    view = view_of(["AB", "BA", "BC"])
    node = number_of(view, "ent:B")
    found = chains(component(view, node, 100), node, PACK)
    assert [[view.id(n)[4:] for n in chain.members] for chain in found] == [["A", "B", "C"]]
