"""Rows that the bank and the credit bureau keep of a firm: client, consent, credit, applications, behaviour."""

from datetime import timedelta
from random import Random

from firmgraph.graph.world import codes
from firmgraph.graph.world.actors import Firm, cells
from firmgraph.graph.world.sheet import TODAY, Sheet
from firmgraph.graph.world.words import read

LAST_MONTHS = tuple(f"{2024 + m // 12}-{m % 12 + 1:02d}" for m in range(6, 18))


def enrol(sheet: Sheet, firm: Firm, **stated: object) -> None:
    """Add the firm as a client of the bank; its asset with the bank is a tenth of its net assets unless stated."""
    since = max(firm.established + timedelta(days=90), TODAY - timedelta(days=200 + firm.number * 37 % 2300))
    row = {
        "customer_no": codes.customer_number(firm.number),
        "enterprise": firm.uscc,
        "kind": "enterprise",
        "registered_at": since,
        "channel": read("words")["channels"][firm.number % 6],
        "referrer": "",
        "officer": f"客户经理{firm.number % 12 + 1:02d}",
        "agreement_at": since,
        "asset": firm.net_assets // 10,
        "phone": firm.phone,
    }
    sheet.add("customer", **{**row, **cells("contact", firm.people[0]), **stated})


def consent(sheet: Sheet, firm: Firm, purpose: str, **stated: object) -> None:
    """Add a consent to a purpose (credit, marketing, behaviour, sharing), valid to the end of 2026 unless stated."""
    row = {
        "party": firm.name,
        "party_id": firm.uscc,
        "purpose": purpose,
        "scope": "征信;工商;司法;纳税;流水",
        "given_at": "2025-01-15",
        "expires_at": "2026-12-31",
    }
    sheet.add("consent", **{**row, **stated})


def lend(sheet: Sheet, firm: Firm, order: int, **stated: object) -> str:
    """Add a credit account and return its number; normal and not overdue unless stated."""
    number = codes.account_number(firm.number, order)
    line = max(100_000, firm.revenue // 10 // 100_000 * 100_000)
    row = {
        "enterprise": firm.uscc,
        "account_no": number,
        "lender": read("words")["lenders"][firm.number % 5],
        "kind": "loan",
        "line": line,
        "balance": line * 6 // 10,
        "drawn_total": line * (8 + firm.number % 9) // 10,
        "rate": f"{4 + firm.number % 20 / 10:.2f}%",
        "guarantee": ("unsecured", "mortgage", "suretyship", "pledge")[firm.number % 4],
        "repayment": ("interest_first", "equal_instalment", "revolving")[firm.number % 3],
        "opened": "2024-05-20",
        "due": "2026-05-19",
        "five_tier": "正常",
        "overdue_days": 0,
        "overdue_amount": 0,
    }
    sheet.add("credit_account", **{**row, **stated})
    return number


def repay(sheet: Sheet, account_no: str, monthly: int, overdue: dict[str, int] | None = None) -> None:
    """Add twelve months of repayment up to today; `overdue` gives the days overdue by month."""
    for month in LAST_MONTHS:
        days = (overdue or {}).get(month, 0)
        paid = 0 if days >= 30 else monthly
        sheet.add("repayment", account_no=account_no, month=month, due=monthly, paid=paid, overdue_days=days)


def report(sheet: Sheet, firm: Firm, text: str) -> None:
    """Add a credit report of this month with its remark, and the enquiry that asked for it."""
    bank = read("words")["bank"]
    sheet.add(
        "credit_report",
        enterprise=firm.uscc,
        report_no=f"R20250616{firm.number:09d}",
        report_date="2025-06-16",
        institution=bank,
        text=text,
    )
    sheet.add("enquiry", party=firm.name, party_id=firm.uscc, date="2025-06-16", institution=bank, reason="贷款审批")


def good_credit(sheet: Sheet, firm: Firm, rng: Random) -> None:
    """Add a report, one normal account and a year of repayments in time."""
    balance = firm.revenue // 10 // 100_000 * 60_000
    report(sheet, firm, rng.choice(read("texts")["credit_remark"]).format(count=1, balance=balance))
    repay(sheet, lend(sheet, firm, 1), max(2_000, firm.revenue // 2_000 // 100 * 100))


def apply(sheet: Sheet, firm: Firm, **stated: object) -> None:
    """Add a loan application, approved unless stated."""
    row = {
        "application_no": f"A{firm.number:09d}",
        "enterprise": firm.uscc,
        "amount": 500_000,
        "term_months": 12,
        "purpose": "working_capital",
        "channel": "手机银行",
        "applied_at": "2024-08-12",
        "result": "approved",
        "approved_line": 400_000,
    }
    sheet.add("application", **{**row, **stated})


def browse(sheet: Sheet, firm: Firm, product_ids: list[str], rng: Random) -> None:
    """Add one visit to the product pages: a search, views, clicks and dwelling seconds."""
    customer, session = codes.customer_number(firm.number), f"S{firm.number:09d}"
    sheet.add(
        "behaviour",
        customer_no=customer,
        session=session,
        at="2025-06-18 09:30:00",
        page="产品列表",
        section="搜索",
        event="search",
        region=firm.region,
    )
    for minute, product in enumerate(product_ids, 31):
        at = f"2025-06-18 09:{minute}:00"
        sheet.add(
            "behaviour",
            customer_no=customer,
            session=session,
            at=at,
            page="产品详情",
            section="顶部",
            event="click",
            product_id=product,
            region=firm.region,
        )
        sheet.add(
            "behaviour",
            customer_no=customer,
            session=session,
            at=f"{at[:-2]}20",
            page="产品详情",
            section="利率说明",
            event="dwell",
            product_id=product,
            value=rng.randint(3, 180),
            region=firm.region,
        )
