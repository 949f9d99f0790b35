"""A bookkeeping agency whose phone twelve clients share; its clients also carry the five tiers and the same names."""

from firmgraph.graph.world.actors import Firm, Person
from firmgraph.graph.world.bank_rows import apply, enrol, lend, report
from firmgraph.graph.world.plot import Plot
from firmgraph.graph.world.registry_rows import qualify
from firmgraph.graph.world.words import read

CLIENTS = 12
_TRADES = ("F5121", "C1713", "G5430", "I6513", "F5212", "C2929", "M7519", "E5011", "C3484", "O8111", "H6210", "F5164")
_OVERDUE = (
    (0, "normal", "正常"),
    (1, "special_mention", ""),
    (90, "special_mention", "关注"),
    (91, "substandard", ""),
    (270, "substandard", "次级"),
    (271, "doubtful", ""),
    (360, "doubtful", "可疑"),
    (361, "loss", "损失"),
)
_ASSETS = ((2_000_000, "premium"), ("1999999.99", "standard"), (500_000, "standard"), ("499999.99", "basic"))


def plant(plot: Plot) -> None:
    """Plant the agency, its clients, and on them the five tiers, client grades at the line, and people of one name."""
    people = _people(plot)
    clients = [_client(plot, order, code, people[order]) for order, code in enumerate(_TRADES)]
    agency = _agency(plot, clients)
    plot.expect("hub_phone", "hub", agency, {"phone": agency.phone, "shared_by": CLIENTS + 1, "links_clients": False})
    _hidden_pair(plot, clients[8], clients[9])
    _tiers(plot, clients)
    _grades(plot, clients[8:])
    _same_names(plot, clients, people)
    _applications(plot, clients[10], clients[11])


def _people(plot: Plot) -> list[Person]:
    plain = plot.people(8)
    return [
        *plain,
        plot.person("林砚秋"),
        plot.person("林砚秋"),
        plot.person("周栖云", with_id=False),
        plot.person("周栖云", with_id=False),
    ]


def _client(plot: Plot, order: int, code: str, boss: Person) -> Firm:
    without = ("credit", "trade") if order < len(_OVERDUE) else ("client", "trade")
    firm = plot.firm(f"hub_{order + 1}", code, [boss], without=without)
    plot.holds(firm, (boss, "100.00%"))
    return firm


def _agency(plot: Plot, clients: list[Firm]) -> Firm:
    boss = plot.person()
    agency = plot.firm("hub_agency", "L7241", [boss], without=("credit", "trade"))
    plot.holds(agency, (boss, "100.00%"))
    for client in clients:
        sheet = plot.sheet(client)
        sheet.add("contact", enterprise=client.uscc, kind="phone", value=agency.phone, source="tax_bureau")
        sheet.add("contact", enterprise=client.uscc, kind="filing_agent", value=agency.name, source="tax_bureau")
    return agency


def _hidden_pair(plot: Plot, one: Firm, two: Firm) -> None:
    address, email = "澜州市汀西区望汀路18号澜光大厦3幢1207室", "accounts@lanting-pair.example"
    for firm in (one, two):
        plot.sheet(firm).add("contact", enterprise=firm.uscc, kind="address", value=address, source="bank_core")
        plot.sheet(firm).add("contact", enterprise=firm.uscc, kind="email", value=email, source="bank_core")
    plot.expect(
        "hidden_pair",
        "hidden_relation",
        [one, two],
        {"related": True, "certainty": "suspected", "evidence": ["address", "email"]},
    )


def _tiers(plot: Plot, clients: list[Firm]) -> None:
    for firm, (days, tier, stated) in zip(clients, _OVERDUE, strict=False):
        sheet, owed = plot.sheet(firm), 400_000 if days else 0
        remark = read("texts")["credit_remark_overdue"][0].format(count=1, balance=600_000, days=days)
        report(sheet, firm, remark if days else "该企业有未结清贷款1笔，还款记录良好，五级分类正常。")
        lend(sheet, firm, 1, balance=600_000, five_tier=stated, overdue_days=days, overdue_amount=owed)
        plot.expect("five_tier", "five_tier", firm, tier, overdue_days=days, pack="five-tier-2023-1")


def _grades(plot: Plot, clients: list[Firm]) -> None:
    for firm, (asset, grade) in zip(clients, _ASSETS, strict=True):
        enrol(plot.sheet(firm), firm, asset=asset)
        plot.expect("asset_minimum", "grade_by_asset", firm, grade, asset=str(asset))
    qualify(plot.sheet(clients[0]), clients[0], "高新技术企业")
    qualify(plot.sheet(clients[1]), clients[1], "纳税信用等级", "A")


def _same_names(plot: Plot, clients: list[Firm], people: list[Person]) -> None:
    plot.expect("same_name_with_ids", "same_person", clients[8:10], False, person=people[8].name)
    plot.expect(
        "same_name_without_ids",
        "same_person",
        clients[10:12],
        False,
        person=people[10].name,
        note="nothing but the name joins them",
    )


def _applications(plot: Plot, recent: Firm, past: Firm) -> None:
    apply(plot.sheet(recent), recent, applied_at="2025-05-31", result="pending", approved_line="")
    apply(plot.sheet(past), past, applied_at="2025-05-30", result="refused", approved_line="")
    plot.expect("applied_30_days_ago", "duplicate_application", recent, True, days=30)
    plot.expect("applied_31_days_ago", "duplicate_application", past, False, days=31)
