"""Catalogues for the tests of classes: that of the invented economy with its intended classes, and large ones."""

from pathlib import Path
from random import Random
from typing import Any

import yaml
from tests.profiling.rows import product

from firmgraph import graph
from firmgraph.profiling.catalogue import Product

WORLD = Path(graph.__file__).parent / "world" / "data" / "products.yaml"
_METHODS = ["revolving", "equal_instalment", "equal_principal", "interest_first", "bullet"]


def world_products(**stated: Any) -> tuple[list[Product], dict[str, str]]:
    """The products of the invented economy, and the name of each one's intended class."""
    products, intended = [], {}
    for group in yaml.safe_load(WORLD.read_text(encoding="utf-8"))["classes"]:
        for own in group["products"]:
            conditions = [{"rule": rule, "value": value} for rule, value in own["conditions"].items()]
            products.append(product(**{**group["common"], **own, "conditions": conditions, **stated}))
            intended[own["product_id"]] = group["name"]
    return products, intended


def many_products(count: int, seed: int = 1) -> list[Product]:
    """So many made-up products of all sides."""
    rng = Random(seed)
    return [
        product(
            f"P{n:04d}",
            guarantee_types=rng.sample(["unsecured", "mortgage", "pledge", "suretyship"], 1),
            repayment_methods=rng.sample(_METHODS, rng.randint(1, 2)),
            data_basis=rng.sample(["tax", "invoice", "flow", "order", "receivable"], 2),
            purposes=rng.sample(["working_capital", "procurement", "payroll", "equipment", "technology"], 2),
            amount_max=rng.choice([500_000, 1_000_000, 5_000_000, 20_000_000]),
            term_max=rng.choice([12, 24, 36, 120]),
            revolving=rng.random() < 0.3,
        )
        for n in range(count)
    ]
