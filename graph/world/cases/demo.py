"""The firm of the demonstration: all five sources present, nothing against it, and products that fit."""

from datetime import date
from random import Random

from firmgraph.graph.world.actors import Firm, cells, outside
from firmgraph.graph.world.bank_rows import apply, browse, consent, enrol
from firmgraph.graph.world.court_rows import Suit, sue
from firmgraph.graph.world.plot import Plot
from firmgraph.graph.world.products import catalogue, kept
from firmgraph.graph.world.registry_rows import qualify
from firmgraph.graph.world.trade_rows import account_for, publish, sell
from firmgraph.graph.world.words import read

GRADE = "premium"
REQUEST = {"terms": {"amount": "1000000", "term_months": 12, "purpose": "working_capital"}}


def plant(plot: Plot) -> None:
    """Plant the firm and what is expected of its portrait and its match."""
    boss, partner, engineer = plot.people(3)
    without = ("client", "consent", "statements", "trade", "diligence")
    firm = plot.firm(
        "demo",
        "C3599",
        [boss, partner, engineer],
        without=without,
        region="990101",
        address="澜州市汀东区创新二路88号",
        established=date(2015, 4, 18),
        capital=10_000_000,
        staff=85,
        revenue=36_000_000,
        assets=30_000_000,
        net_assets=16_000_000,
    )
    plot.holds(firm, (boss, "62.00%"), (partner, "28.00%"), (engineer, "10.00%"))
    _known_to_the_bank(plot, firm)
    _known_in_business(plot, firm)
    _expect(plot, firm)
    plot.expect("demo", "controller", firm, {"controller": boss.name, "type": "absolute", "share": "0.62"})


def _known_to_the_bank(plot: Plot, firm: Firm) -> None:
    sheet = plot.sheet(firm)
    enrol(sheet, firm, asset=2_600_000, channel="园区活动")
    for purpose in ("credit", "marketing", "behaviour"):
        consent(sheet, firm, purpose)
    apply(sheet, firm, product_id="T104", amount=800_000, approved_line=800_000, applied_at="2024-05-06")
    browse(sheet, firm, ["T104", "M303", "K703"], Random("demo"))


def _known_in_business(plot: Plot, firm: Firm) -> None:
    sheet, rng, strangers = plot.sheet(firm), Random("demo business"), outside()
    account_for(sheet, firm, years=3)
    buyers = [plot.firms[key] for key in ("set_gb", "chain_e", "concert", "set_pv")]
    sell(sheet, firm, [*buyers, strangers[2]], rng, months=12)
    for name, grade in (("专精特新", "省级"), ("高新技术企业", ""), ("纳税信用等级", "A")):
        qualify(sheet, firm, name, grade)
    for section, text in read("texts")["demo_notes"].items():
        sheet.add(
            "diligence",
            enterprise=firm.name,
            enterprise_id=firm.uscc,
            date="2025-05-30",
            author="客户经理05",
            section=section,
            text=text,
        )
    sue(
        sheet,
        Suit(firm, strangers[4], 702, 2023, 268_000),
        rng,
        cause="买卖合同纠纷",
        result="调解结案",
        closed="2023-09-12",
    )
    publish(sheet, firm, "positive", rng)
    sheet.add("branch", enterprise=firm.uscc, branch=f"{firm.name}岫山分公司", region="990103", valid_from="2019-06-01")
    sheet.add(
        "relation",
        **cells("from", firm),
        **cells("to", plot.firms["set_gb"]),
        kind="supplies",
        amount=9_600_000,
        text="专用设备及备件长期供货协议",
    )


def _expect(plot: Plot, firm: Firm) -> None:
    present = dict.fromkeys(("registration", "litigation", "credit", "customer", "diligence"), "present")
    plot.expect("demo", "sources", firm, present)
    plot.expect("demo", "five_tier", firm, "normal")
    plot.expect(
        "demo", "size_class", firm, "small", staff=firm.staff, revenue=str(firm.revenue), sector=firm.trade.sector
    )
    plot.expect("demo", "grade_by_asset", firm, GRADE, asset="2600000")
    plot.expect("consent_given", "consent", firm, "PASS", purpose="credit")
    fitting = {group.name: kept(group, GRADE) for group in catalogue() if "working_capital" in group.common["purposes"]}
    plot.expect("demo", "match", firm, {"kept": fitting, "at_least_classes": 4}, request=REQUEST, grade=GRADE)
