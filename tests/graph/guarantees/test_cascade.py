"""How default spreads, what is lost, and what to replace: against brute force, and invariants."""

from itertools import combinations
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.graph.views import made_view, node, number_of, relation

from firmgraph.graph.elements import Relation
from firmgraph.graph.guarantees.cascade import Cascade, cascade
from firmgraph.graph.guarantees.edges import Guarantee, component
from firmgraph.graph.guarantees.position import guarantee_position
from firmgraph.graph.guarantees.replace import replacements
from firmgraph.graph.guarantees.spread import spread
from firmgraph.graph.snapshot.view import View

FIRMS = range(6)
WORTHS = st.fixed_dictionaries({n: st.one_of(st.none(), st.integers(-5, 20)) for n in FIRMS})
GIVEN = st.lists(
    st.tuples(st.sampled_from(FIRMS), st.sampled_from(FIRMS), st.one_of(st.none(), st.integers(0, 12))), max_size=12
)
Rows = list[tuple[int, int, int | None]]
Worth = dict[int, int | None]
STARTS = st.sets(st.sampled_from(FIRMS), min_size=1, max_size=2)


def guarantees_of(rows: Rows) -> list[Guarantee]:
    return [
        Guarantee(f"g{place}", a, b, amount, None, None, f"c{place}", ())
        for place, (a, b, amount) in enumerate(rows)
        if a != b
    ]


@settings(max_examples=200, deadline=None)
@given(STARTS, GIVEN, WORTHS, st.randoms(use_true_random=False))
def test_fewer_guarantees_never_mean_more_falls(start: set[int], rows: Rows, worth: Worth, random: Random) -> None:
    guarantees = guarantees_of(rows)
    whole = spread(start, guarantees, worth)
    assert whole == spread(start, random.sample(guarantees, len(guarantees)), worth)
    for removed in guarantees:
        rest = spread(start, [one for one in guarantees if one is not removed], worth)
        assert rest.fallen <= whole.fallen
        assert all(rest.called[n] <= whole.called[n] for n in rest.called)


@settings(max_examples=200, deadline=None)
@given(STARTS, GIVEN, WORTHS)
def test_spread_is_the_least_fixed_point(start: set[int], rows: Rows, worth: Worth) -> None:
    guarantees = guarantees_of(rows)
    fallen = set(start)
    while True:
        owed = {
            n: [g for g in guarantees if g.guarantor == n and g.guaranteed in fallen] for n in FIRMS if n not in fallen
        }
        more = {
            n
            for n, payable in owed.items()
            if payable and (own := worth[n]) is not None and sum(g.amount or 0 for g in payable) > own
        }
        if not more:
            break
        fallen |= more
    assert spread(start, guarantees, worth).fallen == fallen


@settings(max_examples=100, deadline=None)
@given(STARTS, GIVEN, WORTHS, st.one_of(st.none(), st.sets(st.sampled_from(FIRMS), min_size=1)))
def test_replacement_is_the_smallest_that_does(
    start: set[int], rows: Rows, worth: Worth, spared: set[int] | None
) -> None:
    guarantees = guarantees_of(rows)
    found = replacements(start, guarantees, worth, spared=spared)
    wanted = set(FIRMS) - start if spared is None else spared
    assert found.possible == (not wanted & start)
    if not found.possible:
        return
    rest = [one for one in guarantees if one not in found.guarantees]
    assert not wanted & spread(start, rest, worth).fallen
    assert found.exact
    for smaller in combinations(guarantees, max(len(found.guarantees) - 1, 0)):
        if len(smaller) < len(found.guarantees):
            kept = [one for one in guarantees if one not in smaller]
            assert wanted & spread(start, kept, worth).fallen


def test_beyond_the_budget_the_bound_is_told() -> None:
    rows: Rows = [*((n, 0, 5) for n in range(1, 5)), *((5, n, 5) for n in range(1, 5))]
    worth: Worth = {**dict.fromkeys(range(1, 5), 1), 5: 12}
    found = replacements({0}, guarantees_of(rows), worth, spared={5}, most_sets=10)
    assert not spread({0}, [g for g in guarantees_of(rows) if g not in found.guarantees], worth).fallen & {5}
    assert (found.exact, found.at_least) == (False, 2) or (found.exact and len(found.guarantees) == 2)


