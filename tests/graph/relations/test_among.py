import pytest
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.errors import InvalidInput
from firmgraph.graph.relations.among import our_book, relations_among, relations_to_many, watch_listed
from firmgraph.graph.relations.paths import find_relation_paths
from firmgraph.graph.relations.strength import listed_price, price_of
from firmgraph.graph.relations.words import RelationPath
from firmgraph.graph.snapshot.view import View


def numbers(view: View, *ids: str) -> list[int]:
    found = [view.index(one) for one in ids]
    return [one for one in found if one is not None]


def ends(paths: tuple[RelationPath, ...]) -> list[tuple[str, str]]:
    return [(path.nodes[0][0], path.nodes[-1][0]) for path in paths]


def test_each_two_of_a_set_are_told_unless_a_third_stands_between() -> None:
    told = [holding("ent:a", "ent:b", 60), holding("ent:b", "ent:c", 60), holding("per:x", "ent:d", 100)]
    view = made_view([node("ent:e")], [*told, relation("legal_rep_of", "per:x", "ent:a")])
    found = relations_among(view, numbers(view, "ent:e", "ent:d", "ent:c", "ent:b", "ent:a"))
    assert ends(found.paths) == [("ent:a", "ent:b"), ("ent:b", "ent:c"), ("ent:a", "ent:d")]
    assert found.clusters == (("ent:a", "ent:b", "ent:c", "ent:d"),)
    assert found.alone == ("ent:e",)
    assert not found.truncated


def test_the_planted_pair_stands_out_among_all_customers() -> None:
    (case,) = planted_cases("hidden_relation")
    view = world_view()
    pair = sorted(firm["id"] for firm in case["about"])
    book = sorted(our_book(view), key=view.id)[:48]
    found = relations_among(view, {*book, *numbers(view, *pair)})
    assert tuple(pair) in found.clusters
    assert found == relations_among(view, [*numbers(view, *pair), *reversed(book)])


def test_one_against_many_agrees_with_the_path_to_each() -> None:
    view = world_view()
    book = our_book(view)
    subject = numbers(view, planted_cases("group_members")[0]["about"]["id"])[0]
    found = relations_to_many(view, subject, book)
    expected = []
    for other in set(book) - {subject}:
        best = find_relation_paths(view, subject, other, k=1).paths
        if best and price_of(best[0].strength) <= listed_price():
            expected.append(best[0])
    assert found.paths == tuple(sorted(expected, key=lambda path: (-path.strength, path.nodes[-1])))
    assert (found.held_to, found.related) == (len(book) - 1, len(expected))
    assert not found.over_budget
    pages = [relations_to_many(view, subject, book, first=first, limit=3).paths for first in range(0, len(expected), 3)]
    assert tuple(path for page in pages for path in page) == found.paths


def test_a_blacklisted_controller_is_found_and_a_stranger_is_not() -> None:
    listed = [relation("listed_on", "per:bad", "lst:own"), relation("listed_on", "ent:far", "lst:own")]
    told = [holding("per:bad", "ent:a", 80), holding("ent:a", "ent:b", 80)]
    view = made_view([node("lst:own", "watch_list")], [*listed, *told])
    found = relations_to_many(view, numbers(view, "ent:b")[0], watch_listed(view))
    assert ends(found.paths) == [("ent:b", "per:bad")]
    assert found.held_to == 2


def test_a_crowded_party_is_found_as_an_end() -> None:
    told = [holding("ent:fund", f"ent:{n}", 30) for n in range(400)]
    view = made_view([], told)
    found = relations_to_many(view, numbers(view, "ent:7")[0], numbers(view, "ent:fund", "ent:8"))
    assert ends(found.paths) == [("ent:7", "ent:fund")]


def test_a_limit_that_leaves_some_out_is_said() -> None:
    view = made_view([], [holding("ent:a", f"ent:{n}", 60) for n in range(9)])
    found = relations_to_many(view, numbers(view, "ent:a")[0], range(view.size), limit=4)
    assert (len(found.paths), found.related > 4) == (4, True)


@pytest.mark.parametrize("count", [1, 51])
def test_a_set_that_is_no_set_is_refused(count: int) -> None:
    view = made_view([node(f"ent:{n}") for n in range(60)], [])
    with pytest.raises(InvalidInput, match="2 to 50"):
        relations_among(view, range(count))
