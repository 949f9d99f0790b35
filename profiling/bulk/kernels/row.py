"""The arrays the loops write, and the room they work in."""

from typing import NamedTuple

import numpy as np

from firmgraph.graph.kernels.arrays import Flags, Longs
from firmgraph.profiling.bulk.board import WORD

ASKED, PRODUCT, CAPACITY = -4, -3, -2
"""What binds an amount; from nought on it is the place of one of the caps that hang on no product."""
KEPT, NO_ELIGIBLE, NO_GRADE, REFUSED = 0, 1, 2, 3
"""What becomes of a class."""
NONE, UNTOLD = -1, -3
"""What there is not, and what was not reckoned yet."""
MOST_MONTHS = 600


class Found(NamedTuple):
    """Of each row the products offered, best first, -1 beyond the last, and what each comes to.

    Amounts in fen, rates in 1e-8, all-in rates and scores in millionths, -1 where there is none. `dropped` tells what
    became of each class; `doubt` marks rows of which nothing else here counts.
    """

    product: Longs
    amount: Longs
    bound: Longs
    rate: Longs
    all_in: Longs
    verdict: Longs
    score: Longs
    dropped: Longs
    doubt: Flags


class Room(NamedTuple):
    """Of each product in the row at work: verdict, amount, bound, rate, method, all-in rate, whether it is refused.

    `failing` and `unsure` are products as bits: those an ask of which fails, or is not known.
    """

    verdict: Longs
    amount: Longs
    bound: Longs
    rate: Longs
    method: Longs
    all_in: Longs
    refused: Flags
    standing: Flags
    failing: Longs
    unsure: Longs
    paid: Longs


def found_for(rows: int, classes: int) -> Found:
    """Return room for what is found of so many rows and classes."""
    shape = (rows, classes)
    told = [np.full(shape, NONE, np.int64) for _ in range(len(Found._fields) - 2)]
    return Found._make([*told, np.zeros(shape, np.int64), np.zeros(rows, np.bool_)])


def room_for(products: int) -> Room:
    """Return the room for the products of one row."""
    numbers = [np.empty(products, np.int64) for _ in range(6)]
    flags = [np.zeros(products, np.bool_) for _ in range(2)]
    words = [np.empty(-(-products // WORD), np.int64) for _ in range(2)]
    return Room._make([*numbers, *flags, *words, np.empty(MOST_MONTHS, np.int64)])
