"""Overdue months at the line of the pre-screen, a settled bad account, and a firm without any credit record."""

from firmgraph.graph.world.actors import Firm
from firmgraph.graph.world.bank_rows import lend, repay, report
from firmgraph.graph.world.plot import Plot
from firmgraph.graph.world.words import read

_THREE = {"2024-12": 8, "2025-01": 5, "2025-03": 12, "2025-05": 3}
_FOUR = {"2025-01": 6, "2025-02": 4, "2025-04": 15, "2025-06": 2}


def plant(plot: Plot) -> None:
    """Plant three against four overdue months, and the missing source."""
    three = _overdue(plot, "overdue_three", "C1495", _THREE)
    _settled_loss(plot, three)
    four = _overdue(plot, "overdue_four", "G5430", _FOUR)
    _eager(plot, four)
    plot.expect(
        "overdue_three_of_six",
        "overdue_six_months",
        three,
        {"count": 3, "verdict": "PASS"},
        note="the month of 2024-12 lies outside",
    )
    plot.expect("overdue_four_of_six", "overdue_six_months", four, {"count": 4, "verdict": "FAIL"})
    _missing(plot)


def _firm(plot: Plot, key: str, code: str) -> Firm:
    people = plot.people(2)
    firm = plot.firm(key, code, people, without=("credit",))
    plot.holds(firm, (people[0], "70.00%"), (people[1], "30.00%"))
    return firm


def _overdue(plot: Plot, key: str, code: str, months: dict[str, int]) -> Firm:
    firm = _firm(plot, key, code)
    sheet = plot.sheet(firm)
    report(sheet, firm, f"该企业近六个月还款存在{len(months)}次短期逾期，均已还清，当前无逾期。")
    repay(sheet, lend(sheet, firm, 1), 26_000, months)
    return firm


def _settled_loss(plot: Plot, firm: Firm) -> None:
    lend(
        plot.sheet(firm),
        firm,
        2,
        balance=0,
        opened="2017-03-01",
        due="2018-02-28",
        closed="2021-09-30",
        five_tier="损失",
        kind="loan",
    )
    plot.expect(
        "closed_account_not_gating",
        "five_tier",
        firm,
        "normal",
        note="the account in the loss tier was settled in 2021",
    )


def _eager(plot: Plot, firm: Firm) -> None:
    sheet = plot.sheet(firm)
    for order, date in enumerate(("2025-01-09", "2025-02-14", "2025-03-03", "2025-03-28", "2025-04-17", "2025-05-20")):
        lender = read("words")["lenders"][order % 5]
        sheet.add("enquiry", party=firm.name, party_id=firm.uscc, date=date, institution=lender, reason="贷款审批")
    plot.expect("many_enquiries", "approval_enquiries_half_year", firm, 7)


def _missing(plot: Plot) -> None:
    firm = _firm(plot, "no_credit", "I6513")
    plot.expect(
        "missing_source",
        "sources",
        firm,
        {"credit": "absent"},
        note="unknown is not clean: the five tiers and the pre-screen are UNKNOWN",
    )
    plot.expect("missing_source", "five_tier", firm, None, verdict="UNKNOWN")
