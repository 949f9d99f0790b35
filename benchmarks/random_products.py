"""Random catalogues of loan products: every grade, column and condition, some unstated, some past, some broken."""

from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.random_firms import OBSERVED, Firm, Row
from firmgraph.graph.world.codes import customer_number

GRADES = ("basic", "standard", "premium", "elite", "优选")
GUARANTEES = ("unsecured", "mortgage", "pledge", "suretyship")
METHODS = ("equal_instalment", "equal_principal", "interest_first", "bullet", "revolving")
PURPOSES = ("working_capital", "procurement", "payroll", "equipment", "premises", "technology", "refinance")
BASES = ("tax", "invoice", "flow", "order", "receivable", "collateral")
CONDITIONS: tuple[dict[str, Any], ...] = (
    {"rule": "min_years", "value": 2},
    {"rule": "min_years", "value": "many"},
    {"rule": "min_revenue", "value": "5000000"},
    {"rule": "min_revenue", "value": "40000000"},
    {"rule": "max_debt_ratio", "value": "0.5"},
    {"rule": "no_open_enforcement", "value": True},
    {"rule": "no_open_overdue", "value": True},
    {"rule": "qualification_any", "value": ["高新技术企业", "小巨人"]},
    {"rule": "client_kind", "value": ["enterprise"]},
    {"rule": "no_such_rule", "value": 1},
    {"rule": "quick", "expression": "revenue >= 3000000 and debt_ratio <= 0.8", "zh": "规模", "en": "scale"},
    {"rule": "calm", "expression": "open_enforcements == 0 or defendant_cases <= 1"},
    {"rule": "odd", "expression": "no_such_feature > 1"},
    {"text": "实际控制人信用良好"},
    {"rule": "min_years", "value": 1, "text": "经营满一年且场所稳定", "partial": True},
)


def random_catalogue(chance: Random, firms: list[Firm], most: int = 14) -> Iterator[Row]:
    """Yield up to so many products, and the deals of each, some of them with firms of the economy."""
    for number in range(chance.randint(0, most)):
        yield "product", random_product(chance, f"P{number}")
        for deal in range(chance.choice([0, 0, 1, 2, 5])):
            firm = chance.choice(firms) if firms and chance.random() < 0.1 else None
            yield (
                "deal",
                {
                    "product_id": f"P{number}",
                    "customer_no": customer_number(firm.number) if firm else f"D{number}-{deal}",
                    "enterprise": firm.code if firm else None,
                    "date": chance.choice(["2024-03-01", "2025-03-01", "2025-07-01"]),
                    "amount": "100000",
                },
            )


def random_product(chance: Random, product_id: str) -> dict[str, Any]:
    """Return a product as a record states it."""
    least = chance.choice([1, 10_000, 50_000, 200_000])
    low = chance.choice([3.5, 4.2, 5.0])
    own: dict[str, Any] = {
        "amount_min": least,
        "amount_max": least * chance.choice([1, 20, 500]),
        "term_min": chance.choice([1, 1, 6, 24]),
        "term_max": chance.choice([12, 36, 60, 360]),
        "rate_min": f"{low}%",
        "rate_max": f"{low + chance.choice([0, 1.5, 4])}%",
        "guarantee_types": chance.sample(GUARANTEES, chance.choice([1, 1, 2])),
        "repayment_methods": chance.sample(METHODS, chance.choice([1, 2])),
        "purposes": chance.sample(PURPOSES, chance.choice([4, 6])),
        "industries": chance.choice([None, None, None, None, ["C"], ["F51", "I"]]),
        "regions": chance.choice([None, None, None, None, ["9901"], ["990200"]]),
        "size_classes": chance.choice([None, None, None, ["micro", "small"], ["micro", "small", "medium"]]),
        "data_basis": chance.sample(BASES, 2),
        "grades": chance.sample(GRADES, chance.choice([0, 1, 2, 3])),
        "revolving": chance.choice([True, False, None]),
        "speed_days": chance.choice([0, 1, 7, 30]),
        "conditions": chance.sample(CONDITIONS, chance.choice([0, 0, 0, 1, 1, 2])),
    }
    told = {column: value for column, value in own.items() if chance.random() < 0.93}
    ends = chance.choice([None] * 8 + ["2025-06-29", "2025-06-30"])
    named = {"product_id": product_id, "name": f"测试产品{product_id}"}
    return {**named, **told, "valid_to": ends, "observed_at": OBSERVED}
