"""Trade concentration at its lines, and what an invoice counts for."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.graph.views import TODAY

from firmgraph.graph.elements import Described, Moment, Node, StoredRecord
from firmgraph.graph.risk.reading import read_trades
from firmgraph.graph.risk.trade import Concentration, Side, Trade, concentration
from firmgraph.graph.store import GraphStore

Cells = Mapping[str, str]


def of(*amounts: int) -> Concentration:
    return concentration([Trade(f"c{n}", amount, (f"r{n}",)) for n, amount in enumerate(amounts)], "seller", TODAY)


@pytest.mark.parametrize(("largest", "verdict"), [(30, "FAIL"), (29, "PASS")])
def test_a_single_counterparty_reaches_its_line(largest: int, verdict: str) -> None:
    rest = (100 - largest) // 10
    found = of(largest, *[rest] * 10, (100 - largest) - 10 * rest)
    assert (found.single.verdict, found.single.value, found.single.unit) == (verdict, Decimal(largest) / 100, "share")
    assert "r0" in found.single.evidence


@pytest.mark.parametrize(("five", "verdict"), [(14, "FAIL"), (13, "PASS")])
def test_the_top_five_reach_their_line(five: int, verdict: str) -> None:
    rest = 100 - 5 * five
    assert of(*[five] * 5, *[1] * rest).top.verdict == verdict


def test_no_trade_is_unknown() -> None:
    assert (of().single.verdict, of().top.verdict, of().total) == ("UNKNOWN", "UNKNOWN", 0)


def test_a_counterparty_is_counted_net_of_red_invoices() -> None:
    found = concentration([Trade("x", 500), Trade("x", -400), Trade("y", 100), Trade("z", -5)], "buyer", TODAY)
    assert (found.total, found.counterparties) == (200, 2)
    assert [(one.name, one.share) for one in found.largest] == [("x", Decimal("0.5")), ("y", Decimal("0.5"))]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(-50, 100))), st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: list[tuple[str, int]], random: Random) -> None:
    trades = [Trade(name, amount) for name, amount in rows]
    assert concentration(trades, "seller", TODAY) == concentration(random.sample(trades, len(trades)), "seller", TODAY)


class Invoices:
    """A store of nothing but some invoices of one firm."""

    def __init__(self, *rows: Mapping[str, Any]) -> None:
        self.rows = [
            StoredRecord(f"u{n}", f"r{n}", "invoice", "s", TODAY, TODAY, {"status": "valid", **row})
            for n, row in enumerate(rows)
        ]

    def node(self, node_id: str, at: Moment) -> Described:
        names = ({"name": "甲厂", "status": "former"},)
        return Described(Node(node_id, "enterprise", {"name": "甲公司", "uscc": "C1"}, TODAY), (), {}, names)

    def records(self, *, about: str, kinds: Sequence[str], at: Moment) -> Iterator[StoredRecord]:
        return iter(self.rows)


def invoice(
    seller: Cells, buyer: Cells, amount: str = "10", date: str = "2025-01-01", **told: str
) -> dict[str, str | Cells]:
    return {"seller": seller, "buyer": buyer, "amount": amount, "date": date, **told}


OWN, FORMER = {"name": "甲公司", "uscc": "C1"}, {"name": "甲厂"}
CODED, NAMED = {"name": "乙公司", "uscc": "C2"}, {"name": "乙公司"}


def trades_of(*rows: Mapping[str, Any], side: Side = "seller") -> list[tuple[str, int]]:
    store = cast(GraphStore, Invoices(*rows))
    return [(one.counterparty, one.amount) for one in read_trades(store, "ent:C1", Moment(TODAY), side)]


def test_either_side_is_read_by_code_and_by_former_name() -> None:
    rows = [invoice(OWN, CODED), invoice(FORMER, CODED, "5"), invoice(CODED, OWN, "7")]
    assert trades_of(*rows) == [("C2", 1000), ("C2", 500)]
    assert trades_of(*rows, side="buyer") == [("C2", 700)]


def test_a_namesake_with_another_code_is_somebody_else() -> None:
    assert trades_of(invoice({"name": "甲公司", "uscc": "C9"}, CODED)) == []


def test_one_counterparty_told_with_and_without_code_is_one() -> None:
    assert {name for name, _ in trades_of(invoice(OWN, CODED), invoice(OWN, NAMED))} == {"C2"}


def test_void_foreign_and_old_invoices_are_left_out_and_red_ones_subtract() -> None:
    rows = [
        invoice(OWN, CODED, status="void"),
        invoice(OWN, CODED, "8 USD"),
        invoice(OWN, CODED, date="2024-06-30"),
        invoice(OWN, CODED, date="2025-07-01"),
        invoice(OWN, CODED, "3", status="red"),
        invoice(OWN, CODED, "4", date="2024-07-01"),
    ]
    assert trades_of(*rows) == [("C2", -300), ("C2", 400)]
