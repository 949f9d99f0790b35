from collections.abc import Iterable

import pytest
from tests.graph.views import holding, made_view, node

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.ownership.close_links import CloseLink, close_links


def links(relations: list[Relation], firm: str, nodes: Iterable[Node] = ()) -> tuple[CloseLink, ...]:
    view = made_view(nodes, relations)
    found = view.index(firm)
    assert found is not None
    return close_links(view, found).links


@pytest.mark.parametrize(("per_cent", "linked"), [(20, True), (19.999999, False)])
def test_exactly_20_per_cent_is_a_link_either_way(per_cent: float, linked: bool) -> None:
    relations = [holding("ent:a", "ent:b", per_cent)]
    assert [(link.id, link.way) for link in links(relations, "ent:b")] == [("ent:a", "holder")] * linked
    assert [(link.id, link.way) for link in links(relations, "ent:a")] == [("ent:b", "holding")] * linked


def test_thin_chains_count_together() -> None:
    relations = [
        holding("ent:a", "ent:b", 40),
        holding("ent:b", "ent:c", 25),
        holding("ent:a", "ent:c", 10),
    ]
    assert {(link.id, link.way) for link in links(relations, "ent:c") if link.way == "holder"} == {
        ("ent:a", "holder"),
        ("ent:b", "holder"),
    }


def test_a_common_third_party_links_its_firms_and_is_named() -> None:
    relations = [holding("per:p", "ent:a", 20), holding("per:p", "ent:b", 50), holding("per:p", "ent:c", 10)]
    (link,) = links(relations, "ent:a")
    assert (link.id, link.way, link.through) == ("ent:b", "common", "per:p")
    assert len(link.evidence) == 2


def test_the_state_links_nobody() -> None:
    relations = [holding("ent:state", "ent:a", 100), holding("ent:state", "ent:b", 100)]
    assert links(relations, "ent:a", [node("ent:state", "state")]) == ()
