import random
from collections.abc import Collection

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.kernels.control import controlled_by
from firmgraph.graph.kernels.csr import holdings as arrays
from firmgraph.graph.ownership.claims import Claim, FirmClaims, by_holder
from firmgraph.graph.ownership.control import ControlledSet, common_control_relates, controlled_set
from firmgraph.graph.ownership.fix_point import Votes, fallen
from firmgraph.graph.ownership.holdings import WHOLE, holdings
from firmgraph.graph.ownership.lines import MORE_THAN_HALF
from firmgraph.graph.snapshot.view import View
from firmgraph.packs import pack_by_id, pack_for

Stakes = dict[tuple[int, int], int]


def controls(view: View, *coalition: str, pack: str = "company-law-2023") -> ControlledSet:
    found = [view.index(member) for member in coalition]
    return controlled_set(view, [member for member in found if member is not None], pack_by_id(pack))


def ids(told: ControlledSet) -> list[str]:
    return [firm.firm.id for firm in told.firms]


@st.composite
def stakes(draw: st.DrawFn) -> Stakes:
    """Stakes among a few nodes, circles included; those in one firm sum to at most the whole."""
    size = draw(st.integers(2, 8))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda pair: pair[0] != pair[1])
    told = draw(st.dictionaries(pairs, st.integers(1, 12), max_size=20))
    sums: dict[int, int] = {}
    for (_, firm), weight in told.items():
        sums[firm] = sums.get(firm, 0) + weight
    return {pair: weight * WHOLE // max(12, sums[pair[1]]) for pair, weight in told.items()}


def core(held: Stakes, coalition: Collection[int]) -> set[int]:
    book: dict[int, FirmClaims] = {}
    for firm in {end for _, end in held}:
        book[firm] = FirmClaims(firm, tuple(Claim(h, firm, stake) for (h, end), stake in held.items() if end == firm))
    claims = by_holder(book)
    votes = Votes(lambda holder: claims.get(holder, ()), lambda firm: book[firm].total)
    return set(fallen(coalition, votes, MORE_THAN_HALF))


def oracle(held: Stakes, coalition: Collection[int]) -> set[int]:
    graph = nx.DiGraph()
    graph.add_nodes_from(coalition)
    graph.add_weighted_edges_from((holder, firm, stake) for (holder, firm), stake in held.items())
    under = set(coalition)
    while True:
        more = {
            firm
            for firm in graph
            if firm not in under and 2 * sum(w for h, _, w in graph.in_edges(firm, data="weight") if h in under) > WHOLE
        }
        if not more:
            return under - set(coalition)
        under |= more


def test_control_is_the_fix_point_on_two_thousand_graphs_with_circles() -> None:
    chance, deep, circular = random.Random(2000), 0, 0
    for _ in range(2_000):
        held = random_stakes(chance)
        coalition = chance.sample(range(4), chance.randint(1, 3))
        expected = oracle(held, coalition)
        assert core(held, coalition) == expected
        outright = {firm for (holder, firm), stake in held.items() if holder in coalition and 2 * stake > WHOLE}
        deep += bool(expected - outright)
        circular += not nx.is_directed_acyclic_graph(nx.DiGraph(list(held)))
    assert deep > 100
    assert circular > 1_000


def random_stakes(chance: random.Random) -> Stakes:
    """Return stakes in whole per cents among up to ten nodes, often above half together with others."""
    size, held = chance.randint(3, 10), dict[tuple[int, int], int]()
    for firm in range(size):
        left = 100
        for holder in chance.sample(range(size), chance.randint(0, min(4, size))):
            if holder != firm and left > 1:
                held[holder, firm] = chance.randint(1, left) * WHOLE // 100
                left -= held[holder, firm] * 100 // WHOLE
    return held


@settings(max_examples=200, deadline=None)
@given(stakes(), st.sets(st.integers(0, 7), min_size=1, max_size=3))
def test_control_is_the_fix_point(held: Stakes, coalition: set[int]) -> None:
    assert core(held, coalition) == oracle(held, coalition)


@settings(max_examples=60, deadline=None)
@given(stakes(), st.sets(st.integers(0, 7), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_the_view_answers_as_the_arrays_do_whatever_the_order_of_rows(
    held: Stakes, coalition: set[int], chance: random.Random
) -> None:
    rows = [
        relation("holds", f"ent:{h}", f"ent:{f}", ratio=stake, role="shareholder") for (h, f), stake in held.items()
    ]
    nodes = [node(f"ent:{number}") for number in range(8)]
    view = made_view(nodes, rows)
    told = controls(view, *(f"ent:{member}" for member in coalition))
    assert set(ids(told)) == {f"ent:{firm}" for firm in oracle(held, coalition)}
    chance.shuffle(rows)
    assert controls(made_view(nodes, rows), *(f"ent:{member}" for member in coalition)) == told
    own = holdings(view)
    kernel = controlled_by(
        [number for number in range(view.size) if view.id(number) in {f"ent:{member}" for member in coalition}],
        arrays(view.size, own.start, own.end, own.stake),
    )
    assert sorted(view.id(firm) for firm in kernel.node.tolist()) == ids(told)


@settings(max_examples=300, deadline=None)
@given(stakes(), st.sets(st.integers(0, 7), min_size=1, max_size=2), st.data())
def test_the_controlled_set_grows_with_a_stake_taken_from_others(
    held: Stakes, coalition: set[int], data: st.DataObject
) -> None:
    before = core(held, coalition)
    inside = before | coalition
    pairs = [pair for pair in held if pair[0] not in inside]
    if not pairs:
        return
    (loser, firm) = data.draw(st.sampled_from(sorted(pairs)))
    winner = data.draw(st.sampled_from(sorted(inside - {firm}))) if inside - {firm} else None
    if winner is None:
        return
    moved = data.draw(st.integers(0, held[loser, firm]))
    after = {**held, (loser, firm): held[loser, firm] - moved, (winner, firm): held.get((winner, firm), 0) + moved}
    assert before <= core(after, coalition)


def test_oracle_o2() -> None:
    view = made_view([], [holding("per:a", "ent:b", 60), holding("per:a", "ent:c", 30), holding("ent:b", "ent:c", 25)])
    told = controls(view, "per:a")
    assert [(f.firm.id, float(f.voting), f.certainty) for f in told.firms] == [
        ("ent:b", 0.6, "confirmed"),
        ("ent:c", 0.55, "confirmed"),
    ]
    (b, c) = told.firms[1].proof
    assert (b.step, b.firm.id, c.step, c.firm.id) == (1, "ent:b", 2, "ent:c")
    assert [(counted.holder.id, float(counted.share)) for counted in c.counted] == [("ent:b", 0.25), ("per:a", 0.3)]
    assert len(c.evidence) == 2


def test_oracle_o3() -> None:
    rows = [("at", "pv", 70), ("at", "in", 40), ("pv", "in", 10), ("pv", "rc", 60), ("rc", "in", 10), ("rc", "gb", 30)]
    view = made_view([], [holding(f"ent:{h}", f"ent:{f}", share) for h, f, share in rows])
    assert ids(controls(view, "ent:at")) == ["ent:in", "ent:pv", "ent:rc"]


def test_planted_controlled_sets() -> None:
    cases = planted_cases("controlled_set")
    assert cases
    for case in cases:
        view = world_view(case["as_of"])
        members = [n for n in range(view.size) if view.kind(n) == "person" and view.name(n) == case["about"]["name"]]
        told = ids(controlled_set(view, members, pack_for("company-law", case["as_of"])))
        assert told == sorted(case["expected"]["controls"])
        assert not set(case["expected"]["not"]) & set(told)


def test_exactly_half_is_control_under_the_law_of_2018_only() -> None:
    view = made_view([], [holding("per:a", "ent:b", 50), holding("per:c", "ent:b", 50), holding("ent:b", "ent:d", 51)])
    assert ids(controls(view, "per:a")) == []
    assert ids(controls(view, "per:a", pack="company-law-2018")) == ["ent:b", "ent:d"]
    assert ids(controls(view, "per:a", "per:c")) == ["ent:b", "ent:d"]


def test_shares_above_the_whole_count_as_shares_of_their_sum() -> None:
    view = made_view([], [holding("per:a", "ent:b", 55), holding("per:c", "ent:b", 60)])
    assert ids(controls(view, "per:a")) == []
    assert ids(controls(view, "per:c")) == ["ent:b"]


def test_a_general_partner_and_an_agreement_are_steps_of_the_proof() -> None:
    rows = [
        holding("per:gp", "ent:fund", 1, role="GP"),
        holding("per:lp", "ent:fund", 99, role="LP"),
        holding("ent:fund", "ent:f", 60),
        relation("controls_by_agreement", "ent:f", "ent:vie"),
        holding("per:lp", "ent:vie", 100),
    ]
    view = made_view([node("ent:fund", "partnership")], rows)
    told = controls(view, "per:gp")
    assert ids(told) == ["ent:f", "ent:fund", "ent:vie"]
    assert [step.counted[0].basis for step in told.firms[2].proof] == ["general_partner", "holding", "agreement"]
    assert ids(controls(view, "per:lp")) == []


def test_control_through_a_nominee_is_suspected() -> None:
    rows = [
        holding("per:front", "ent:f", 60),
        relation("nominee_for", "per:front", "per:real", discriminator="ent:f"),
        holding("per:real", "ent:g", 80),
    ]
    view = made_view([], rows)
    told = controls(view, "per:real")
    assert [(firm.firm.id, firm.certainty) for firm in told.firms] == [("ent:f", "suspected"), ("ent:g", "confirmed")]
    assert any("nominee_for" in record for record in told.firms[0].proof[0].evidence)
    assert ids(controls(view, "per:front")) == []


@pytest.mark.parametrize(("kind", "relates"), [("state", False), ("foreign_state", True), ("person", True)])
def test_common_control_by_the_state_does_not_relate(kind: str, relates: bool) -> None:
    view = made_view([node("ent:s", kind)], [holding("ent:s", "ent:f", 100)])
    controller = view.index("ent:s")
    assert controller is not None
    assert common_control_relates(view, controller, pack_by_id("company-law-2023")) is relates


def test_every_step_of_a_proof_meets_the_line_by_what_came_before() -> None:
    chance = random.Random(7)
    for _ in range(40):
        rows = [
            holding(f"ent:{h}", f"ent:{f}", chance.randint(5, 60))
            for h in range(6)
            for f in range(6)
            if h != f and chance.random() < 0.5
        ]
        view = made_view([node(f"ent:{n}") for n in range(6)], rows)
        for firm in controls(view, "ent:0").firms:
            known = {"ent:0"}
            for step in firm.proof:
                assert {counted.holder.id for counted in step.counted} <= known
                assert sum(counted.share for counted in step.counted) == step.share
                assert 2 * step.share > 1
                known.add(step.firm.id)
            assert firm.firm.id == firm.proof[-1].firm.id
