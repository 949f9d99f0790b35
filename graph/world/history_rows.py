"""Rows of a client's monthly history, each observed when it was known, so that a past month can be asked about."""

from datetime import date, timedelta
from math import exp
from random import Random

from firmgraph.graph.world.actors import Firm, outside
from firmgraph.graph.world.bank_rows import consent, lend, report
from firmgraph.graph.world.history import Burden, Habits, Month, Past, draw_habits, live, month_ends
from firmgraph.graph.world.products import catalogue
from firmgraph.graph.world.sheet import OBSERVED, TODAY, Row, Sheet
from firmgraph.graph.world.trade_rows import LAST_YEAR, exchange, figures
from firmgraph.graph.world.words import read

REPLACED = frozenset({
    "credit_account", "credit_report", "repayment", "enquiry", "statement", "invoice", "bank_flow", "behaviour",
})  # fmt: skip
QUARTER = 3


def relive(sheet: Sheet, firm: Firm, seed: int, months: int) -> Sheet:
    """Return the rows of a client with a history of so many months in place of its last state; others stay."""
    since = came_on(sheet)
    if since is None:
        return sheet
    told = Sheet(firm.uscc[8:17])
    for kind, row in sheet.rows:
        if kind not in REPLACED:
            told.add(kind, **row)
    rng = Random(f"{seed}:history:{firm.number}")
    if past := past_of(told, firm, rng, since, months):
        _tell(told, firm, rng, since, past)
    return dated(told, since)


def past_of(sheet: Sheet, firm: Firm, rng: Random, came: date, months: int) -> Past | None:
    """Return the months of a client that came on a day, up to so many; None where it came too late to have any."""
    ends = [end for end in month_ends(months) if end > came + timedelta(days=31)]
    if not ends:
        return None
    habits = draw_habits(rng, firm, range(max(firm.established.year, ends[0].year - 3), LAST_YEAR + 1))
    burden = _burden(sheet, firm)
    return Past(habits, burden, list(live(rng, habits, burden, ends)))


def came_on(sheet: Sheet) -> date | None:
    """Return the day a firm became a client; None where it is none."""
    return next((_day(row["registered_at"]) for kind, row in sheet.rows if kind == "customer"), None)


def dated(sheet: Sheet, came: date = date.min) -> Sheet:
    """Return a sheet whose rows are observed on the day each was known, at the latest the day all is observed.

    A row that states no day was known the day the firm came.
    """
    rules = read("history")["known"]
    for kind, row in sheet.rows:
        if row["observed_at"] == OBSERVED:
            rule = rules.get(kind, {})
            stated = _day(row.get(rule.get("day", "")))
            known = max(came, stated + timedelta(days=rule["later"])) if stated else came
            row["observed_at"] = min(OBSERVED, known)
    return sheet


def _tell(sheet: Sheet, firm: Firm, rng: Random, came: date, past: Past) -> None:
    habits, lived = past.habits, past.months
    opened = max(came, lived[0].end.replace(day=1) - timedelta(days=rng.randrange(400)))
    _account(sheet, firm, habits, (opened, lived))
    _statements(sheet, firm, habits)
    _assets(sheet, firm, rng, lived)
    for month in lived:
        _trade(sheet, firm, rng, month)
        _ask(sheet, firm, rng, month)
    if rng.random() < read("history")["consent"]:
        consent(sheet, firm, "behaviour", scope="", given_at=came)
        for month in lived:
            _visits(sheet, firm, rng, month)
    _remark(sheet, firm, rng, lived[-1])


def _account(sheet: Sheet, firm: Firm, habits: Habits, past: tuple[date, list[Month]]) -> None:
    """Add a version of the account for each month's end, under one record id, and what was due and paid."""
    opened, lived = past
    number = ""
    for month in lived:
        number = lend(
            sheet,
            firm,
            1,
            record_id=f"account-{firm.uscc[8:17]}",
            observed_at=month.end,
            kind="line",
            line=habits.line,
            balance=month.balance,
            drawn_total=month.drawn_total,
            repayment="revolving",
            opened=opened,
            due=date(TODAY.year + 2, 1 + firm.number % 12, 19),
            five_tier=next(tier for most, tier in read("history")["tiers"] if month.days <= most),
            overdue_days=month.days,
            overdue_amount=month.overdue,
        )
    for month in lived:
        sheet.add(
            "repayment",
            account_no=number,
            month=f"{month.end:%Y-%m}",
            due=month.due,
            paid=month.paid,
            overdue_days=month.late,
            observed_at=month.end,
        )


