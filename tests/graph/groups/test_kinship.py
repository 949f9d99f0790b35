import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.views import made_view, relation

from firmgraph.graph.elements import Relation
from firmgraph.graph.groups.kinship import Degree, Relative, close_relatives, is_close
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_by_id

RULE = pack_by_id("group-2010-4").parameters["kin"]
OPPOSITE = {"parent": "child", "child": "parent", "spouse": "spouse", "sibling": "sibling"}


def kin(one: str, word: str, other: str) -> Relation:
    return relation("kin_of", f"per:{one}", f"per:{other}", relation=word, discriminator=word)


def relatives(view: View, person: str) -> dict[str, Relative]:
    found = view.index(f"per:{person}")
    assert found is not None
    return {one.id.removeprefix("per:"): one for one in close_relatives(view, found, RULE)}


FAMILY = [
    kin("grandfather", "parent", "father"),
    kin("greatgrandfather", "parent", "grandfather"),
    kin("father", "parent", "me"),
    kin("me", "child", "mother"),
    kin("mother", "parent", "sister"),
    kin("me", "spouse", "wife"),
    kin("wifes_father", "parent", "wife"),
    kin("wife", "sibling", "wifes_brother"),
    kin("me", "parent", "son"),
    kin("grandson", "child", "son"),
    kin("grandson", "parent", "greatgrandson"),
    kin("father", "sibling", "uncle"),
    kin("uncle", "parent", "cousin"),
    kin("sister", "parent", "niece"),
]
CLOSE = {
    "father": ("parent", 2),
    "mother": ("parent", 2),
    "grandfather": ("grandparent", 3),
    "sister": ("sibling", 2),
    "wife": ("spouse", 1),
    "wifes_father": ("parent by marriage", 2),
    "wifes_brother": ("sibling by marriage", 2),
    "son": ("child", 2),
    "grandson": ("grandchild", 3),
}


def test_the_direct_line_reaches_three_generations_and_the_collateral_two() -> None:
    found = relatives(made_view([], FAMILY), "me")
    assert {name: (one.degree.word(), one.degree.generations) for name, one in found.items()} == CLOSE


def test_kinship_is_seen_from_either_side() -> None:
    view = made_view([], FAMILY)
    for name in CLOSE:
        assert "me" in relatives(view, name)
    assert not {"uncle", "cousin", "niece"} & relatives(view, "me").keys()


def test_a_relative_rests_on_the_records_of_the_whole_chain() -> None:
    view = made_view([], FAMILY)
    found = relatives(view, "me")["grandfather"]
    assert len(found.evidence) == 2
    assert [view.id(person) for person in found.chain] == ["per:me", "per:father", "per:grandfather"]


def test_the_other_parent_of_a_child_is_no_relative_by_that_alone() -> None:
    view = made_view([], [kin("me", "parent", "child"), kin("other", "parent", "child")])
    assert relatives(view, "me").keys() == {"child"}


@pytest.mark.parametrize(
    ("degree", "close"),
    [
        (Degree(2, 0, 0), True),
        (Degree(3, 0, 0), False),
        (Degree(0, 2, 1), True),
        (Degree(0, 3, 0), False),
        (Degree(1, 1, 0), True),
        (Degree(2, 1, 0), False),
        (Degree(1, 2, 0), False),
        (Degree(0, 0, 1), True),
        (Degree(1, 0, 2), False),
    ],
)
def test_the_lines_of_the_rule(degree: Degree, close: bool) -> None:
    assert is_close(degree, RULE) is close


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=1, max_size=12), st.integers(0, 10))
def test_in_a_family_tree_the_close_are_those_within_the_generations(parents: list[int], start: int) -> None:
    tree = nx.DiGraph()
    tree.add_node(0)
    for child, parent in enumerate(parents, 1):
        tree.add_edge(min(parent, child - 1), child)
    told = [kin(str(one), "parent", str(two)) for one, two in tree.edges]
    me = min(start, len(parents))
    found = relatives(made_view([], told), str(me))
    near = set()
    for other in set(tree) - {me}:
        common = nx.lowest_common_ancestor(tree, me, other)
        up, down = nx.shortest_path_length(tree, common, me), nx.shortest_path_length(tree, common, other)
        if (0 in (up, down) and max(up, down) <= 2) or max(up, down) == 1:
            near.add(str(other))
    assert found.keys() == near


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(sorted(OPPOSITE)), st.integers(0, 5)), max_size=12))
def test_it_does_not_matter_from_whose_side_a_relation_is_stated(told: list[tuple[int, str, int]]) -> None:
    stated = [(one, word, two) for one, word, two in told if one != two]
    view = made_view([], [kin(str(one), word, str(two)) for one, word, two in [*stated, (8, "spouse", 9)]])
    turned = made_view([], [kin(str(two), OPPOSITE[word], str(one)) for one, word, two in [*stated, (8, "spouse", 9)]])
    for person in {str(one) for pair in stated for one in (pair[0], pair[2])}:
        one, other = relatives(view, person), relatives(turned, person)
        assert {name: r.degree for name, r in one.items()} == {name: r.degree for name, r in other.items()}
