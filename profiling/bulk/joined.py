"""A book beside a board: what each row says to each ask, its prices, and what products score by its columns."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Ints, Longs
from firmgraph.packs import RulePack
from firmgraph.profiling.bids import Bid, repayment_method
from firmgraph.profiling.bulk.asking import Verdicts, verdicts
from firmgraph.profiling.bulk.board import METHODS, Board, numbered
from firmgraph.profiling.bulk.book import Book, Listed
from firmgraph.profiling.bulk.column import Column, combined
from firmgraph.profiling.bulk.whole import NONE, PART, RATE, whole, whole_or_none
from firmgraph.profiling.capacity import FreeCash
from firmgraph.profiling.caps import Cap, Headroom
from firmgraph.profiling.catalogue import Product
from firmgraph.profiling.graph_risk import GraphRisk
from firmgraph.profiling.pricing import Pricer, Quote
from firmgraph.profiling.rank import PARTS, Scale, wanted_tags
from firmgraph.profiling.working_capital import WorkingCapital

_NO_QUOTE = Quote(None, None, None, {})
_NO_TAG: Mapping[str, float] = {"": 0.0}
Key = Callable[[Product], Any]
Cell = Callable[[Product, Scale], int]


class Prices(NamedTuple):
    """The rate in 1e-8 of each group of rows by kind of guarantee, -1 without a base; the method of each wish.

    `group`, `wish` and `offer` are each row's; methods are those of `METHODS` by number, any other is the next number.
    `stands` tells of each offer of guarantees and product whether a loan stands by suretyship alone.
    """

    group: Longs
    rates: Longs
    wish: Longs
    methods: Longs
    offer: Longs
    stands: Longs


class Parts(NamedTuple):
    """Parts of the score in millionths, by the number of a row's value and by product, and each row's numbers.

    `wanted` is the greatest weight of the tags that a product wants, by row and by the kind of tags wanted.
    """

    purpose: Longs
    months: Longs
    industry: Longs
    risk: Longs
    by_purpose: Longs
    by_months: Longs
    by_industry: Longs
    by_risk: Longs
    speed: Longs
    wanted: Longs
    wanting: Longs


class Joined(NamedTuple):
    """All that compiled loops read of a book beside a board; the lists name products by their place on the board."""

    verdicts: Verdicts
    prices: Prices
    parts: Parts
    interest: Listed
    refused: Listed


def joined(book: Book, board: Board) -> Joined:
    """Return a book beside a board; raise NotWholeError where a number of theirs has no whole form."""
    place = {product.product_id: number for number, product in enumerate(board.products)}
    known = np.array([place.get(name, NONE) for name in book.products], np.int64)
    return Joined(
        verdicts(board.asks, book),
        _prices(book, board),
        _parts(book, board),
        _placed(book.interest, known),
        _placed(book.refused, known),
    )


def _placed(listed: Listed, known: Longs) -> Listed:
    return listed._replace(product=known[listed.product]) if known.size else listed


def _prices(book: Book, board: Board) -> Prices:
    wishes, offers = book.words["repayment"], book.words["guarantee"]
    groups = combined([book.numbers["term_months"], offers, book.grade])
    rates = [_rates(book, int(first), board) for first in groups.first[:-1]]
    methods = _table(book, wishes, board, (lambda one: one.repayment_methods, _method))
    stands = _table(book, offers, board, (lambda one: one.guarantee_types, _stands(book.rules.capacity)))
    group, wish, offer = (_longs(column.codes) for column in (groups, wishes, offers))
    return Prices(group, np.array(rates, np.int64), wish, methods, offer, stands)


def _rates(book: Book, row: int, board: Board) -> list[int]:
    """The rate of a product without bounds of its own by its kind of guarantee, for a row."""
    terms, grade = book.case(row).terms, str(book.grade.at(row))
    pricer = Pricer(terms.term_months, tuple(terms.guarantee or ()), grade, book.day, book.rules.price)
    products = (Product("", "", "", guarantee_types=kind) for kind in board.guarantees)
    return [whole_or_none(pricer.quote(product).rate, RATE) for product in products]


def _method(product: Product, scale: Scale) -> int:
    found = repayment_method(product, scale.case.terms)
    return METHODS.index(found) if found in METHODS else len(METHODS)


def _stands(pack: RulePack) -> Cell:
    """Tell with 1 where a loan is bound by what guarantors can still answer for, if there are any."""
    anybody = Cap("guarantors", None)

    def stands(product: Product, scale: Scale) -> int:
        headroom = Headroom(scale.case, pack, FreeCash(None, None), WorkingCapital(), guarantors=anybody)
        return int(anybody in headroom.of_kind(product.guarantee_types, None, ""))

    return stands


def _parts(book: Book, board: Board) -> Parts:
    columns = book.words["purpose"], book.numbers["term_months"], book.words["industry"], book.risk
    wanting = numbered(wanted_tags(product, book.rules.ranking) for product in board.products)
    weights = [_greatest(book, tags) for tags in wanting]
    by = (
        _table(book, columns[0], board, (lambda one: one.purposes, _part("purpose"))),
        _table(book, columns[1], board, (lambda one: one.term_max, _part("term"))),
        _table(book, columns[2], board, (lambda one: one.industries, _part("tags"))),
        _table(book, columns[3], board, (lambda one: one.guarantee_types, _part("graph_risk"))),
        _table(book, columns[0], board, (lambda one: one.speed_days, _part("speed")))[columns[0].codes[0]],
    )
    return Parts._make(
        [
            *(_longs(column.codes) for column in columns),
            *by,
            np.stack(weights, axis=1),
            np.array([wanting[wanted_tags(product, book.rules.ranking)] for product in board.products], np.int64),
        ]
    )


def _greatest(book: Book, tags: frozenset[str]) -> Longs:
    """The greatest weight in each row of some tags."""
    found = [book.tags[tag] for tag in sorted(tags) if tag in book.tags]
    return _longs(np.maximum.reduce(found)) if found else np.zeros(book.rows.size, np.int64)


def _part(name: str) -> Cell:
    """A part of the score in millionths, of a product that is not priced, by a scale with a tag that none wants."""

    def scored(product: Product, scale: Scale) -> int:
        bid = Bid(product, _NO_QUOTE, "", scale.case.terms.term_months, ())
        return whole(PARTS[name](bid, scale).quantize(PART), PART)

    return scored


def _table(book: Book, column: Column, board: Board, cells: tuple[Key, Cell]) -> Longs:
    """What a cell says by the number of a row's value and by product, asked once for products of one key."""
    key, cell = cells
    kinds = {key(product): product for product in board.products}
    place = {one: number for number, one in enumerate(kinds)}
    found = np.zeros((len(column.values) + 1, len(kinds)), np.int64)
    for code in column.numbers:
        row = int(column.first[code])
        scale = Scale(book.case(row), _NO_TAG, GraphRisk(book.risk.at(row)), book.rules.ranking)
        found[code] = [cell(product, scale) for product in kinds.values()]
    return np.ascontiguousarray(found[:, [place[key(product)] for product in board.products]])


def _longs(numbers: Ints | Longs) -> Longs:
    return np.ascontiguousarray(numbers, np.int64)
