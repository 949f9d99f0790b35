"""The internal portrait: what the bank's own records say of a firm; it needs no tags (rows 4-07, 3-09)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from firmgraph.graph.elements import StoredRecord
from firmgraph.graph.normal.amounts import shortest
from firmgraph.packs import pack_in_force
from firmgraph.profiling import features, features_history, features_trade
from firmgraph.profiling.combine import Stated, combine
from firmgraph.profiling.external import registered
from firmgraph.profiling.facts import Facts
from firmgraph.profiling.measured import amount_of, evidence_of
from firmgraph.profiling.size import size_class
from firmgraph.profiling.tiers import worst_stated

_PARTNERS = ("supplies", "partner_of", "pays")
_MOST_PARTNERS = 20
_OWN = (
    ("invoice_months", features_trade.invoice_months, "invoice", "diligence"),
    ("invoice_sales", features_trade.invoice_sales, "invoice", "diligence"),
    ("flow_in", features_trade.flow_in, "flow", "diligence"),
    ("open_accounts", features.open_accounts, "bureau", "credit"),
    ("credit_balance", features.credit_balance, "bureau", "credit"),
    ("overdue_months", features.overdue_months_in_six, "bureau", "credit"),
    ("overdue_in_two_years", features_history.overdue_months_in_two_years, "bureau", "credit"),
    ("repayment_on_time", features_history.repayment_on_time, "bureau", "credit"),
    ("revenue_stability", features_history.revenue_stability, "computed", "diligence"),
    ("years_at_address", features_history.years_at_address, "computed", "registration"),
    ("asset", features.client_asset, "bank", "customer"),
)
_STATED_YEARLY = ("revenue", "profit", "net_assets")


@dataclass(frozen=True, slots=True)
class InternalPortrait:
    """What the bank's own records say of a firm."""

    statements: tuple[Stated, ...]

    def wire(self) -> dict[str, Any]:
        """The body of the internal portrait: its attributes and the sources they used."""
        stated = {s.attribute for s in self.statements}
        attributes = {name: a.wire() for name, a in combine(self.statements).items() if name in stated}
        return {"attributes": attributes, "sources": sorted({source for s in self.statements for source in s.sources})}


def draw_internal(facts: Facts) -> InternalPortrait:
    """Return the internal portrait of a firm."""
    return InternalPortrait((*_background(facts), *_yearly(facts), *_measured(facts), *_credit(facts), *_client(facts)))


def size_of(facts: Facts) -> tuple[str | None, tuple[str, ...]]:
    """Return the SME size class of a firm and the records it was taken from."""
    headcount, sales, assets = (
        features_trade.staff(facts),
        features_trade.revenue(facts),
        features_trade.total_assets(facts),
    )
    measures = {"staff": headcount.value, "revenue": sales.value, "assets": assets.value}
    size = size_class(facts.property("industry"), measures, pack_in_force("sme-size", facts.day))
    return size.value, tuple(sorted({*headcount.evidence, *sales.evidence, *assets.evidence}))


def _background(facts: Facts) -> Iterator[Stated]:
    yield from registered(facts, ("industry", "scope", "staff"))
    size, evidence = size_of(facts)
    if size is not None:
        yield Stated("size", size, "computed", ("registration", "diligence"), evidence)
    partners = [n for kind in _PARTNERS for n in facts.neighbours.get(kind, ())]
    if partners:
        names = tuple(sorted({n.node.name for n in partners})[:_MOST_PARTNERS])
        yield Stated(
            "cooperation", names, "graph", ("diligence",), tuple(sorted({e for n in partners for e in n.evidence}))
        )


def _basis_of(row: StoredRecord) -> str:
    return "statement_audited" if row.payload.get("audited") else "statement"


def _yearly(facts: Facts) -> Iterator[Stated]:
    """What each statement of the latest full year says, so that two that disagree are both seen."""
    years = [r for r in facts.of("statement") if len(r.payload["period"]) == 4]
    last = max((r.payload["period"] for r in years), default="")
    for row in (r for r in years if r.payload["period"] == last):
        for attribute in _STATED_YEARLY:
            amount = amount_of(row, attribute)
            if amount is not None:
                yield _by_statement(attribute, shortest(amount), row)
        if "staff" in row.payload:
            yield _by_statement("staff", row.payload["staff"], row)
    yield from _of_years(facts)


def _by_statement(attribute: str, value: str | int, *rows: StoredRecord) -> Stated:
    newest = max(rows, key=lambda r: r.payload["period"])
    return Stated(attribute, value, _basis_of(newest), ("diligence",), evidence_of(rows), newest.observed_at)


def _of_years(facts: Facts) -> Iterator[Stated]:
    rows = {r.record_id: r for r in facts.of("statement")}
    ratio, growth = features_trade.debt_ratio(facts), features_trade.revenue_growth(facts)
    if ratio.value is not None:
        yield _by_statement("debt_ratio", shortest(ratio.value), *(rows[e] for e in ratio.evidence))
    if growth.value is not None:
        trend = "growing" if growth.value > 0 else "shrinking" if growth.value < 0 else "flat"
        yield _by_statement("trend", trend, *(rows[e] for e in growth.evidence))


def _measured(facts: Facts) -> Iterator[Stated]:
    for attribute, feature, basis, source in _OWN:
        measured = feature(facts)
        if measured.value is not None:
            yield Stated(attribute, shortest(measured.value), basis, (source,), measured.evidence)


def _credit(facts: Facts) -> Iterator[Stated]:
    tier, evidence = worst_stated(facts)
    if tier is not None:
        yield Stated("five_tier", tier, "bureau", ("credit",), evidence)
    overdue = features.open_overdue(facts)
    if overdue.value is not None and features.open_accounts(facts).value:
        yield Stated("overdue", "overdue" if overdue.value else "none", "bureau", ("credit",), overdue.evidence)


def _client(facts: Facts) -> Iterator[Stated]:
    rows = facts.of("customer")
    if rows:
        first = min(rows, key=lambda r: (r.payload["registered_at"], r.uid))
        yield Stated("client_since", first.payload["registered_at"], "bank", ("customer",), evidence_of([first]))
