"""Trouble that is over, trouble that is not, and trouble of somebody else."""

from random import Random

from firmgraph.graph.world.actors import Firm, cells, outside
from firmgraph.graph.world.court_rows import Suit, enforce, sue
from firmgraph.graph.world.plot import Plot
from firmgraph.graph.world.words import read


def plant(plot: Plot) -> None:
    """Plant closed and open enforcement, a firm that only sues, a clean note, and a revoked firm."""
    _closed(plot)
    _open(plot)
    _plaintiff_only(plot)
    _revoked(plot)


def _firm(plot: Plot, key: str, code: str, **registered: object) -> Firm:
    people = plot.people(2)
    firm = plot.firm(key, code, people, registered=registered)
    plot.holds(firm, (people[0], "66.00%"), (people[1], "34.00%"))
    return firm


def _closed(plot: Plot) -> None:
    firm = _firm(plot, "enforcement_closed", "E5011")
    sheet = plot.sheet(firm)
    case_no = enforce(sheet, firm, "enforced", 1207, 360_000, filed="2022-05-12", closed="2023-01-20", performed="all")
    enforce(sheet, firm, "consumption_limit", 1207, 360_000, filed="2022-08-01", closed="2023-01-20", performed="all")
    sue(sheet, Suit(outside()[4], firm, 877, 2021, 360_000), Random("closed"), closed="2022-01-10")
    plot.expect("enforcement_closed", "enforcement_open", firm, [])
    plot.expect("enforcement_closed", "enforcement_open", firm, [case_no], as_of="2022-12-31")
    plot.expect("enforcement_closed", "risk_grade", firm, "green")


def _open(plot: Plot) -> None:
    firm = _firm(plot, "enforcement_open", "C2929")
    sheet = plot.sheet(firm)
    first = enforce(sheet, firm, "enforced", 2231, 1_860_000, performed="part")
    second = enforce(sheet, firm, "dishonest", 2232, 740_000, text="被执行人有能力履行而拒不履行，被列为失信被执行人。")
    third = enforce(
        sheet, firm, "terminated", 2240, 95_000, text="经穷尽财产调查措施，未发现可供执行的财产，终结本次执行程序。"
    )
    sue(
        sheet,
        Suit(outside()[3], firm, 1290, 2023, 1_860_000),
        Random("open"),
        cause="买卖合同纠纷",
    )
    sheet.add(
        "penalty",
        **cells("party", firm),
        kind="tax_arrears",
        authority="澜州市税务局",
        reason="欠缴增值税",
        amount=48_200,
        decided="2025-03-11",
    )
    sheet.add(
        "news",
        enterprise=firm.name,
        enterprise_id=firm.uscc,
        date="2025-04-02",
        title=f"{firm.name}被多家供应商起诉",
        text="该公司因买卖合同纠纷被诉，现为被执行人，尚未履行付款义务。",
        sentiment="negative",
    )
    plot.expect("enforcement_open", "enforcement_open", firm, [first, second, third])
    plot.expect("enforcement_open", "dishonest", firm, True)
    plot.expect("enforcement_open", "risk_grade", firm, "red")


def _plaintiff_only(plot: Plot) -> None:
    firm = _firm(plot, "plaintiff_only", "C3599")
    sheet, debtors = plot.sheet(firm), outside()
    cases = [
        sue(
            sheet,
            Suit(firm, debtors[k], 640 + k, 2024, 210_000 + 55_000 * k),
            Random(f"plaintiff{k}"),
            cause="买卖合同纠纷",
        )
        for k in (0, 1)
    ]
    note = read("texts")["clean_note"]
    sheet.add(
        "diligence",
        enterprise=firm.name,
        enterprise_id=firm.uscc,
        date="2025-06-03",
        author="客户经理03",
        section="风险核查",
        text=note,
    )
    plot.expect("plaintiff_only", "litigation_as", firm, {"plaintiff": cases, "defendant": []})
    plot.expect("plaintiff_only", "risk_grade", firm, "green")
    plot.expect("note_says_none_found", "risk_tags", firm, [], text=note)


def _revoked(plot: Plot) -> None:
    registered: dict[str, object] = {
        "status": "吊销",
        "ended": "2023-03-15",
        "record_id": "gsxt-registration-revoked",
        "observed_at": "2025-06-18",
    }
    people = plot.people(2)
    firm = plot.firm(
        "revoked",
        "F5121",
        people,
        registered=registered,
        without=("client", "consent", "credit", "statements", "trade", "diligence"),
    )
    plot.holds(firm, (people[0], "60.00%"), (people[1], "55.00%"))
    _struck_off(plot, firm)
    plot.expect("revoked", "status", firm, "revoked", ended="2023-03-15")
    plot.expect("blacklisted", "blacklist", firm, True)
    plot.expect("shares_above_100", "data_quality", firm, {"finding": "shares_not_100", "sum": "1.15"})


def _struck_off(plot: Plot, firm: Firm) -> None:
    """List the firm as abnormal, then as a serious offender, and bar it from the bank."""
    sheet, authority = plot.sheet(firm), "澜州市市场监督管理局"
    sheet.add(
        "penalty",
        **cells("party", firm),
        kind="abnormal",
        authority=authority,
        reason="通过登记的住所无法联系",
        decided="2021-07-06",
    )
    sheet.add(
        "penalty",
        **cells("party", firm),
        kind="serious",
        authority=authority,
        reason="被列入经营异常名录届满三年仍未履行相关义务",
        decided="2024-07-08",
    )
    sheet.add(
        "blacklist",
        party=firm.name,
        party_id=firm.uscc,
        list="行内禁入名单",
        reason="营业执照被吊销",
        valid_from="2023-04-01",
    )
