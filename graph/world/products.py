"""The invented product catalogue, which product of a class is kept for a client grade, and the deals made."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from firmgraph.graph.world import codes
from firmgraph.graph.world.actors import Firm
from firmgraph.graph.world.sheet import TODAY, Sheet
from firmgraph.graph.world.words import read

GRADES = ("basic", "standard", "premium", "elite")
_DEAL_DAYS = 720


@dataclass(frozen=True, slots=True)
class ProductClass:
    """A natural class: what its products have in common, and the products."""

    name: str
    common: dict[str, Any]
    products: list[dict[str, Any]]


@cache
def catalogue() -> list[ProductClass]:
    """Return the product classes in the order of the data file."""
    return [ProductClass(**row) for row in read("products")["classes"]]


def product_rows() -> Sheet:
    """Return one row for each product of the catalogue."""
    sheet = Sheet("catalogue")
    for group in catalogue():
        for product in group.products:
            cells = {name: _cell(name, value) for name, value in {**group.common, **product}.items() if name != "deals"}
            text = f"{product['name']}（虚构产品）：{group.common['text']}，最高{product['amount_max'] // 10_000}万元"
            sheet.add(
                "product",
                **{**cells, "text": text, "valid_from": "2023-01-01", "record_id": f"product-{product['product_id']}"},
            )
    return sheet


def _cell(name: str, value: object) -> object:
    if name == "conditions" and isinstance(value, dict):
        return json.dumps([{"rule": rule, "value": bound} for rule, bound in value.items()], ensure_ascii=False)
    if isinstance(value, bool):
        return "是" if value else "否"
    return ";".join(value) if isinstance(value, list) else value


def kept(group: ProductClass, grade: str) -> str | None:
    """Return the product a class keeps for a client grade: most deals, then lower rate, then id."""
    fitting = [product for product in group.products if grade in product["grades"]]
    best = min(fitting, key=lambda p: (-p["deals"], p["rate_min"], p["product_id"]), default=None)
    return str(best["product_id"]) if best else None


def expected_classes() -> list[dict[str, Any]]:
    """Return, as a planted case, the classes with their members and what each keeps for every grade."""
    classes = [
        {
            "name": g.name,
            "members": [p["product_id"] for p in g.products],
            "kept": {grade: kept(g, grade) for grade in GRADES},
        }
        for g in catalogue()
    ]
    note = "a tie in deals goes to the lower all-in cost, then to the id; no product of the grade drops the class"
    case = {"case": "product_classes", "question": "product_classes", "about": [], "as_of": str(TODAY)}
    return [{**case, "note": note, "expected": classes}]


class Deals:
    """Gives clients deals in whole rounds of the catalogue: ties and ratios of deal counts hold in any world."""

    def __init__(self) -> None:
        counts = [
            (product, group) for group in catalogue() for product in group.products for _ in range(product["deals"])
        ]
        Random("deals").shuffle(counts)
        self._round = counts
        self._waiting: list[Firm] = []
        self._sheet = Sheet("deals")

    def first_round(self, clients: list[Firm]) -> Iterator[Sheet]:
        """Return the deals of the planted clients: one round, the clients taking turns."""
        for order in range(len(self._round)):
            yield from self.serve(clients[order % len(clients)])

    def serve(self, client: Firm) -> Iterator[Sheet]:
        """Take one more client; return the deals of a round when it is full."""
        self._waiting.append(client)
        if len(self._waiting) == len(self._round):
            for firm, (product, group) in zip(self._waiting, self._round, strict=True):
                self._deal(firm, product, group)
            yield self._sheet
            self._sheet.rows.clear()
            self._waiting.clear()

    def fill(self) -> Iterator[Sheet]:
        """Return the deals of a round that is not full, those who wait for it taking turns."""
        waiting = tuple(self._waiting)
        for order in range(len(self._round) - len(waiting) if waiting else 0):
            yield from self.serve(waiting[order % len(waiting)])

    def _deal(self, firm: Firm, product: dict[str, Any], group: ProductClass) -> None:
        rng = Random(f"deal:{firm.number}:{product['product_id']}:{len(self._sheet.rows)}")
        step = product["amount_min"]
        self._sheet.add(
            "deal",
            product_id=product["product_id"],
            customer_no=codes.customer_number(firm.number),
            enterprise=firm.uscc,
            date=TODAY - timedelta(days=rng.randint(10, _DEAL_DAYS)),
            amount=step * rng.randint(1, max(1, product["amount_max"] // step // 2)),
            rate=product["rate_max"],
            term_months=rng.randint(group.common["term_min"], group.common["term_max"]),
        )
