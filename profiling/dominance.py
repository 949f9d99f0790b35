"""Dominated offers: no better than another of the list in amount, all-in rate, term and speed, and worse in one."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from firmgraph.profiling.bids import Bid

_ONE = Decimal(1)
Goodness = tuple[Decimal | None, ...]


def dominated_by(bids: Iterable[Bid], term_months: int) -> Mapping[str, tuple[str, ...]]:
    """Return for each product the products that dominate it, by id; where a value is not known none is said to.

    Guarantees are not compared: an offer against collateral may dominate an unsecured one.
    """
    goods = {bid.product.product_id: _goodness(bid, term_months) for bid in bids}
    return {
        one: tuple(sorted(other for other, theirs in goods.items() if _beats(theirs, own)))
        for one, own in goods.items()
    }


def _goodness(bid: Bid, term_months: int) -> Goodness:
    """Amount, all-in rate, term and speed, turned so that more is better."""
    product, cost = bid.product, bid.all_in_rate
    term = None if product.term_max is None else min(Decimal(product.term_max) / term_months, _ONE)
    speed = None if product.speed_days is None else -Decimal(product.speed_days)
    return bid.amount, None if cost is None else -cost, term, speed


def _beats(one: Goodness, other: Goodness) -> bool:
    better = False
    for mine, theirs in zip(one, other, strict=True):
        if mine is None or theirs is None or mine < theirs:
            return False
        better = better or mine > theirs
    return better
