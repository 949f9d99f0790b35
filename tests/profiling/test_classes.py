"""Classes of products: those intended, whatever the order of rows; sides that never merge; ids that stay."""

import time
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score
from tests.profiling.rows import product, secured
from tests.profiling.shelf import many_products, world_products

from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.classes import classify, side_of
from firmgraph.profiling.clustering import stability
from firmgraph.profiling.distance import class_rules, distances

PERSON = [{"rule": "client_kind", "value": ["person"]}]


def places_of(products: Sequence[Product]) -> tuple[int, ...]:
    places = {member: n for n, own in enumerate(classify(products)) for member in own.members}
    return tuple(places[one.product_id] for one in products)


def test_row_4_10_the_invented_catalogue_falls_into_its_intended_classes() -> None:
    products, intended = world_products()
    found = [frozenset(own.members) for own in classify(products)]
    wanted = {name: frozenset(p for p, group in intended.items() if group == name) for name in intended.values()}
    assert set(found) == set(wanted.values())
    assert len(found) == 7


def test_row_4_10_classes_have_id_label_and_attributes() -> None:
    classes = {own.members[0]: own for own in classify(world_products()[0])}
    assert classes["T101"].name == "税票信用·随借随还"
    assert classes["T101"].attributes["guarantee_types"] == ("unsecured",)
    assert len({own.id for own in classes.values()}) == len({own.name for own in classes.values()}) == len(classes)


@given(st.randoms(use_true_random=False), st.integers(1, 30))
@settings(max_examples=25, deadline=None)
def test_row_4_10_classes_do_not_depend_on_the_order_of_products(random: Random, size: int) -> None:
    products = random.sample(world_products()[0], size)
    shuffled = random.sample(products, size)
    assert classify(shuffled) == classify(products)


@pytest.mark.parametrize(
    ("products", "sizes"),
    [
        ((), []),
        ((product("P1"),), [1]),
        ((product("P1"), product("P2")), [2]),
        ((product("P1"), secured("S1")), [1, 1]),
        ((product("P1"), product("P2"), product("P3")), [3]),
        ((Product("X", "X", "r"), product("P1")), [1, 1]),
    ],
)
def test_no_one_or_two_products_make_classes(products: Sequence[Product], sizes: list[int]) -> None:
    assert sorted(len(own.members) for own in classify(products)) == sizes


shapes = st.sampled_from(["unsecured", "mortgage", "pledge", "suretyship"])
kinds = st.sampled_from(["person", "farmer", "enterprise", "sole_trader"])
methods = st.sampled_from(["revolving", "bullet", "interest_first"])


@given(st.lists(st.tuples(shapes, kinds, methods, st.integers(1, 60)), min_size=1, max_size=9))
@settings(max_examples=40, deadline=None)
def test_row_4_10_secured_with_unsecured_and_person_with_enterprise_never_share_a_class(
    rows: list[tuple[str, str, str, int]],
) -> None:
    products = [
        product(
            f"P{n}",
            guarantee_types=[shape],
            repayment_methods=[method],
            term_max=term,
            conditions=[{"rule": "client_kind", "value": [kind]}],
        )
        for n, (shape, kind, method, term) in enumerate(rows)
    ]
    sides = {
        f"P{n}": (shape == "unsecured", kind in ("person", "farmer")) for n, (shape, kind, _, _) in enumerate(rows)
    }
    for classes in (classify(products), classify(products, {p.product_id: "一类" for p in products})):
        assert all(len({sides[member] for member in own.members}) == 1 for own in classes)
        assert sorted(member for own in classes for member in own.members) == sorted(sides)


def test_a_product_for_persons_is_on_a_side_of_its_own_and_named_so() -> None:
    products = [product("P1"), product("P2", conditions=PERSON)]
    assert [side_of(one) for one in products] == [("unsecured", "enterprise"), ("unsecured", "person")]
    assert [own.name for own in classify(products)] == ["税票信用·随借随还", "个人税票信用·随借随还"]
    both = [product("P1", conditions=[{"rule": "client_kind", "value": ["enterprise", "sole_trader"]}])]
    assert [own.name for own in classify(both)] == ["税票信用·随借随还"]


def test_an_assigned_product_is_in_the_class_the_bank_says() -> None:
    products, _ = world_products()
    assigned = {"T101": "线上快贷", "L201": "线上快贷", "M301": "线上快贷"}
    classes = {own.members: own.name for own in classify(products, assigned)}
    assert classes[("L201", "T101")] == "线上快贷（1）"
    assert classes[("M301",)] == "线上快贷（2）"
    assert {member for members in classes for member in members} == {p.product_id for p in products}


@pytest.mark.parametrize("seed", range(5))
def test_a_class_keeps_its_id_when_the_catalogue_grows(seed: int) -> None:
    products = Random(seed).sample(world_products()[0], 30)
    grown = [replace(one, since=f"2024-01-{day:02d}") for day, one in enumerate(products, 1)]
    kept = 0
    for size in range(1, len(grown)):
        newcomer = grown[size].product_id
        before = {own.members: own.id for own in classify(grown[:size])}
        for own in classify(grown[: size + 1]):
            rest = tuple(member for member in own.members if member != newcomer)
            if rest in before:
                kept += 1
                assert own.id == before[rest]
    assert kept > 60


def test_an_assigned_class_keeps_its_id_whoever_joins_or_leaves() -> None:
    products = world_products()[0][:5]
    names = {p.product_id: "税贷" for p in products}
    assert {classify(products[n:], names)[0].id for n in range(5)} == {classify(products, names)[0].id}


def test_the_intended_classes_survive_leaving_products_out() -> None:
    products = world_products()[0]
    for side in ("secured", "unsecured"):
        own = [p for p in products if side_of(p)[0] == side]
        assert stability(distances(own), places_of(own), class_rules()["bootstrap"]) >= 0.8


def test_the_whole_catalogue_falls_into_its_classes_again_when_products_are_left_out() -> None:
    products = world_products()[0]
    whole = dict(zip([p.product_id for p in products], places_of(products), strict=True))
    scores = []
    for seed in range(20):
        some = Random(seed).sample(products, 24)
        scores.append(adjusted_rand_score([whole[p.product_id] for p in some], places_of(some)))
    assert sum(scores) / len(scores) >= 0.8


def test_five_hundred_products_are_classified_in_less_than_a_second_and_then_remembered() -> None:
    classify(world_products()[0])
    products = many_products(500)
    begun = time.process_time()
    first = classify(products)
    took = time.process_time() - begun
    begun = time.process_time()
    assert classify(products) is first
    assert time.process_time() - begun < 0.001
    assert took < 1
