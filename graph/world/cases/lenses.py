"""Holdings where income, votes and control part ways: partnerships, concert parties, nominees."""

from firmgraph.graph.world.actors import HELD_BY_SEVERAL, Firm, Person, cells
from firmgraph.graph.world.plot import Plot, owner, tell
from firmgraph.graph.world.registry_rows import hold

_PARTNERSHIP = "有限合伙企业"


def plant(plot: Plot) -> None:
    """Plant the partnerships, the concert parties and the nominee."""
    _limited_partner(plot)
    _general_partner(plot)
    _concert(plot)
    _nominee(plot)


def _fund(plot: Plot, key: str, manager: Person) -> Firm:
    name = f"澜州市{'岚光' if key == 'lens_fund' else '砚湖'}企业管理中心（有限合伙）"
    return plot.firm(
        key,
        "L7241",
        [manager],
        without=("client", "consent", "credit", "statements", "trade", "diligence"),
        form=_PARTNERSHIP,
        name=name,
    )


def _limited_partner(plot: Plot) -> None:
    p, partner, manager = plot.people(3)
    holding = plot.firm("lens_holding", "L7241", [p, partner])
    fund = _fund(plot, "lens_fund", manager)
    target = plot.firm("lens_target", "C1495", [p], form=HELD_BY_SEVERAL)
    plot.holds(holding, (p, "60.00%"), (partner, "40.00%"))
    hold(plot.sheet(fund), fund, p, "99.00%", role="LP")
    hold(plot.sheet(fund), fund, manager, "1.00%", role="GP")
    plot.holds(target, (holding, "45.00%"), (fund, "15.00%"))
    plot.spread(target, "10.00%", "10.00%", "10.00%", "10.00%")
    plot.expect(
        "limited_partner",
        "effective_ownership",
        target,
        {p.name: "0.4185", partner.name: "0.18", manager.name: "0.0015"},
        partial=True,
    )
    votes = {tell(holding)["id"]: "0.45", manager.name: "0.15"}
    plot.expect("limited_partner", "voting", target, votes, note="the general partner votes the fund's 15 % whole")
    plot.expect("limited_partner", "beneficial_owners", target, [owner(p, 1, "0.4185")])
    plot.expect("limited_partner", "controller", fund, {"controller": manager.name})


def _general_partner(plot: Plot) -> None:
    chief, first, second = plot.people(3)
    manager = plot.firm("gp_manager", "L7241", [chief])
    fund = _fund(plot, "gp_fund", chief)
    plot.holds(manager, (chief, "100.00%"))
    hold(plot.sheet(fund), fund, manager, "1.00%", role="GP")
    hold(plot.sheet(fund), fund, first, "60.00%", role="LP")
    hold(plot.sheet(fund), fund, second, "39.00%", role="LP")
    plot.expect("general_partner", "controller", fund, {"controller": chief.name, "through": tell(manager)["id"]})
    plot.expect("general_partner", "beneficial_owners", fund, [owner(first, 1, "0.6"), owner(second, 1, "0.39")])


def _concert(plot: Plot) -> None:
    first, second = plot.people(2)
    firm = plot.firm("concert", "C3979", [first, second])
    plot.holds(firm, (first, "30.00%"), (second, "24.00%"))
    plot.spread(firm, "16.00%", "15.00%", "15.00%")
    plot.sheet(firm).add(
        "relation",
        **cells("from", first),
        **cells("to", second),
        kind="concert",
        valid_from="2022-01-01",
        text=f"双方就{firm.name}股东会表决事项签署一致行动协议",
    )
    plot.expect(
        "concert_parties",
        "controller",
        firm,
        {"controller": [first.name, second.name], "type": "joint", "voting": "0.54"},
    )
    plot.expect("concert_parties", "income_share", firm, {first.name: "0.3", second.name: "0.24"})


def _nominee(plot: Plot) -> None:
    front, real, other = plot.people(3)
    firm = plot.firm("nominee", "F5212", [front, other])
    hold(plot.sheet(firm), firm, front, "60.00%", **cells("nominee_for", real), source="diligence_team")
    plot.holds(firm, (other, "40.00%"))
    plot.expect("nominee", "controller", firm, {"controller": real.name, "certainty": "suspected", "not": front.name})
    plot.expect("nominee", "beneficial_owners", firm, [owner(real, 1, "0.6"), owner(other, 1, "0.4")])
