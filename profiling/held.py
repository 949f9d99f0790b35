"""The products a client holds, from the bank's deals (row 0-18)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import shortest
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.references import node_id
from firmgraph.graph.risk.days import months_later
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.facts import Facts, speaks
from firmgraph.profiling.measured import amount_of

State = Literal["running", "ended", "unknown"]


@dataclass(frozen=True, slots=True)
class Held:
    """A product taken; `state` is unknown where the deal states no term."""

    product_id: str
    name: str | None
    since: str
    until: str | None
    amount: Decimal | None
    state: State
    record: str

    def wire(self) -> dict[str, Any]:
        """The body of a product held."""
        return {
            "product_id": self.product_id,
            "name": self.name,
            "since": self.since,
            "until": self.until,
            "amount": None if self.amount is None else shortest(self.amount),
            "state": self.state,
            "evidence": [self.record],
        }


def held_products(store: GraphStore, facts: Facts, names: Mapping[str, str]) -> list[Held]:
    """Return what a client took, newest first, ended deals too; `names` are the products' names by id."""
    found = {row.uid: row for row in (*facts.of("deal"), *_by_number(store, facts))}
    held = [_held(row, facts.day, names) for row in found.values()]
    return sorted(held, key=lambda one: (one.since, one.product_id, one.record), reverse=True)


def _by_number(store: GraphStore, facts: Facts) -> Iterable[StoredRecord]:
    """The deals that name the client by its number only."""
    for number in sorted({row.payload["customer_no"] for row in facts.of("customer")}):
        rows = store.records(about=node_id("cus", name_key(number)), kinds=["deal"], at=facts.at)
        yield from (row for row in rows if "enterprise" not in row.payload and speaks(row, facts.day))


def _held(row: StoredRecord, day: str, names: Mapping[str, str]) -> Held:
    own = row.payload
    months = own.get("term_months")
    until = None if months is None else months_later(own["date"], months)
    state: State = "unknown" if until is None else "running" if day <= until else "ended"
    product = own["product_id"]
    return Held(product, names.get(product), own["date"], until, amount_of(row, "amount"), state, row.record_id)
