import time

import pytest
from tests.graph.views import holding, made_view, planted_cases, relation, world_view

from firmgraph.errors import BadCursor, InvalidInput
from firmgraph.graph.relations.neighbourhood import NodePage, expand, expand_levels
from firmgraph.graph.snapshot.view import View


def number(view: View, node_id: str) -> int:
    found = view.index(node_id)
    assert found is not None
    return found


def pages(view: View, node_id: str, limit: int, kinds: tuple[str, ...] = ()) -> list[NodePage]:
    found: list[NodePage] = []
    cursor: str | None = None
    while not found or cursor:
        found.append(expand(view, number(view, node_id), kinds=kinds, cursor=cursor, limit=limit))
        cursor = found[-1].next_cursor
    return found


def test_pages_hold_every_relation_once_in_one_order() -> None:
    view = world_view()
    subject = planted_cases("group_members")[0]["about"]["id"]
    whole = pages(view, subject, 500)
    assert len(whole) == 1
    told = [item for page in pages(view, subject, 7) for item in page.items]
    assert tuple(told) == whole[0].items
    assert len(told) == whole[0].total > 14
    keys = [(item.relation.kind, item.relation.id) for item in told]
    assert keys == sorted(set(keys))
    assert all({subject, item.node.id} == {item.relation.start, item.relation.end} for item in told)
    assert all(item.relation.evidence for item in told)


def test_only_the_kinds_asked_for_are_told() -> None:
    view = world_view()
    subject = planted_cases("group_members")[0]["about"]["id"]
    (page,) = pages(view, subject, 500, ("holds", "guarantees"))
    assert {item.relation.kind for item in page.items} == {"holds", "guarantees"}


def test_a_supernode_is_paged_through_and_later_pages_cost_little() -> None:
    view = made_view([], [holding("ent:state", f"ent:{n:05d}", 60) for n in range(20_000)])
    state = number(view, "ent:state")
    first = expand(view, state, limit=100)
    began, seen, cursor = time.perf_counter(), {item.node.id for item in first.items}, first.next_cursor
    for _ in range(50):
        page = expand(view, state, cursor=cursor, limit=100)
        seen |= {item.node.id for item in page.items}
        cursor = page.next_cursor
    assert len(seen) == 51 * 100
    assert first.total == 20_000
    assert (time.perf_counter() - began) / 50 < 0.05


def test_levels_hold_the_first_page_of_each_node_with_its_cursor() -> None:
    told = [holding("ent:top", f"ent:{n}", 60) for n in range(5)]
    told += [holding("ent:0", f"ent:0-{n}", 60) for n in range(4)] + [relation("supplies", "ent:0-0", "ent:9")]
    view = made_view([], told)
    found = expand_levels(view, number(view, "ent:top"), 3, kinds=("holds",), per_node=3)
    shown = [item.node.id for item in found.levels[0][0].items]
    assert [[page.node.id for page in level] for level in found.levels[:2]] == [["ent:top"], sorted(shown)]
    top = found.levels[0][0]
    assert (len(top.items), top.total, top.next_cursor is not None) == (3, 5, True)
    rest = expand(view, number(view, "ent:top"), kinds=("holds",), cursor=top.next_cursor)
    assert {i.node.id for i in (*top.items, *rest.items)} == {f"ent:{n}" for n in range(5)}


def test_a_budget_of_nodes_cuts_the_levels_and_is_said() -> None:
    told = [holding("ent:top", f"ent:{n}", 60) for n in range(9)]
    view = made_view([], told)
    found = expand_levels(view, number(view, "ent:top"), 2, budget=4)
    assert ([len(level) for level in found.levels], found.truncated) == ([1, 3], True)
    assert not expand_levels(view, number(view, "ent:top"), 2).truncated


def test_what_cannot_be_answered_is_refused() -> None:
    view = made_view([], [holding("ent:a", "ent:b", 60)])
    with pytest.raises(InvalidInput, match="limit"):
        expand(view, 0, limit=501)
    with pytest.raises(InvalidInput, match="not a kind of relation; there are"):
        expand(view, 0, kinds=("owns",))
    with pytest.raises(BadCursor):
        expand(view, 0, cursor="nonsense")
    with pytest.raises(InvalidInput, match="depth"):
        expand_levels(view, 0, 7)
