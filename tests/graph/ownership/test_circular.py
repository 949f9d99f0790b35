from fractions import Fraction

from tests.graph.views import holding, made_view

from firmgraph.graph.elements import Relation
from firmgraph.graph.ownership.circular import CircularHoldings, circular_holdings


def rings_above(relations: list[Relation], firm: str, limit: int = 100) -> CircularHoldings:
    view = made_view([], relations)
    found = view.index(firm)
    assert found is not None
    return circular_holdings(view, found, limit)


def test_cross_and_circular_holdings_come_with_the_product_of_their_shares() -> None:
    relations = [
        holding("ent:a", "ent:b", 50),
        holding("ent:b", "ent:a", 20),
        holding("ent:b", "ent:c", 40),
        holding("ent:c", "ent:a", 30),
        holding("ent:a", "ent:below", 10),
    ]
    found = rings_above(relations, "ent:below")
    assert [(ring.kind, ring.members, ring.share) for ring in found.rings] == [
        ("cross", ("ent:a", "ent:b"), Fraction(1, 10)),
        ("circular", ("ent:a", "ent:b", "ent:c"), Fraction(6, 100)),
    ]
    assert [len(ring.evidence) for ring in found.rings] == [2, 3]
    assert not found.truncated
    assert rings_above(relations[::-1], "ent:below") == found


def test_a_tree_has_no_rings() -> None:
    assert rings_above([holding("ent:a", "ent:b", 50), holding("per:p", "ent:a", 50)], "ent:b").rings == ()


def test_more_rings_than_asked_for_are_said_to_be_truncated() -> None:
    firms = [f"ent:{at}" for at in range(5)]
    found = rings_above([holding(a, b, 10) for a in firms for b in firms if a != b], "ent:0", limit=3)
    assert len(found.rings) == 3
    assert found.truncated
