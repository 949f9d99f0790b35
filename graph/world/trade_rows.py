"""Rows of a firm's business: statements, invoices, bank flows, diligence notes and news."""

from collections.abc import Sequence
from random import Random

from firmgraph.graph.world.actors import Firm, Party, cells, outside
from firmgraph.graph.world.bank_rows import LAST_MONTHS
from firmgraph.graph.world.sheet import Sheet
from firmgraph.graph.world.words import read

LAST_YEAR = 2024
_GROWTH = 1.08


def account_for(sheet: Sheet, firm: Firm, years: int = 2) -> None:
    """Add statements of the last years, the latest as the firm's own figures, and of the latest month, unaudited."""
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        scale = _GROWTH ** (year - LAST_YEAR)
        sheet.add(
            "statement",
            enterprise=firm.uscc,
            period=str(year),
            audited="是" if firm.assets > 3_000_000 else "否",
            **figures(firm, scale, 1.0),
        )
    sheet.add(
        "statement",
        enterprise=firm.uscc,
        period="2025-05",
        audited="否",
        source="self_declared",
        **figures(firm, 1.02, 5 / 12),
    )


def figures(firm: Firm, scale: float, part_of_year: float) -> dict[str, object]:
    """Return the figures of a period in yuan, scaled from the firm's own; only flows shrink to the part of the year."""
    revenue, assets, own = (
        round(firm.revenue * scale * part_of_year),
        round(firm.assets * scale),
        round(firm.net_assets * scale),
    )
    debts = assets - own
    return {
        "revenue": revenue,
        "cost": revenue * 81 // 100,
        "profit": revenue * 6 // 100,
        "total_assets": assets,
        "liabilities": debts,
        "net_assets": own,
        "inventory": assets * 22 // 100,
        "receivables": assets * 27 // 100,
        "payables": debts * 40 // 100,
        "prepaid": assets * 4 // 100,
        "advances": debts * 8 // 100,
        "cash": assets * 12 // 100,
        "operating_cash_flow": revenue * 7 // 100,
        "interest_expense": debts * 2 // 100,
        "short_loans": debts * 35 // 100,
        "own_funds": own * 12 // 100,
        "staff": firm.staff,
    }


def sell(sheet: Sheet, firm: Firm, buyers: Sequence[Party], rng: Random, months: int = 6) -> None:
    """Add a sale with its payment in each of the last months, and one purchase in three months.

    The first buyer takes the larger part, so that concentration can be seen.
    """
    for order, month in enumerate(LAST_MONTHS[-months:]):
        buyer = buyers[0] if rng.random() < 0.5 else rng.choice(buyers)
        exchange(sheet, firm, buyer, "in", (month, round(firm.revenue / 24 * rng.uniform(0.6, 1.4))), rng)
        if order % 3 == 0:
            amount = round(firm.revenue / 20 * rng.uniform(0.6, 1.2))
            exchange(sheet, firm, rng.choice(outside()), "out", (month, amount), rng)


def exchange(sheet: Sheet, firm: Firm, other: Party, direction: str, due: tuple[str, int], rng: Random) -> None:
    """Add an invoice of a month and amount between a firm and another, and the payment that answers it."""
    month, amount = due
    seller, buyer = (firm, other) if direction == "in" else (other, firm)
    tax = f"{amount * 13 / 100:.2f}"
    sheet.add(
        "invoice",
        invoice_no=f"2599{firm.number:09d}{len(sheet.rows):07d}",
        **cells("seller", seller),
        **cells("buyer", buyer),
        date=f"{month}-{rng.randint(3, 20):02d}",
        amount=amount,
        tax=tax,
        status="有效" if rng.random() < 0.95 else "作废",
    )
    purpose = rng.choice(read("texts")["flow_purposes"][direction])
    sheet.add(
        "bank_flow",
        enterprise=firm.uscc,
        account=f"9900{firm.number:012d}",
        date=f"{month}-{rng.randint(21, 28)}",
        **cells("counterparty", other),
        direction=direction,
        amount=f"{amount + amount * 13 / 100:.2f}",
        purpose=purpose if direction == "in" else f"{purpose}：{rng.choice(firm.trade.inputs)}",
    )


def visit(sheet: Sheet, firm: Firm, rng: Random, **sections: str) -> None:
    """Add two sections of a diligence report, drawn; `sections` adds notes given in full by their heading."""
    notes = read("texts")["diligence"]
    for section in ("经营情况", rng.choice(["财务状况", "信用情况", "担保情况"])):
        text = rng.choice(notes[section]).format(
            goods=firm.trade.goods, staff=firm.staff, inputs=firm.trade.inputs[0], revenue=firm.revenue
        )
        sections.setdefault(section, text)
    for section, text in sections.items():
        sheet.add(
            "diligence",
            enterprise=firm.name,
            enterprise_id=firm.uscc,
            date="2025-05-28",
            author=f"客户经理{firm.number % 12 + 1:02d}",
            section=section,
            text=text,
        )


def publish(sheet: Sheet, firm: Firm, sentiment: str, rng: Random) -> None:
    """Add a news item of a sentiment (negative, neutral, positive)."""
    title = rng.choice(read("texts")["news"][sentiment]).format(name=firm.name, goods=firm.trade.goods)
    date = f"2025-0{rng.randint(1, 5)}-{rng.randint(10, 28)}"
    sheet.add(
        "news",
        enterprise=firm.name,
        enterprise_id=firm.uscc,
        date=date,
        title=title,
        text=f"本报讯：{title}。",
        sentiment=sentiment,
    )