def _statements(sheet: Sheet, firm: Firm, habits: Habits) -> None:
    """Add the statement of each year, with the year's own revenue and debts."""
    for year in sorted(habits.revenue):
        revenue, debt = habits.revenue[year], habits.debt[year]
        part = revenue / firm.revenue
        own = figures(firm, part, 1.0)
        assets = int(str(own["total_assets"]))
        liabilities = round(assets * debt)
        sheet.add(
            "statement",
            enterprise=firm.uscc,
            period=str(year),
            audited="是" if firm.assets > 3_000_000 else "否",
            **{**own, "liabilities": liabilities, "net_assets": assets - liabilities},
        )


def _assets(sheet: Sheet, firm: Firm, rng: Random, lived: list[Month]) -> None:
    """Add a version of the client's row for each quarter, with its asset with the bank then."""
    rules = read("history")["asset"]
    first = next(row for kind, row in sheet.rows if kind == "customer")
    for month in lived[::QUARTER]:
        shaken = rules["stress"] * month.stress + rng.gauss(0, rules["noise"])
        asset = round(firm.net_assets // 10 * exp(shaken))
        sheet.add("customer", **{**first, "asset": asset, "observed_at": month.end})


def _trade(sheet: Sheet, firm: Firm, rng: Random, month: Month) -> None:
    buyers = outside()
    buyer = buyers[firm.number % len(buyers)] if rng.random() < 0.5 else rng.choice(buyers)
    exchange(sheet, firm, buyer, "in", (f"{month.end:%Y-%m}", month.sales), rng)


def _ask(sheet: Sheet, firm: Firm, rng: Random, month: Month) -> None:
    """Add the enquiries of lenders that the firm asked for credit in a month."""
    rules, bank = read("history")["enquiries"], read("words")["bank"]
    mean = exp(rules["base"] + rules["stress"] * month.stress + rules["need"] * month.need)
    for _ in range(_poisson(rng, mean)):
        day = month.end.replace(day=rng.randint(1, 27))
        sheet.add("enquiry", party=firm.name, party_id=firm.uscc, date=day, institution=bank, reason="贷款审批")


def _visits(sheet: Sheet, firm: Firm, rng: Random, month: Month) -> None:
    """Add the visits of a month to the product pages, each a search and looks at some products."""
    rules = read("history")["visits"]
    products = [str(product["product_id"]) for group in catalogue() for product in group.products]
    for visit in range(_poisson(rng, exp(rules["base"] + rules["need"] * month.need))):
        day = month.end.replace(day=rng.randint(1, 27))
        own = {
            "customer_no": f"C{firm.number:09d}",
            "session": f"S{firm.number:09d}{day:%y%m%d}{visit}",
            "region": firm.region,
        }
        sheet.add("behaviour", **own, at=f"{day} 09:30:00", page="产品列表", section="搜索", event="search")
        for minute, product in enumerate(rng.sample(products, rng.randint(1, rules["views"])), 31):
            looked: Row = {**own, "page": "产品详情", "product_id": product}
            at = f"{day} 09:{minute}"
            sheet.add("behaviour", **looked, at=f"{at}:00", section="顶部", event="click")
            seconds = rng.randint(3, 120)
            sheet.add("behaviour", **looked, at=f"{at}:20", section="利率说明", event="dwell", value=seconds)


def _remark(sheet: Sheet, firm: Firm, rng: Random, last: Month) -> None:
    texts = read("texts")["credit_remark_overdue" if last.days else "credit_remark"]
    report(sheet, firm, rng.choice(texts).format(count=1, balance=last.balance, days=last.days))


def _burden(sheet: Sheet, firm: Firm) -> Burden:
    rows = sheet.rows
    return Burden(
        tuple(str(r["filed"]) for kind, r in rows if kind == "litigation" and _is_sued(r, firm)),
        tuple(str(r["filed"]) for kind, r in rows if kind == "enforcement" and not r.get("closed")),
        tuple(str(r["valid_from"]) for kind, r in rows if kind == "guarantee"),
    )


def _is_sued(row: Row, firm: Firm) -> bool:
    return row["role"] == "被告" and row["party"] == firm.name


def _day(stated: object) -> date | None:
    """The day a cell states: the first of a date or time, the last of a year; None where it states none."""
    text = str(stated or "")
    if len(text) == 4:
        return date(int(text), 12, 31)
    return date.fromisoformat(text[:10]) if len(text) >= 10 else None


def _poisson(rng: Random, mean: float) -> int:
    """A number of events of a mean, by Knuth's product of uniform numbers."""
    least, product, count = exp(-mean), rng.random(), 0
    while product > least:
        product *= rng.random()
        count += 1
    return count
