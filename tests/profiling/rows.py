"""Rows of an invented firm and of invented products, from which the tests of profiling build small stores."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from firmgraph.graph.elements import Moment, StoredRecord
from firmgraph.graph.prepared import Heading, prepare
from firmgraph.graph.records import KINDS
from firmgraph.graph.store import GraphStore
from firmgraph.profiling.catalogue import Product, product_of

FIRM = "91990100000000001D"
SUBJECT = f"ent:{FIRM}"
NAME = "岚汀精工有限公司"
DAY = "2025-06-30"
AT = Moment(DAY)
Row = tuple[str, Mapping[str, Any]]
MakeStore = Callable[[Iterable[Row]], GraphStore]


def registration(**stated: Any) -> Row:
    """A registration of the firm: five years old, a manufacturer."""
    row = {
        "uscc": FIRM,
        "name": NAME,
        "status": "存续",
        "established": "2020-01-15",
        "registered_capital": "500万元",
        "region": "990100",
        "industry": "C3484",
        "scope": "机械零部件加工；五金产品制造",
        "staff": 40,
        "observed_at": "2025-06-20",
    }
    return "registration", {**row, **stated}


def customer(**stated: Any) -> Row:
    """The firm as a client with an asset of three million, so of grade premium."""
    row = {
        "customer_no": "C1",
        "enterprise": FIRM,
        "registered_at": "2022-03-01",
        "asset": "3000000",
        "observed_at": "2025-06-20",
    }
    return "customer", {**row, **stated}


def consent(**stated: Any) -> Row:
    """A consent to credit approval, valid until the end of 2026."""
    row = {
        "party": FIRM,
        "purpose": "credit",
        "given_at": "2025-01-15",
        "expires_at": "2026-12-31",
        "observed_at": "2025-06-20",
    }
    return "consent", {**row, **stated}


def account(number: str = "A1", **stated: Any) -> Row:
    """A normal credit account."""
    row = {
        "enterprise": FIRM,
        "account_no": number,
        "balance": "600000",
        "line": "1000000",
        "opened": "2024-05-20",
        "five_tier": "正常",
        "overdue_days": 0,
        "overdue_amount": 0,
        "observed_at": "2025-06-20",
    }
    return "credit_account", {**row, **stated}


def statement(year: int = 2024, revenue: int = 20_000_000, **stated: Any) -> Row:
    """An audited statement of a year, from which capacity and working-capital need can be told."""
    row = {
        "enterprise": FIRM,
        "period": str(year),
        "audited": "是",
        "revenue": revenue,
        "total_assets": 15_000_000,
        "liabilities": 7_500_000,
        "net_assets": 7_500_000,
        "cost": revenue * 8 // 10,
        "profit": revenue * 6 // 100,
        "operating_cash_flow": 3_000_000,
        "inventory": 3_300_000,
        "receivables": 4_000_000,
        "payables": 2_000_000,
        "prepaid": 300_000,
        "advances": 300_000,
        "own_funds": 300_000,
        "short_loans": 300_000,
        "staff": 42,
        "observed_at": "2025-06-20",
    }
    return "statement", {**row, **stated}


def closed_case(**stated: Any) -> Row:
    """A case of the firm as plaintiff, by which the courts are known to have spoken."""
    row = {
        "case_no": "（2024）测0100民初1号",
        "party": FIRM,
        "role": "原告",
        "cause": "买卖合同纠纷",
        "filed": "2024-02-01",
        "observed_at": "2025-06-20",
    }
    return "litigation", {**row, **stated}


def diligence(text: str = "企业拟申请贷款用于采购原材料和流动资金周转。", **stated: Any) -> Row:
    """A diligence note."""
    row = {"enterprise": FIRM, "date": "2025-05-28", "section": "经营情况", "text": text, "observed_at": "2025-06-20"}
    return "diligence", {**row, **stated}


def product_row(product_id: str, **stated: Any) -> Row:
    """An unsecured revolving product for every grade."""
    row = {
        "product_id": product_id,
        "name": f"测试产品{product_id}",
        "amount_min": 10000,
        "amount_max": 1000000,
        "term_min": 1,
        "term_max": 12,
        "rate_min": "5%",
        "rate_max": "6%",
        "guarantee_types": ["unsecured"],
        "repayment_methods": ["revolving"],
        "purposes": ["working_capital", "procurement"],
        "data_basis": ["tax", "invoice"],
        "revolving": True,
        "speed_days": 1,
    }
    return "product", {**row, **stated}


def secured_row(product_id: str, **stated: Any) -> Row:
    """A mortgage product for every grade."""
    own = {
        "guarantee_types": ["mortgage"],
        "repayment_methods": ["interest_first"],
        "data_basis": ["collateral"],
        "term_max": 36,
        "revolving": False,
        "amount_max": 8000000,
        "rate_min": "4%",
        "speed_days": 7,
    }
    return product_row(product_id, **{**own, **stated})


def deals(product_id: str, count: int) -> list[Row]:
    """So many deals of a product."""
    return [
        (
            "deal",
            {
                "product_id": product_id,
                "customer_no": f"D{product_id}-{n}",
                "date": "2025-03-01",
                "amount": 100000,
                "observed_at": "2025-06-20",
            },
        )
        for n in range(count)
    ]


def good_firm() -> list[Row]:
    """A firm of which all five sources speak well."""
    return [
        registration(),
        customer(),
        consent(),
        account(),
        statement(),
        statement(2023, 18_000_000),
        closed_case(),
        diligence(),
    ]


def product(product_id: str, **stated: Any) -> Product:
    """A product as the catalogue reads it."""
    kind, row = product_row(product_id, **stated)
    return product_of(stored(kind, row, product_id))


def secured(product_id: str, **stated: Any) -> Product:
    """A mortgage product as the catalogue reads it."""
    kind, row = secured_row(product_id, **stated)
    return product_of(stored(kind, row, product_id))


def stored(kind: str, row: Mapping[str, Any], uid: str = "r1") -> StoredRecord:
    """A record as a store gives it back, without a store."""
    return StoredRecord(
        uid, uid, kind, "test", "2025-06-20", "2025-06-21T00:00:00", KINDS[kind].read(dict(row)).payload()
    )


def fill(store: GraphStore, rows: Iterable[Row]) -> GraphStore:
    """Append rows to a store as one batch; the record id is the kind and the row's place."""
    heading = Heading("test", "2025-06-20")
    made = [
        prepare(kind, KINDS[kind].read({"record_id": f"{kind}-{place}", **row}), dict(row), heading)
        for place, (kind, row) in enumerate(rows)
    ]
    store.append(made, loaded_at="2025-06-21T00:00:00.000000")
    return store
