"""What the view does not hold and the records do: amounts of invoices, all figures of statements, months overdue."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from firmgraph.graph.elements import Described, Moment, StoredRecord
from firmgraph.graph.normal.names import name_key
from firmgraph.graph.references import node_id
from firmgraph.graph.risk.amounts import fen
from firmgraph.graph.risk.days import months_earlier
from firmgraph.graph.risk.past import has_begun
from firmgraph.graph.risk.statements import MONEY, Statement, period_is_over
from firmgraph.graph.risk.trade import Side, Trade
from firmgraph.graph.risk.warning_tests import RecordsTold
from firmgraph.graph.snapshot.view import View
from firmgraph.graph.store import GraphStore

_CODES = ("uscc", "reg_no", "person")


def read_told(store: GraphStore, view: View, node: int) -> RecordsTold:
    """Return what the records add to a firm's view for its early warnings; what the view says nothing of is not read.

    Sales are those of the last twelve months and of the twelve before.
    """
    firm, at = view.id(node), view.at
    rows = read_statements(store, firm, at) if has_begun(view, "stated_in", node) else None
    if not has_begun(view, "supplies", node):
        return RecordsTold(statements=rows)
    year_ago = Moment(months_earlier(at.day, 12), at.known_at)
    sales, earlier = (read_trades(store, firm, end, "seller") for end in (at, year_ago))
    return RecordsTold(statements=rows, sales=sales, earlier_sales=earlier)


def read_trades(store: GraphStore, firm: str, at: Moment, side: Side, months: int = 12) -> list[Trade]:
    """Return a firm's invoices of the last months on one side, void ones left out and red ones negative.

    Invoices in another currency are left out; a counterparty told now with a code and now without is one by its name.
    """
    described = store.node(firm, at)
    if described is None:
        return []
    since, other = months_earlier(at.day, months), "buyer" if side == "seller" else "seller"
    rows = [
        row
        for row in store.records(about=described.node.id, kinds=["invoice"], at=at)
        if since < row.payload["date"] <= at.day
        and row.payload.get("status") != "void"
        and _is_named(described, row.payload[side])
    ]
    coded = {name_key(party["name"]): code for party, code in _coded(rows, other)}
    return [
        Trade(_party_key(row.payload[other], coded), amount, (row.record_id,))
        for row in rows
        if (amount := _signed(row.payload)) is not None
    ]


def _coded(rows: list[StoredRecord], side: str) -> Iterator[tuple[Mapping[str, str], str]]:
    for party in (row.payload[side] for row in rows):
        code = next((party[name] for name in _CODES if party.get(name)), None)
        if code and party.get("name"):
            yield party, code


def _party_key(party: Mapping[str, str], coded: Mapping[str, str]) -> str:
    code = next((party[name] for name in _CODES if party.get(name)), None)
    key = name_key(party.get("name", ""))
    return code or coded.get(key) or key or str(party.get("scoped", ""))


def _signed(payload: Mapping[str, Any]) -> int | None:
    amount = fen(payload.get("amount"))
    return -abs(amount) if amount is not None and payload.get("status") == "red" else amount


def _is_named(described: Described, party: Mapping[str, Any]) -> bool:
    """Tell whether a party cell names a firm: by code where both have one, else by any of its names."""
    own = described.node.properties
    for column in ("uscc", "reg_no"):
        if own.get(column) and party.get(column):
            return bool(own[column] == party[column])
    names = {own.get("name"), *(str(row["name"]) for row in described.names)}
    return name_key(str(party.get("name", ""))) in {name_key(str(name)) for name in names if name}


def read_statements(store: GraphStore, firm: str, at: Moment) -> list[Statement]:
    """Return a firm's statements with all their figures, for periods over by the day, oldest first."""
    found = []
    for row in store.records(about=firm, kinds=["statement"], at=at):
        if period_is_over(row.payload["period"], at.day):
            figures = {name: amount for name in MONEY if (amount := fen(row.payload.get(name))) is not None}
            found.append(
                Statement(
                    row.payload["period"],
                    bool(row.payload.get("audited")),
                    figures,
                    (row.record_id,),
                    row.payload.get("staff"),
                )
            )
    return sorted(found, key=lambda one: (one.period, one.audited, one.evidence))


def read_overdue_months(store: GraphStore, view: View, node: int) -> dict[str, tuple[str, ...]] | None:
    """Return the months (YYYY-MM) in which an account of a firm was overdue, each with the records of repayments that
    say so; None where no repayment is recorded.
    """
    if not has_begun(view, "has_account", node):
        return None
    firm, at = view.id(node), view.at
    numbers = {row.payload["account_no"] for row in store.records(about=firm, kinds=["credit_account"], at=at)}
    told = [
        row
        for number in sorted(numbers)
        for row in store.records(about=node_id("acc", name_key(number)), kinds=["repayment"], at=at)
        if row.payload["month"] <= at.day[:7]
    ]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in told:
        if row.payload.get("overdue_days", 0) > 0:
            found[row.payload["month"]].add(row.record_id)
    return {month: tuple(sorted(found[month])) for month in sorted(found)} if told else None
