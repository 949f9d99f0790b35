"""Rows of a firm's business: statements, invoices, bank flows, diligence notes and news."""

from collections.abc import Sequence
from random import Random

from firmgraph.graph.world.actors import Firm, cells
from firmgraph.graph.world.bank_rows import LAST_MONTHS
from firmgraph.graph.world.sheet import Sheet
from firmgraph.graph.world.words import read

LAST_YEAR = 2024
_GROWTH = 1.08


def account_for(sheet: Sheet, firm: Firm, years: int = 2) -> None:
    """Add statements of the last years, the latest equal to the firm's own figures, and of the latest month, unaudited."""
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        scale = _GROWTH ** (year - LAST_YEAR)
        sheet.add("statement", enterprise=firm.uscc, period=str(year), audited="是" if firm.assets > 3_000_000 else "否", **figures(firm, scale, 1.0))
    sheet.add("statement", enterprise=firm.uscc, period="2025-05", audited="否", source="customer_form", **figures(firm, 1.02, 5 / 12))


def figures(firm: Firm, scale: float, part_of_year: float) -> dict[str, object]:
    """Return the figures of a period in yuan, scaled from the firm's own; flows shrink to the part of the year, stocks do not."""
    revenue, assets, own = round(firm.revenue * scale * part_of_year), round(firm.assets * scale), round(firm.net_assets * scale)
    debts = assets - own
    return {
        "revenue": revenue, "cost": revenue * 81 // 100, "profit": revenue * 6 // 100, "total_assets": assets, "liabilities": debts,
        "net_assets": own, "inventory": assets * 22 // 100, "receivables": assets * 27 // 100, "payables": debts * 40 // 100,
        "prepaid": assets * 4 // 100, "advances": debts * 8 // 100, "cash": assets * 12 // 100, "operating_cash_flow": revenue * 7 // 100,
        "interest_expense": debts * 2 // 100, "short_loans": debts * 35 // 100, "own_funds": own * 30 // 100, "staff": firm.staff,
    }  # fmt: skip


def sell(sheet: Sheet, firm: Firm, buyers: Sequence[Firm | str], rng: Random, months: int = 6) -> None:
    """Add a sales invoice in each of the last months, with the money for it a bank flow, and one purchase in three months.

    A buyer told by name only is outside the world. The first buyer takes the larger part, so that concentration can be seen.
    """
    words, texts = read("words"), read("texts")["flow_purposes"]
    for order, month in enumerate(LAST_MONTHS[-months:]):
        buyer = buyers[0] if rng.random() < 0.5 else rng.choice(buyers)
        _invoice(sheet, firm, buyer, f"{month}-{rng.randint(5, 20):02d}", round(firm.revenue / 24 * rng.uniform(0.6, 1.4)))
        _flow(sheet, firm, buyer, f"{month}-{rng.randint(21, 28)}", "in", rng.choice(texts["in"]))
        if order % 3 == 0:
            seller, amount = rng.choice(words["outside_buyers"]), round(firm.revenue / 20 * rng.uniform(0.6, 1.2))
            goods = f"{rng.choice(texts['out'])}({rng.choice(firm.trade.inputs)})"
            _purchase(sheet, firm, seller, f"{month}-{rng.randint(3, 25):02d}", amount)
            sheet.add("bank_flow", enterprise=firm.uscc, account=_account(firm), date=f"{month}-26", counterparty=seller, counterparty_kind="enterprise",
                      direction="out", amount=amount, purpose=goods)  # fmt: skip


def _account(firm: Firm) -> str:
    return f"9900{firm.number:012d}"


def _number(sheet: Sheet, firm: Firm) -> str:
    return f"2599{firm.number:09d}{len(sheet.rows):07d}"


def _invoice(sheet: Sheet, firm: Firm, buyer: Firm | str, date: str, amount: int) -> None:
    named = cells("buyer", buyer) if isinstance(buyer, Firm) else {"buyer": buyer}
    sheet.add("invoice", invoice_no=_number(sheet, firm), seller=firm.name, seller_id=firm.uscc, **named, date=date, amount=amount,
              tax=f"{amount * 13 / 100:.2f}", status="有效")  # fmt: skip


def _purchase(sheet: Sheet, firm: Firm, seller: str, date: str, amount: int) -> None:
    sheet.add("invoice", invoice_no=_number(sheet, firm), seller=seller, buyer=firm.name, buyer_id=firm.uscc, date=date, amount=amount,
              tax=f"{amount * 13 / 100:.2f}", status="有效")  # fmt: skip


def _flow(sheet: Sheet, firm: Firm, party: Firm | str, date: str, direction: str, purpose: str) -> None:
    amount = firm.revenue // 24 // 100 * 100
    named = cells("counterparty", party) if isinstance(party, Firm) else {"counterparty": party, "counterparty_kind": "enterprise"}
    sheet.add("bank_flow", enterprise=firm.uscc, account=_account(firm), date=date, **named, direction=direction, amount=amount, purpose=purpose)


def visit(sheet: Sheet, firm: Firm, rng: Random, **sections: str) -> None:
    """Add two sections of a diligence report, drawn; `sections` adds notes given in full by their heading."""
    notes = read("texts")["diligence"]
    for section in ("经营情况", rng.choice(["财务状况", "信用情况", "担保情况"])):
        text = rng.choice(notes[section]).format(goods=firm.trade.goods, staff=firm.staff, inputs=firm.trade.inputs[0], revenue=firm.revenue)
        sections.setdefault(section, text)
    for section, text in sections.items():
        sheet.add("diligence", enterprise=firm.name, enterprise_id=firm.uscc, date="2025-05-28", author=f"客户经理{firm.number % 12 + 1:02d}",
                  section=section, text=text)  # fmt: skip


def publish(sheet: Sheet, firm: Firm, sentiment: str, rng: Random) -> None:
    """Add a news item of a sentiment (negative, neutral, positive)."""
    title = rng.choice(read("texts")["news"][sentiment]).format(name=firm.name, goods=firm.trade.goods)
    date = f"2025-0{rng.randint(1, 5)}-{rng.randint(10, 28)}"
    sheet.add("news", enterprise=firm.name, enterprise_id=firm.uscc, date=date, title=title, text=f"本报讯：{title}。", sentiment=sentiment)
