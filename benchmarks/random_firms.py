"""Rows of random small economies: firms of which each source says much, little or nothing, good and bad."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

from firmgraph.graph.world.codes import account_number, case_number, credit_code, customer_number

Row = tuple[str, Mapping[str, Any]]
OBSERVED = "2025-06-20"
INDUSTRIES = ("C3484", "C1811", "F5164", "F5212", "E4710", "G5430", "I6513", "K7010", "A0111", "M7519")
REGIONS = ("990100", "990106", "990200")
ASSETS = ("0", "499999.99", "500000", "1999999.99", "2000000", "3000000", "9999999.99", "10000000", "88000000")
QUALIFICATIONS = ("高新技术企业", "专精特新", "小巨人", "科技型中小企业", "纳税信用")
TIERS = ("正常", "正常", "正常", "正常", "关注", "次级", "可疑", "损失", None)
METHODS = ("等额本息", "等额本金", "先息后本", "到期还本付息", "随借随还", None)
SUMS = ("inventory", "receivables", "payables", "prepaid", "advances", "own_funds", "short_loans")


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm of an economy, by its running number, code and name."""

    number: int
    code: str
    name: str


def random_firms(chance: Random, count: int) -> list[Firm]:
    """Return so many firms with codes in a region that is not assigned."""
    first = chance.randrange(1, 10**6)
    return [Firm(n, credit_code(n, "990100"), f"澄测{n}机械有限公司") for n in range(first, first + count)]


def random_economy(chance: Random, firms: list[Firm]) -> Iterator[Row]:
    """Yield what the sources say of some firms, and of who stands between them."""
    for firm in firms:
        for source in (_registry, _bank, _bureau, _courts, _diligence):
            if chance.random() < 0.85:
                yield from source(chance, firm)
        yield from _consents(chance, firm)
    for one, other in pairwise(firms):
        yield from _between(chance, one, other)


def _registry(chance: Random, firm: Firm) -> Iterator[Row]:
    yield (
        "registration",
        {
            "uscc": firm.code,
            "name": firm.name,
            "status": chance.choice(["存续"] * 9 + ["注销"]),
            "type": chance.choice(["有限责任公司", "有限责任公司", "个体工商户", None]),
            "established": f"{chance.randrange(2000, 2025)}-0{chance.randrange(1, 10)}-15",
            "registered_capital": chance.choice(["500万元", "3000万元", "100万美元", None]),
            "region": chance.choice([*REGIONS, None]),
            "industry": chance.choice([*INDUSTRIES, None]),
            "scope": "机械零部件加工；五金产品制造",
            "staff": chance.choice([5, 19, 20, 40, 300, 1000, None]),
            "observed_at": OBSERVED,
        },
    )
    for name in chance.sample(QUALIFICATIONS, chance.choice([0, 0, 1, 2])):
        grade = chance.choice(["A", "B"]) if name == "纳税信用" else None
        ends = chance.choice(["2024-12-31", "2026-12-31", None])
        yield "qualification", {"enterprise": firm.code, "name": name, "grade": grade, "valid_to": ends}


def _bank(chance: Random, firm: Firm) -> Iterator[Row]:
    asset = chance.choice([*ASSETS, str(chance.randrange(20_000_000)), "20万美元", None])
    own = customer_number(firm.number)
    yield (
        "customer",
        {
            "customer_no": own,
            "enterprise": firm.code,
            "registered_at": f"202{chance.randrange(5)}-03-01",
            "asset": asset,
            "observed_at": OBSERVED,
        },
    )
    for place in range(chance.choice([0, 0, 1, 3])):
        day = "2025-06-10" if chance.random() < 0.05 else f"2024-0{place + 1}-20"
        result = chance.choice(["approved", "approved", "refused", "pending", None])
        number = f"A{firm.number}-{place}"
        yield (
            "application",
            {
                "application_no": number,
                "enterprise": firm.code,
                "applied_at": day,
                "result": result,
            },
        )
    for place in range(chance.choice([0, 0, 4])):
        event, seen = chance.choice(["view", "click", "search"]), f"2025-06-1{place} 09:30:00"
        yield "behaviour", {"customer_no": own, "at": seen, "event": event, "product_id": f"P{place}"}


def _consents(chance: Random, firm: Firm) -> Iterator[Row]:
    if chance.random() < 0.96:
        ends = chance.choice(["2026-12-31"] * 18 + ["2025-06-29", "2025-06-30", None])
        taken_back = chance.choice([None] * 19 + ["2025-06-01"])
        given = {"party": firm.code, "given_at": "2025-01-15", "expires_at": ends, "withdrawn_at": taken_back}
        yield "consent", {**given, "purpose": "credit"}
    if chance.random() < 0.5:
        yield "consent", {"party": firm.code, "given_at": "2025-01-15", "purpose": "behaviour"}


