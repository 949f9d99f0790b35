"""The distance of products, against the same measure told pair by pair."""

from math import log10
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.profiling.rows import product
from tests.profiling.shelf import world_products

from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.distance import class_rules, distances


def pairwise(products: list[Product], one: Product, other: Product) -> float:
    rules, total, weights = class_rules(), 0.0, 0.0
    for name, weight in rules["sets"].items():
        a, b = set(getattr(one, name)), set(getattr(other, name))
        if a and b:
            total, weights = total + weight * (1 - len(a & b) / len(a | b)), weights + weight
    for name, weight in rules["numbers"].items():
        known = [log10(float(v)) for p in products if (v := getattr(p, name))]
        left, right, spread = getattr(one, name), getattr(other, name), max(known, default=0) - min(known, default=0)
        if left and right:
            apart = abs(log10(float(left)) - log10(float(right))) / spread if spread else 0.0
            total, weights = total + weight * apart, weights + weight
    for name, weight in rules["flags"].items():
        flags: list[Any] = [getattr(one, name), getattr(other, name)]
        if None not in flags:
            total, weights = total + weight * (flags[0] != flags[1]), weights + weight
    return 1.0 if weights == 0 else total / weights


stated = st.fixed_dictionaries(
    {},
    optional={
        "guarantee_types": st.lists(st.sampled_from(["unsecured", "mortgage", "pledge"]), max_size=3),
        "data_basis": st.lists(st.sampled_from(["tax", "invoice", "flow"]), max_size=2),
        "repayment_methods": st.just([]),
        "term_max": st.integers(1, 360),
        "amount_max": st.sampled_from([10_000, 1_000_000, 50_000_000]),
        "revolving": st.booleans(),
    },
)


@given(st.lists(stated, min_size=1, max_size=8))
@settings(max_examples=100, deadline=None)
def test_the_matrix_says_what_each_pair_says(rows: list[dict[str, Any]]) -> None:
    products = [product(f"P{n}", **row) for n, row in enumerate(rows)]
    apart = distances(products)
    for i, one in enumerate(products):
        for j, other in enumerate(products):
            assert apart[i, j] == (0 if i == j else pytest.approx(pairwise(products, one, other), abs=1e-12))


def test_a_product_that_states_nothing_is_wholly_apart() -> None:
    assert distances([Product("X", "X", "r"), Product("Y", "Y", "r")])[0, 1] == 1


def test_the_distance_is_symmetric_and_between_nought_and_one() -> None:
    apart = distances(world_products()[0])
    assert np.array_equal(apart, apart.T)
    assert (apart >= 0).all()
    assert (apart <= 1).all()
    assert not apart.diagonal().any()
