"""Fairness of exposure: which products lists of offers show, which come first, and how that hangs on deal counts.

One per class keeps the product with most deals (row 4-15), so what sold once is shown again; the report says how far.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from scipy.stats import spearmanr

from firmgraph.graph.normal.amounts import shortest

_STEP = Decimal("0.0001")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class ExposureReport:
    """How often each product of a catalogue was offered and came first over many lists, with its deal count.

    `empty` of the lists offered nothing.
    """

    lists: int
    empty: int
    offered: Mapping[str, int]
    first: Mapping[str, int]
    deals: Mapping[str, int]

    @property
    def deal_bias(self) -> Decimal | None:
        """Spearman's correlation of offers with deals over all products; None where either does not vary."""
        products = sorted(self.offered)
        offers, deals = ([float(counts[one]) for one in products] for counts in (self.offered, self.deals))
        if len(set(offers)) < 2 or len(set(deals)) < 2:
            return None
        found = float(spearmanr(offers, deals).statistic)
        return Decimal(str(found)).quantize(_STEP) if isfinite(found) else None

    def wire(self) -> dict[str, Any]:
        """The body of the report: a row a product, most shown first."""
        order = sorted(self.offered, key=lambda one: (-self.offered[one], -self.first[one], one))
        bias = self.deal_bias
        return {
            "lists": self.lists,
            "empty": self.empty,
            "products": [self._row(one) for one in order],
            "never_offered": [one for one in order if not self.offered[one]],
            "gini": {"offers": shortest(gini(self.offered.values())), "first": shortest(gini(self.first.values()))},
            "deal_bias": None if bias is None else shortest(bias),
        }

    def _row(self, product: str) -> dict[str, Any]:
        counts = {"offered": self.offered[product], "first": self.first[product], "deals": self.deals[product]}
        shares = {
            "share_of_offers": shortest(_share(self.offered[product], self.offered.values())),
            "share_of_first": shortest(_share(self.first[product], self.first.values())),
        }
        return {"product_id": product, **counts, **shares}


def exposure(lists: Iterable[Sequence[str]], products: Iterable[str], deals: Mapping[str, int]) -> ExposureReport:
    """Return the report over lists of offered products, best first; products never offered count too."""
    offered, first, count, empty = Counter[str](), Counter[str](), 0, 0
    for shown in lists:
        count, empty = count + 1, empty + (not shown)
        offered.update(shown)
        first.update(shown[:1])
    every = sorted({*products, *offered})
    return ExposureReport(
        count,
        empty,
        {one: offered[one] for one in every},
        {one: first[one] for one in every},
        {one: deals.get(one, 0) for one in every},
    )


def gini(counts: Iterable[int]) -> Decimal:
    """Return the Gini coefficient of some counts: 0 where all are equal, towards 1 where one has everything."""
    ordered = sorted(counts)
    total = sum(ordered)
    if not total:
        return _ZERO
    weighted = sum(place * count for place, count in enumerate(ordered, 1))
    size = len(ordered)
    return (Decimal(2 * weighted) / (size * total) - Decimal(size + 1) / size).quantize(_STEP)


def explored(order: Sequence[str], deals: Mapping[str, int], rule: Mapping[str, int]) -> list[str]:
    """Return an order of products with the best of few deals moved up to the exploration slot; `place` 0 is off."""
    found, place = list(order), rule["place"] - 1
    if place < 0:
        return found
    late = [one for one in found[place + 1 :] if deals.get(one, 0) <= rule["most_deals"]]
    early = [one for one in found[: place + 1] if deals.get(one, 0) <= rule["most_deals"]]
    if late and not early:
        found.remove(late[0])
        found.insert(place, late[0])
    return found


def _share(count: int, counts: Iterable[int]) -> Decimal:
    total = sum(counts)
    return (Decimal(count) / total).quantize(_STEP) if total else _ZERO
