"""A catalogue under rules, in whole numbers: what products ask, cost and lend, their classes, and how they score."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Longs, Reals
from firmgraph.profiling.assessment import Rules
from firmgraph.profiling.bulk.whole import PART, RATE, whole, whole_or_none
from firmgraph.profiling.capacity import required_cover
from firmgraph.profiling.catalogue import Catalogue, Product
from firmgraph.profiling.classes import ProductClass, classify
from firmgraph.profiling.eligibility import Ask, asks_of
from firmgraph.profiling.grade import read_table
from firmgraph.profiling.money import CENT
from firmgraph.profiling.one_per_class import grades_of
from firmgraph.profiling.rank import PARTS, weights_of

METHODS = ("equal_instalment", "equal_principal", "bullet")
"""Methods of repayment that are reckoned each in its own way; by all others the amount is due at the end."""

WORD = 64


class Goods(NamedTuple):
    """Of each product its bounds in fen, rates of 1e-8, deals, and grades as bits; -1 is unstated.

    `asked` are the products that ask each ask, as bits of words of 64; `alone` is a product's rate where no base rate
    is known, `kind` the number of its guarantees among `Board.guarantees`. The members of class `n` stand at
    `class_ptr[n]` to `class_ptr[n + 1]`.
    """

    asked: Longs
    least: Longs
    most: Longs
    low: Longs
    high: Longs
    alone: Longs
    kind: Longs
    cover: Reals
    grades: Longs
    deals: Longs
    class_ptr: Longs
    member: Longs


class Scoring(NamedTuple):
    """Weights of the parts and what parts score, in millionths; rates that score all and nothing, in 1e-8.

    `place` and `few` are the exploration slot and the most deals of those that may come up to it.
    """

    weights: Longs
    best: int
    worst: int
    unknown: int
    step: int
    lower: bool
    place: int
    few: int


@dataclass(frozen=True)
class Board:
    """A catalogue by the order of product ids; `guarantees` are the distinct sets of them that products take."""

    products: tuple[Product, ...]
    classes: tuple[ProductClass, ...]
    asks: tuple[Ask, ...]
    guarantees: tuple[tuple[str, ...], ...]
    goods: Goods
    scoring: Scoring
    rules: Rules

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The id of each product's class."""
        return {member: own.id for own in self.classes for member in own.members}


def board_of(catalogue: Catalogue, rules: Rules) -> Board:
    """Return a catalogue under rules; raise NotWholeError where a number of theirs has no whole form."""
    products = tuple(sorted(catalogue.products, key=lambda one: one.product_id))
    classes = classify(products)
    place = {product.product_id: number for number, product in enumerate(products)}
    asked = [asks_of(product) for product in products]
    asks = {ask: number for number, ask in enumerate(dict.fromkeys(chain.from_iterable(asked)))}
    kinds = numbered(product.guarantee_types for product in products)
    members = [[place[one] for one in own.members] for own in classes]
    goods = Goods(
        _bits([[asks[one] for one in own] for own in asked], len(asks)),
        _longs(whole(product.amount_min or CENT, CENT) for product in products),
        _longs(whole_or_none(product.amount_max, CENT) for product in products),
        _longs(whole_or_none(product.rate_min, RATE) for product in products),
        _longs(whole_or_none(product.rate_max, RATE) for product in products),
        _longs(whole_or_none(product.rate_max or product.rate_min, RATE) for product in products),
        _longs(kinds[product.guarantee_types] for product in products),
        np.array([float(required_cover(one.guarantee_types, rules.capacity.parameters)) for one in products]),
        _longs(_grades(product, rules) for product in products),
        _longs(catalogue.deals.get(product.product_id, 0) for product in products),
        np.cumsum([0, *map(len, members)], dtype=np.int64),
        _longs(chain.from_iterable(members)),
    )
    return Board(products, classes, tuple(asks), tuple(kinds), goods, _scoring(rules), rules)


def numbered(keys: Iterable[Hashable]) -> dict[Any, int]:
    """Return the distinct keys with their number in order of appearance."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys))}


def _scoring(rules: Rules) -> Scoring:
    parameters = rules.ranking.parameters
    weights, price, slot = weights_of(rules.ranking), parameters["price"], parameters["exploration"]
    return Scoring(
        weights=_longs(whole(weights[name], PART) for name in PARTS),
        best=whole(Decimal(price["best"]), RATE),
        worst=whole(Decimal(price["worst"]), RATE),
        unknown=whole(Decimal(parameters["unknown"]).quantize(PART), PART),
        step=whole(Decimal(rules.capacity.parameters["step"]), CENT),
        lower=rules.nearest_lower_grade,
        place=int(slot["place"]) - 1,
        few=int(slot["most_deals"]),
    )


def _grades(product: Product, rules: Rules) -> int:
    table = read_table(rules.grades.parameters)
    order = [rule.grade for rule in table.grades]
    return sum(1 << order.index(grade) for grade in set(grades_of(product, table)) & set(order))


def _bits(lists: Sequence[Sequence[int]], size: int) -> Longs:
    """For each of so many numbers the lists that have it, as bits."""
    has = np.zeros((size, -(-len(lists) // WORD) * WORD), np.bool_)
    for place, numbers in enumerate(lists):
        has[list(numbers), place] = True
    return np.packbits(has, axis=1, bitorder="little").view(np.int64)


def _longs(numbers: Iterable[int]) -> Longs:
    return np.fromiter(numbers, np.int64)
