"""A handful of invented firms, sent over HTTP as a client would send them."""

from typing import Any

from firmgraph.graph.world.codes import credit_code

REGION = "990100"
HUB = credit_code(1, REGION)
SUPPLIER = credit_code(2, REGION)
TWINS = (credit_code(3, REGION), credit_code(4, REGION))
HUB_ID = f"ent:{HUB}"
HUB_NAME = "岚汀精工有限公司"
TWIN_NAME = "双生贸易有限公司"
BRANCHES = 57
DAY = "2025-06-30"

_OFFER = {
    "amount_min": "1万元",
    "amount_max": "300万元",
    "term_min": 1,
    "term_max": 36,
    "rate_min": "4.35%",
    "rate_max": "8%",
    "guarantee_types": "信用",
    "repayment_methods": "等额本息",
    "purposes": "流动资金",
}

ROWS: dict[str, list[dict[str, Any]]] = {
    "registration": [
        {
            "uscc": HUB,
            "name": HUB_NAME,
            "former_names": "岚汀机械厂",
            "status": "存续",
            "established": "2015-03-01",
            "region": REGION,
            "registered_capital": "500万元",
            "legal_rep": "欧阳试",
            "scope": "精密机械零部件制造；金属表面处理",
            "industry": "C34",
        },
        {"uscc": SUPPLIER, "name": "岚汀钢贸有限公司", "status": "存续", "established": "2018-03-01", "region": REGION},
        {"uscc": TWINS[0], "name": TWIN_NAME, "region": REGION},
        {"uscc": TWINS[1], "name": TWIN_NAME, "region": "990200"},
    ],
    "shareholding": [
        {
            "enterprise": HUB,
            "holder": SUPPLIER,
            "ratio": "25.5556%",
            "subscribed": "127.78万元",
            "valid_from": "2015-03-01",
        },
        {"enterprise": HUB, "holder": "欧阳试", "ratio": "74.4444%", "valid_from": "2015-03-01"},
    ],
    "branch": [{"enterprise": HUB, "branch": f"岚汀精工有限公司第{n}分公司"} for n in range(BRANCHES)],
    "guarantee": [
        {"guarantor": SUPPLIER, "guaranteed": HUB, "contract_no": "GC/2024/1", "amount": "80万元", "joint": "是"}
    ],
    "customer": [{"customer_no": "C1", "enterprise": HUB, "registered_at": "2022-03-01", "asset": "3000000"}],
    "consent": [{"party": HUB, "purpose": "credit", "given_at": "2025-01-15", "expires_at": "2035-12-31"}],
    "product": [
        {"product_id": "P1", "name": "岚汀税易贷", "data_basis": "税", **_OFFER},
        {"product_id": "P2", "name": "岚汀押品贷", "data_basis": "collateral", **_OFFER, "guarantee_types": "抵押"},
    ],
    "diligence": [
        {"enterprise": HUB, "date": "2025-03-01", "section": "经营", "text": "订单充足，未发现失信，纳税正常。"}
    ],
}


def request(**changes: Any) -> dict[str, Any]:
    """A loan request of the hub that passes the consent gate."""
    terms = {"amount": "500000", "term_months": 12, "purpose": "working_capital"}
    return {"subject": {"id": HUB_ID}, "terms": terms, **changes}
