"""The catalogue in force at a moment: products as records state them, and how often each was taken."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from firmgraph.graph.elements import NOW, Moment, StoredRecord
from firmgraph.graph.normal.amounts import SHARE_UNIT, yuan
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.conditions import CLIENT_KIND, Condition, condition_of
from firmgraph.profiling.kept import shelf_of
from firmgraph.profiling.remembering import Remembering


@dataclass(frozen=True)
class Product(Remembering):
    """A loan product; amounts in yuan, terms in months, rates as yearly fractions; None or empty is unstated.

    `since` is the day from which it was offered, or first seen.
    """

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
    since: str = ""

    def __hash__(self) -> int:
        """The hash of the product's id and record, for whole catalogues are looked up often."""
        return hash((self.product_id, self.record))

    @property
    def clients(self) -> tuple[str, ...]:
        """The kinds of client the product is for, as its conditions say; empty where they do not."""
        stated = [one.value for one in self.conditions if one.rule == CLIENT_KIND]
        words = [word for value in stated for word in (value if isinstance(value, tuple) else (value,))]
        return tuple(dict.fromkeys(map(str, words)))


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
    """Return the catalogue at a moment; of two records of one product the newer observation counts.

    The same catalogue is given again until something is loaded into the store.
    """
    return shelf_of(store).kept(("catalogue", at.day, at), lambda: _read(store, at))


def _read(store: GraphStore, at: Moment) -> Catalogue:
    rows = sorted(store.records(kinds=["product"], at=at), key=lambda r: (r.observed_at, r.uid))
    stated = [product_of(row) for row in rows if _in_force(row.payload, at.day)]
    since: dict[str, str] = {}
    for one in stated:
        since[one.product_id] = min(one.since, since.get(one.product_id, one.since))
    newest = {one.product_id: replace(one, since=since[one.product_id]) for one in stated}
    deals = count_deals(store.records(kinds=["deal"], at=at), at.day)
    return Catalogue(tuple(newest[product_id] for product_id in sorted(newest)), deals)


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
        since=own.get("valid_from") or row.observed_at,
        **lists,
    )


def _fraction(parts: int | None) -> Decimal | None:
    return None if parts is None else Decimal(parts) / SHARE_UNIT


def _in_force(own: Mapping[str, Any], day: str) -> bool:
    return (own.get("valid_from") or "") <= day and (own.get("valid_to") is None or day <= own["valid_to"])
