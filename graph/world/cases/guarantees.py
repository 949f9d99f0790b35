"""A guarantee circle with one member in default, and a guarantee chain that ends at a firm the state owns."""

from firmgraph.graph.world.actors import Body, Firm, cells
from firmgraph.graph.world.bank_rows import lend, report
from firmgraph.graph.world.court_rows import enforce
from firmgraph.graph.world.plot import Plot, tell
from firmgraph.graph.world.words import read


def plant(plot: Plot) -> None:
    """Plant the circle A, B, C with D beside it, and the chain E, F, G, H."""
    _circle(plot)
    _chain(plot)


def _guarantee(plot: Plot, guarantor: Firm, guaranteed: Firm, amount: int, **stated: object) -> None:
    row = {
        "contract_no": f"BZ2024{guarantor.number:03d}{guaranteed.number:03d}",
        "creditor": read("words")["bank"],
        "creditor_kind": "enterprise",
        "amount": f"{amount // 10_000}万元",
        "balance": amount,
        "kind": "suretyship",
        "joint": "是",
        "valid_from": "2024-02-01",
        "valid_to": "2027-01-31",
    }
    plot.sheet(guarantor).add(
        "guarantee", **cells("guarantor", guarantor), **cells("guaranteed", guaranteed), **{**row, **stated}
    )


def _firm(plot: Plot, key: str, code: str, net_assets: int, without: tuple[str, ...] = ()) -> Firm:
    people = plot.people(2)
    firm = plot.firm(
        key, code, people, without=without, net_assets=net_assets, assets=net_assets * 3, revenue=net_assets * 4
    )
    plot.holds(firm, (people[0], "80.00%"), (people[1], "20.00%"))
    return firm


def _circle(plot: Plot) -> None:
    a, c, d = (
        _firm(plot, f"circle_{key}", "F5164", worth)
        for key, worth in (("a", 2_000_000), ("c", 2_400_000), ("d", 6_000_000))
    )
    b = _firm(plot, "circle_b", "C3484", 1_500_000, without=("credit",))
    for guarantor, guaranteed, amount in ((a, b, 3_000_000), (b, c, 4_000_000), (c, a, 2_500_000), (d, a, 1_000_000)):
        _guarantee(plot, guarantor, guaranteed, amount)
    _default(plot, b)
    ids = {key: tell(firm)["id"] for key, firm in zip("abcd", (a, b, c, d), strict=True)}
    members = [ids["a"], ids["b"], ids["c"]]
    plot.expect(
        "guarantee_circle",
        "guarantee_circles",
        a,
        {"circles": [{"members": members, "kind": "circular"}], "outside": [ids["d"]], "component": 4},
    )
    plot.expect(
        "guarantee_circle",
        "guarantee_cascade",
        b,
        {"rounds": [[ids["b"]], [ids["a"]], [ids["c"]]], "stands": [ids["d"]]},
        note="a guarantor falls when what it must pay is more than its net assets",
    )
    plot.expect("guarantee_circle", "guarantee_ratio", a, "1.5", amount="3000000", net_assets="2000000")
    plot.expect("guarantee_circle", "in_default", [a, b, c, d], [ids["b"]])


def _default(plot: Plot, firm: Firm) -> None:
    sheet = plot.sheet(firm)
    remark = read("texts")["credit_remark_overdue"][0].format(count=1, balance=4_800_000, days=205)
    report(sheet, firm, remark + "已进入不良，保证人尚未代偿。")
    lend(
        sheet,
        firm,
        1,
        balance=4_800_000,
        guarantee="suretyship",
        five_tier="次级",
        overdue_days=205,
        overdue_amount=4_800_000,
    )
    enforce(sheet, firm, "enforced", 3120, 4_800_000)
    enforce(
        sheet,
        firm,
        "dishonest",
        3120,
        4_800_000,
        text="被执行人有履行能力而拒不履行生效法律文书确定义务，纳入失信被执行人名单。",
    )
    sheet.add(
        "pledge",
        **cells("owner", firm.people[0]),
        kind="equity_freeze",
        target=firm.uscc,
        share="80.00%",
        amount=800_000,
        valid_from="2025-02-10",
    )
    sheet.add("pledge", **cells("owner", firm), kind="seal", amount=1_200_000, valid_from="2025-02-10")


def _chain(plot: Plot) -> None:
    e = _firm(plot, "chain_e", "C1713", 10_000_000)
    f = _firm(plot, "chain_f", "C2929", 9_000_000)
    g = _firm(plot, "chain_g", "E5011", 8_000_000)
    h = plot.firm(
        "chain_h", "G5430", plot.people(1), form="有限责任公司(国有独资)", net_assets=30_000_000, assets=70_000_000
    )
    state = Body("澜州市国有资产监督管理局", "state")
    plot.holds(h, (state, "100.00%"))
    _guarantee(plot, e, f, 6_000_000)
    _guarantee(plot, f, g, 2_000_000)
    _guarantee(plot, g, h, 1_000_000, kind="pledge", joint="否")
    _guarantee(plot, h, e, 5_000_000, valid_from="2020-02-01", valid_to="2023-01-31")
    kin = plot.sheet(e)
    kin.add(
        "relation",
        **cells("from", e.people[0]),
        **cells("to", g.people[0]),
        kind="spouse",
        text="尽调访谈时双方确认为夫妻关系",
    )
    chain = [tell(firm)["id"] for firm in (e, f, g, h)]
    plot.expect(
        "guarantee_chain",
        "guarantee_chains",
        e,
        {"nodes": chain, "length": 3},
        note="the guarantee from H back to E ended in 2023",
    )
    plot.expect("guarantee_chain", "guarantee_circles", e, {"circles": []})
    plot.expect("guarantee_chain", "guarantee_ratio", e, "0.6", amount="6000000", net_assets="10000000")
    plot.expect("kin_group", "group_members", e, {"member": tell(g)["id"], "test": 3, "relation": "spouse"})
    plot.expect("state_owned", "controller", h, {"controller": state.name, "kind": "state"})
    plot.expect("state_owned", "effective_ownership", h, {state.name: "1"})
    plot.expect("state_owned", "beneficial_owners", h, [{"name": h.people[0].name, "standard": "manager"}])
