from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.profiling.rows import product, secured

from firmgraph import graph
from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.records import KINDS
from firmgraph.profiling.catalogue import Product, product_of
from firmgraph.profiling.classes import classify, side_of, stability
from firmgraph.profiling.distance import distances

WORLD = Path(graph.__file__).parent / "world" / "data" / "products.yaml"


def world_products() -> tuple[list[Product], dict[str, str]]:
    products, intended = [], {}
    for group in yaml.safe_load(WORLD.read_text(encoding="utf-8"))["classes"]:
        for own in group["products"]:
            conditions = [{"rule": rule, "value": value} for rule, value in own["conditions"].items()]
            row = {**group["common"], **own, "conditions": conditions}
            payload = KINDS["product"].read(row).payload()
            products.append(
                product_of(
                    StoredRecord(own["product_id"], own["product_id"], "product", "t", "2025-01-01", "", payload)
                )
            )
            intended[own["product_id"]] = group["name"]
    return products, intended


def test_row_4_10_the_invented_catalogue_falls_into_its_intended_classes() -> None:
    products, intended = world_products()
    found = [frozenset(own.members) for own in classify(products)]
    wanted = {name: frozenset(p for p, group in intended.items() if group == name) for name in intended.values()}
    assert set(found) == set(wanted.values())


def test_row_4_10_classes_have_id_label_and_attributes() -> None:
    classes = {own.members[0]: own for own in classify(world_products()[0])}
    assert classes["T101"].name == "税票信用·随借随还"
    assert classes["T101"].attributes["guarantee_types"] == ("unsecured",)
    assert len({own.id for own in classes.values()}) == len({own.name for own in classes.values()}) == len(classes)


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_classes_do_not_depend_on_the_order_of_products(random: object) -> None:
    products = world_products()[0]
    shuffled = products[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert classify(shuffled) == classify(products)


@pytest.mark.parametrize(
    ("products", "sizes"),
    [
        ((), []),
        ((product("P1"),), [1]),
        ((product("P1"), product("P2")), [2]),
        ((product("P1"), secured("S1")), [1, 1]),
        ((product("P1"), product("P2"), product("P3")), [3]),
    ],
)
def test_no_one_or_two_products_make_classes(products: Sequence[Product], sizes: list[int]) -> None:
    assert [len(own.members) for own in classify(products)] == sizes


shapes = st.sampled_from(["unsecured", "mortgage", "pledge", "suretyship"])


@given(
    st.lists(
        st.tuples(
            shapes, st.sampled_from(["revolving", "bullet", "interest_first"]), st.integers(1, 60), st.booleans()
        ),
        min_size=1,
        max_size=9,
    )
)
@settings(max_examples=40, deadline=None)
def test_secured_and_unsecured_never_share_a_class_and_every_product_has_one(
    rows: list[tuple[str, str, int, bool]],
) -> None:
    products = [
        product(f"P{n}", guarantee_types=[kind], repayment_methods=[method], term_max=term, revolving=revolving)
        for n, (kind, method, term, revolving) in enumerate(rows)
    ]
    sides = {p.product_id: side_of(p) for p in products}
    classes = classify(products)
    assert all(len({sides[member] for member in own.members}) == 1 for own in classes)
    assert sorted(member for own in classes for member in own.members) == sorted(sides)


def test_a_product_that_states_nothing_is_wholly_apart() -> None:
    bare = Product("X", "X", "r")
    assert distances([bare, Product("Y", "Y", "r")])[0, 1] == 1
    assert [len(own.members) for own in classify([bare, product("P1")])] == [1, 1]


def test_the_distance_is_symmetric_and_between_nought_and_one() -> None:
    apart = distances(world_products()[0])
    assert np.array_equal(apart, apart.T)
    assert (apart >= 0).all()
    assert (apart <= 1).all()
    assert not apart.diagonal().any()


def test_the_intended_classes_survive_leaving_products_out() -> None:
    products = [p for p in world_products()[0] if side_of(p) == "secured"]
    places = {member: n for n, own in enumerate(classify(products)) for member in own.members}
    assert stability(distances(products), tuple(places[p.product_id] for p in products)) >= 0.8
