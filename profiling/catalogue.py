"""The catalogue in force at a moment: products as records state them, and how often each was taken."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from firmgraph.graph.elements import NOW, Moment, StoredRecord
from firmgraph.graph.normal.amounts import SHARE_UNIT, yuan
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.conditions import Condition, condition_of


@dataclass(frozen=True, slots=True)
class Product:
    """A loan product; amounts in yuan, terms in months, rates as yearly fractions; None or empty is unstated."""

    product_id: str
    name: str
    record: str
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    term_min: int | None = None
    term_max: int | None = None
    rate_min: Decimal | None = None
    rate_max: Decimal | None = None
    guarantee_types: tuple[str, ...] = ()
    repayment_methods: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    size_classes: tuple[str, ...] = ()
    data_basis: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    revolving: bool | None = None
    speed_days: int | None = None
    conditions: tuple[Condition, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The products in force, ordered by id, with their deal counts."""

    products: tuple[Product, ...]
    deals: Mapping[str, int]


_LISTS = (
    "guarantee_types",
    "repayment_methods",
    "purposes",
    "industries",
    "regions",
    "size_classes",
    "data_basis",
    "grades",
)


def read_catalogue(store: GraphStore, at: Moment = NOW) -> Catalogue:
    """Return the catalogue at a moment; of two records of one product the newer observation counts."""
    rows = sorted(store.records(kinds=["product"], at=at), key=lambda r: (r.observed_at, r.uid))
    valid = {row.payload["product_id"]: product_of(row) for row in rows if _in_force(row.payload, at.day)}
    return Catalogue(
        tuple(valid[key] for key in sorted(valid)), count_deals(store.records(kinds=["deal"], at=at), at.day)
    )


def count_deals(rows: Iterable[StoredRecord], day: str) -> dict[str, int]:
    """Return how often each product was taken up to a day."""
    return dict(Counter(row.payload["product_id"] for row in rows if row.payload["date"] <= day))


def product_of(row: StoredRecord) -> Product:
    """Return the product that a record states."""
    own = row.payload
    lists = {name: tuple(own.get(name, ())) for name in _LISTS}
    return Product(
        product_id=own["product_id"],
        name=own["name"],
        record=row.record_id,
        amount_min=yuan(own.get("amount_min")),
        amount_max=yuan(own.get("amount_max")),
        term_min=own.get("term_min"),
        term_max=own.get("term_max"),
        rate_min=_fraction(own.get("rate_min")),
        rate_max=_fraction(own.get("rate_max")),
        revolving=own.get("revolving"),
        speed_days=own.get("speed_days"),
        conditions=tuple(map(condition_of, own.get("conditions", ()))),
        text=own.get("text"),
        **lists,
    )


def _fraction(parts: int | None) -> Decimal | None:
    return None if parts is None else Decimal(parts) / SHARE_UNIT


def _in_force(own: Mapping[str, Any], day: str) -> bool:
    return (own.get("valid_from") or "") <= day and (own.get("valid_to") is None or day <= own["valid_to"])
