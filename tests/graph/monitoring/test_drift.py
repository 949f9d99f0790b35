"""The stability index (oracle O9) and the drift of the graph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.graph.views import holding, made_view, relation, world_view

from firmgraph.graph.monitoring.drift import drift
from firmgraph.graph.monitoring.stability import population_stability
from firmgraph.packs import pack_by_id

SHARES = st.lists(st.floats(0.01, 1), min_size=4, max_size=4)


def test_the_golden_value() -> None:
    index = population_stability((0.1, 0.2, 0.4, 0.2, 0.1), (0.05, 0.15, 0.4, 0.25, 0.15))
    assert index == pytest.approx(0.080472, abs=5e-7)


@given(SHARES, SHARES)
def test_it_is_symmetric_and_never_negative(one: list[float], other: list[float]) -> None:
    index = population_stability(one, other)
    assert index >= 0
    assert index == pytest.approx(population_stability(other, one))
    assert population_stability(one, one) == 0


def test_what_cannot_be_compared_is_refused() -> None:
    for one, other in (((1,), (1, 2)), ((0, 0), (1, 2))):
        with pytest.raises(ValueError, match=r"bins|nothing"):
            population_stability(one, other)


def test_a_graph_does_not_drift_from_itself() -> None:
    found = drift(world_view(), world_view(), pack_by_id("graph-drift"))
    assert {one.state for one in found} == {"stable"}
    assert sum(found[0].before) == len(set(world_view().edges("holds").end.tolist()))


def test_many_new_guarantees_call_for_action() -> None:
    firms = [f"ent:{n}" for n in range(12)]
    one_each = [relation("guarantees", firm, firms[0], discriminator=firm) for firm in firms[1:]]
    many = [relation("guarantees", firm, other, discriminator=firm) for firm in firms[1:6] for other in firms[6:]]
    before = made_view([], [holding("per:a", "ent:0", 100), *one_each])
    after = made_view([], [holding("per:a", "ent:0", 100), *many])
    found = {one.name: one for one in drift(before, after, pack_by_id("graph-drift"))}
    assert (found["guarantees_given"].before, found["guarantees_given"].after) == ((11, 0, 0, 0), (0, 0, 0, 5))
    assert found["guarantees_given"].state == "act"
    assert found["holders_of_a_firm"].state == "stable"
    assert found["cases_of_a_party"].state == "unknown"
