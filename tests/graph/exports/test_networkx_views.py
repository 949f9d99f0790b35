from fractions import Fraction

from hypothesis import given, settings
from tests.graph.ownership.test_integrated import capital_tables
from tests.graph.views import holding, made_view, node, relation

from firmgraph.graph.elements import Relation
from firmgraph.graph.exports.networkx_views import ownership_graph
from firmgraph.graph.ownership.penetration import penetrate_up
from firmgraph.graph.snapshot.view import View


def number(view: View, node_id: str) -> int:
    found = view.index(node_id)
    assert found is not None
    return found


@settings(max_examples=40, deadline=None)
@given(capital_tables())
def test_the_graph_holds_every_chain_and_share_of_the_answer(relations: list[Relation]) -> None:
    view = made_view([], relations)
    for firm in {r.end for r in relations}:
        answer, graph = penetrate_up(view, number(view, firm)), ownership_graph(view, number(view, firm))
        stakes = (*answer.holders, *answer.through)
        assert {n: told["effective"] for n, told in graph.nodes.items()} == {s.id: s.effective for s in stakes} | {
            firm: 1
        }
        assert graph.graph["unknown_share"] == answer.unknown_share
        for path in (path for stake in stakes for path in stake.paths):
            product = Fraction(1)
            for edge in zip(path.nodes, path.nodes[1:], strict=False):
                product *= graph.edges[edge]["share"]
            assert product == path.share


def test_a_holder_without_a_stated_stake_is_in_the_graph() -> None:
    view = made_view([], [holding("per:a", "ent:f", 60, valid_from="2020-01-01"), relation("holds", "per:b", "ent:f")])
    graph = ownership_graph(view, number(view, "ent:f"))
    assert graph.edges["per:b", "ent:f"]["stake"] is None
    assert graph.nodes["per:b"]["effective"] is None
    told = graph.edges["per:a", "ent:f"]
    assert (told["stake"], told["share"], told["valid_from"]) == (60_000_000, Fraction(3, 5), "2020-01-01")
    assert len(told["evidence"]) == 1


def test_looking_down_tells_the_firms_held() -> None:
    view = made_view(
        [node("ent:state", "state")],
        [holding("per:p", "ent:a", 60), holding("ent:a", "ent:b", 50), holding("ent:a", "ent:state", 1)],
    )
    graph = ownership_graph(view, number(view, "per:p"), up=False)
    assert {n: told["effective"] for n, told in graph.nodes.items()} == {
        "per:p": 1,
        "ent:a": Fraction(3, 5),
        "ent:b": Fraction(3, 10),
    }
    assert graph.graph["direction"] == "down"
