"""Classes of products: how stable they are, whether those intended, and how fast five hundred are classified."""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
from sklearn.metrics import adjusted_rand_score

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.records import KINDS
from firmgraph.profiling.catalogue import Product, product_of
from firmgraph.profiling.classes import classify
from firmgraph.profiling.product_file import read_products
from firmgraph.profiling.product_pages import read_pages

ROOT = Path(__file__).parents[1]
WORLD = ROOT / "fixtures" / "world"
REAL = ROOT.parent / "shared" / "data" / "products" / "rural_bank_loan_products.json"
MANY = 500
SAMPLES, SHARE = 100, 0.8


def fixture_products() -> list[Product]:
    """Return the products of the invented economy."""
    return [_product(row.record_id, orjson.loads(row.payload)) for row in read_products(WORLD / "product.csv")]


def real_products() -> list[Product]:
    """Return the products that a bank's public pages describe."""
    return [
        _product(row["product_id"], KINDS["product"].read(dict(row)).payload()) for row in read_pages(REAL).products
    ]


def _product(record_id: str, payload: Mapping[str, Any]) -> Product:
    return product_of(StoredRecord(record_id, record_id, "product", "bench", "2025-06-20", "", dict(payload)))


def many_products(count: int) -> list[Product]:
    """Return so many products, each with columns drawn from those of the invented economy."""
    draw, models = random.Random(20250630), fixture_products()
    columns = ("guarantee_types", "data_basis", "purposes", "repayment_methods", "amount_max", "term_max", "revolving")
    return [
        replace(
            draw.choice(models), product_id=f"P{n}", **{name: getattr(draw.choice(models), name) for name in columns}
        )
        for n in range(count)
    ]


def places(products: Sequence[Product]) -> list[int]:
    """Return the number of each product's class."""
    found = {member: n for n, own in enumerate(classify(products)) for member in own.members}
    return [found[product.product_id] for product in products]


def bootstrap(products: Sequence[Product]) -> float:
    """Return the mean adjusted Rand index between the classes of all products and of seeded samples of them."""
    whole = dict(zip((product.product_id for product in products), places(products), strict=True))
    scores: list[float] = []
    for seed in range(SAMPLES):
        some = random.Random(seed).sample(list(products), int(len(products) * SHARE))
        scores.append(float(adjusted_rand_score([whole[product.product_id] for product in some], places(some))))
    return round(sum(scores) / len(scores), 3)


def intended() -> bool:
    """Tell whether the invented economy's classes are the intended ones, by name and members."""
    cases = json.loads((WORLD / "expected.json").read_text(encoding="utf-8"))["cases"]
    (wanted,) = (case["expected"] for case in cases if case["question"] == "product_classes")
    return {own.name: list(own.members) for own in classify(fixture_products())} == {
        own["name"]: own["members"] for own in wanted
    }


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return round((time.perf_counter() - begun) * 1000, 2)


def run() -> Mapping[str, Mapping[str, Any]]:
    """Return the figures of the fixture's and the real products, and the times of five hundred."""
    fixture, real, many = fixture_products(), real_products(), many_products(MANY)
    return {
        "Product classes, invented": {
            "products": len(fixture),
            "classes": len(classify(fixture)),
            "as intended": intended(),
            "bootstrap ARI": bootstrap(fixture),
            "goal": "the seven intended; ARI at least 0.8",
        },
        "Product classes, real": {
            "products": len(real),
            "classes": len(classify(real)),
            "bootstrap ARI": bootstrap(real),
        },
        f"Classes of {MANY} products": {
            "first ms": _milliseconds(lambda: classify(many)),
            "again ms": _milliseconds(lambda: classify(many)),
            "classes": len(classify(many)),
            "goal": "well under a second, then kept",
        },
    }


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=2))
