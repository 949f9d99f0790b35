"""Control that adds up along chains, and the four sizes of the SME standard on the same firms."""

from firmgraph.graph.world.actors import HELD_BY_SEVERAL, Firm
from firmgraph.graph.world.plot import Plot, owner, tell


def plant(plot: Plot) -> None:
    """Plant the control chains, the thin chain of products and the size classes."""
    _adding_up(plot)
    _sizes(plot, _coalition(plot))
    _thin_chain(plot)


def _adding_up(plot: Plot) -> None:
    a, other = plot.people(2)
    b = plot.firm("adds_b", "F5164", [a, other])
    c = plot.firm("adds_c", "C3599", [a], form=HELD_BY_SEVERAL)
    plot.holds(b, (a, "60.00%"), (other, "40.00%"))
    plot.holds(c, (a, "30.00%"), (b, "25.00%"))
    plot.spread(c, "15.00%", "15.00%", "15.00%")
    plot.expect("control_adds_up", "controller", c, {"controller": a.name, "type": "absolute", "voting": "0.55"})
    plot.expect("control_adds_up", "effective_ownership", c, {a.name: "0.45", other.name: "0.1"}, partial=True)
    plot.expect("control_adds_up", "beneficial_owners", c, [owner(a, 1, "0.45")])


def _coalition(plot: Plot) -> list[Firm]:
    at = plot.person()
    pv = plot.firm("set_pv", "C3599", [at], form=HELD_BY_SEVERAL, staff=300, revenue=20_000_000)
    investor = plot.firm("set_in", "C3484", [at], form=HELD_BY_SEVERAL, staff=300, revenue=19_990_000)
    rc = plot.firm("set_rc", "C2929", [at], form=HELD_BY_SEVERAL, staff=19, revenue=50_000_000)
    gb = plot.firm("set_gb", "C3979", plot.people(1), form=HELD_BY_SEVERAL, staff=1000, revenue=400_000_000)
    plot.holds(pv, (at, "70.00%"))
    plot.holds(investor, (at, "40.00%"), (pv, "10.00%"), (rc, "10.00%"))
    plot.holds(rc, (pv, "60.00%"))
    plot.holds(gb, (rc, "30.00%"), (gb.people[0], "24.00%"))
    plot.spread(pv, "20.00%", "10.00%")
    plot.spread(investor, "20.00%", "20.00%")
    plot.spread(rc, "20.00%", "20.00%")
    plot.spread(gb, "24.00%", "22.00%")
    controlled = [tell(firm)["id"] for firm in (pv, rc, investor)]
    plot.expect(
        "controlled_set", "controlled_set", at, {"controls": controlled, "not": [tell(gb)["id"]]}, enterprise=pv.uscc
    )
    plot.expect("controlled_set", "effective_ownership", gb, {at.name: "0.126"}, partial=True)
    return [pv, investor, rc, gb]


def _sizes(plot: Plot, firms: list[Firm]) -> None:
    for firm, size in zip(firms, ("medium", "small", "micro", "large"), strict=True):
        plot.expect(
            "sme_size", "size_class", firm, size, staff=firm.staff, revenue=str(firm.revenue), sector=firm.trade.sector
        )


def _thin_chain(plot: Plot) -> None:
    p, q, r = plot.people(3)
    first = plot.firm("thin_1", "L7241", [p, q])
    second = plot.firm("thin_2", "M7519", [p], form=HELD_BY_SEVERAL)
    third = plot.firm("thin_3", "F5121", [r], form=HELD_BY_SEVERAL)
    plot.holds(first, (p, "60.00%"), (q, "40.00%"))
    plot.holds(second, (first, "50.00%"), (r, "50.00%"))
    plot.holds(third, (second, "40.00%"))
    s, t = plot.spread(third, "30.00%", "30.00%")
    shares = {p.name: "0.12", q.name: "0.08", r.name: "0.2", s.name: "0.3", t.name: "0.3"}
    plot.expect("thin_chain", "effective_ownership", third, shares)
    plot.expect("thin_chain", "beneficial_owners", third, [owner(s, 1, "0.3"), owner(t, 1, "0.3")])