def _bureau(chance: Random, firm: Firm) -> Iterator[Row]:
    yield "credit_report", {"enterprise": firm.code, "report_date": "2025-06-16"}
    for order in range(chance.choice([0, 1, 1, 2])):
        number, bad = account_number(firm.number, order), chance.random() < 0.07
        yield (
            "credit_account",
            {
                "enterprise": firm.code,
                "account_no": number,
                "lender": chance.choice(["岚汀银行", "澜州农商银行"]),
                "balance": chance.choice(["0", "600000", "2400000.5", str(chance.randrange(10**7)), "3万美元", None]),
                "rate": chance.choice(["4.1%", "6%", "0%", None]),
                "repayment": chance.choice(METHODS),
                "opened": "2024-05-20",
                "due": chance.choice(["2025-07-01", "2026-05-19", "2029-05-19", None]),
                "closed": chance.choice([None, None, None, "2025-02-01"]),
                "five_tier": chance.choice(TIERS) if bad else "正常",
                "overdue_days": chance.choice([1, 30, 31, 90, 91, 400]) if bad else chance.choice([0, 0, 0, None]),
                "overdue_amount": chance.choice(["0.01", "20000", None]) if bad else "0",
                "observed_at": OBSERVED,
            },
        )
        for month in range(1, chance.choice([1, 7])):
            late = chance.choice([0] * 9 + [12])
            paid = {"due": "6000", "paid": "6000", "overdue_days": late, "account_no": number}
            yield "repayment", {**paid, "month": f"2025-0{month}"}
    for _ in range(chance.choice([0, 0, 2])):
        reason = chance.choice(["贷款审批", "贷后管理"])
        yield "enquiry", {"party": firm.name, "date": f"2025-0{chance.randrange(1, 7)}-16", "reason": reason}


def _courts(chance: Random, firm: Firm) -> Iterator[Row]:
    for order in range(chance.choice([1, 1, 2])):
        yield (
            "litigation",
            {
                "case_no": case_number(firm.number + order, 2024),
                "party": firm.code,
                "role": chance.choice(["原告", "原告", "被告"]),
                "cause": "买卖合同纠纷",
                "amount": chance.choice(["50000", "360000", None]),
                "filed": "2024-02-01",
                "closed": chance.choice(["2024-12-01", None]),
            },
        )
    if chance.random() < 0.25:
        yield (
            "enforcement",
            {
                "party": firm.code,
                "enforcement": chance.choice(["被执行"] * 8 + ["失信"]),
                "case_no": case_number(firm.number, 2025, "执"),
                "filed": "2025-02-01",
                "closed": chance.choice(["2025-05-01", None]),
            },
        )
    if chance.random() < 0.03:
        name = chance.choice(["行内禁入名单", "反洗钱名单"])
        yield "blacklist", {"party": firm.code, "list_": name, "valid_from": "2024-01-01"}


def _diligence(chance: Random, firm: Firm) -> Iterator[Row]:
    scale = 10 ** chance.uniform(5.5, 9)
    for year in (2024, 2023)[: chance.choice([1, 2, 2, 2])]:
        revenue = round(scale * chance.uniform(0.8, 1.2), 2)
        assets = round(revenue * chance.uniform(0.3, 2), 2)
        owed = round(assets * chance.choice([0.2, 0.4, 0.5, 0.7, 1.1]), 2)
        figures = {
            "revenue": revenue,
            "cost": round(revenue * chance.uniform(0.6, 1), 2),
            "profit": round(revenue * chance.uniform(-0.05, 0.15), 2),
            "total_assets": assets,
            "liabilities": owed,
            "net_assets": round(assets - owed, 2),
            "operating_cash_flow": round(revenue * chance.uniform(-0.02, 0.4), 2),
            **{name: round(revenue * chance.uniform(0, 0.25), 2) for name in SUMS},
        }
        told = {name: str(value) for name, value in figures.items() if chance.random() < 0.97}
        staff, audited = chance.choice([12, 42, 320, None]), chance.choice(["是", "否", None])
        yield (
            "statement",
            {
                "enterprise": firm.code,
                "period": str(year),
                "audited": audited,
                "staff": staff,
                **told,
                "observed_at": OBSERVED,
            },
        )
    if chance.random() < 0.5:
        text = "企业拟申请贷款用于采购原材料和流动资金周转。"
        yield "diligence", {"enterprise": firm.code, "date": "2025-05-28", "section": "经营情况", "text": text}


def _between(chance: Random, one: Firm, other: Firm) -> Iterator[Row]:
    """One firm may hold another, and stand surety for it."""
    if chance.random() < 0.4:
        ratio = chance.choice(["100%", "60%", "50%", "25%", "10%"])
        yield "shareholding", {"enterprise": other.code, "holder": one.name, "holder_id": one.code, "ratio": ratio}
    if chance.random() < 0.3:
        yield (
            "guarantee",
            {
                "guarantor": one.name,
                "guarantor_id": one.code,
                "guaranteed": other.name,
                "guaranteed_id": other.code,
                "contract_no": f"BZ{one.number}",
                "amount": chance.choice(["300000", "3000000"]),
                "valid_from": "2024-02-01",
                "valid_to": "2027-01-31",
            },
        )