def bank_view(net_assets_of_a: str = "1000000", **second: Any) -> View:
    contract = {"contract_no": "BZ1", "amount": "2000000", "discriminator": "BZ1"}
    relations = [
        relation("guarantees", "ent:a", "ent:b", **contract),
        relation("guarantor_in", "ent:a", "gua:bz1"),
        relation("guaranteed_in", "ent:b", "gua:bz1"),
        relation("creditor_in", "ent:bank", "gua:bz1"),
        relation("subject_to", "ent:b", "enf:1"),
        relation("stated_in", "ent:a", "sta:a"),
        relation("stated_in", "ent:d", "sta:d"),
    ]
    if second:
        relations.append(relation("guarantees", "ent:d", "ent:b", **{**contract, **second}))
    nodes = [
        node("gua:bz1", "guarantee_contract", name="BZ1"),
        node("enf:1", "enforcement", measure="enforced", name="（2025）云99执1号"),
        node("sta:a", "statement", name="2024", audited=True, net_assets=net_assets_of_a),
        node("sta:d", "statement", name="2024", audited=True, net_assets="9000000"),
        node("ent:bank", name="岚汀银行"),
    ]
    return made_view(nodes, relations)


def cascade_of(view: View, bank: str = "岚汀银行") -> Cascade:
    return guarantee_position(view, number_of(view, "ent:a"), bank=bank).cascade


def test_loss_is_the_guaranteed_balance_nobody_standing_covers() -> None:
    assert cascade_of(bank_view()).loss == 200_000_000
    assert cascade_of(bank_view(), bank="ent:bank").loss == 200_000_000
    assert cascade_of(bank_view(), bank="ent:other").loss == 0
    assert cascade_of(bank_view(joint=True)).loss == 0, "the second guarantor of the same debt stands"


def test_exactly_all_net_assets_can_be_paid() -> None:
    assert [party.id for party in cascade_of(bank_view("2000000")).stands] == ["ent:a"]
    assert len(cascade_of(bank_view("1999999.99")).rounds) == 2


def test_unknown_net_assets_are_undecided_not_safe() -> None:
    found = cascade_of(bank_view("100 USD"))
    assert [party.id for party in found.undecided] == ["ent:a"]
    assert not found.stands
    assert len(found.rounds) == 1


def test_where_nobody_is_in_default_the_party_itself_is_supposed_to_be() -> None:
    view = made_view([], [relation("guarantees", "ent:a", "ent:b", amount="5")])
    found = guarantee_position(view, number_of(view, "ent:b")).cascade
    assert found.assumed
    assert [[party.id for party in one] for one in found.rounds] == [["ent:b"]]
    assert (
        component(view, number_of(view, "ent:b"), 10).members == component(view, number_of(view, "ent:a"), 10).members
    )


@settings(max_examples=40, deadline=None)
@given(GIVEN.filter(lambda rows: any(a != b for a, b, _ in rows)), WORTHS)
def test_no_loss_grows_when_a_guarantee_is_taken_away(rows: Rows, worth: Worth) -> None:
    told = [
        relation(
            "guarantees", f"ent:{a}", f"ent:{b}", discriminator=str(place), contract_no=f"BZ{place}", amount=amount
        )
        for place, (a, b, amount) in enumerate(rows)
        if a != b and amount is not None
    ]
    nodes = [node(f"sta:{n}", "statement", name="2024", net_assets=str(own)) for n, own in worth.items()]
    stated = [relation("stated_in", f"ent:{n}", f"sta:{n}") for n, own in worth.items() if own is not None]

    def loss(guarantees: list[Relation]) -> int:
        view = made_view([node("ent:0"), *nodes], [*guarantees, *stated])
        found = component(view, number_of(view, "ent:0"), 100)
        return cascade(view, found, [number_of(view, "ent:0")]).loss

    whole = loss(told)
    assert all(loss([one for one in told if one is not removed]) <= whole for removed in told)
