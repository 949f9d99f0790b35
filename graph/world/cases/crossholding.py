"""Two firms that hold each other, and stakes that stand exactly on a line or just under it."""

from firmgraph.graph.world.actors import HELD_BY_SEVERAL
from firmgraph.graph.world.plot import Plot, owner, tell


def plant(plot: Plot) -> None:
    """Plant the cross-holding and the stakes at 50.00 %, 25.00 % and 24.99 %."""
    _cross_holding(plot)
    _exact_lines(plot)
    _below_the_line(plot)
    _joint_control(plot)


def _cross_holding(plot: Plot) -> None:
    p, q, r = plot.people(3)
    b = plot.firm("cross_b", "C3484", [p, q], capital=10_000_000)
    c = plot.firm("cross_c", "C3979", [r], form=HELD_BY_SEVERAL, capital=8_000_000)
    plot.holds(b, (p, "57.00%"), (q, "23.00%"), (c, "20.00%"))
    plot.holds(c, (b, "50.00%"), (r, "50.00%"))
    effective_b = {p.name: "0.633333", q.name: "0.255556", r.name: "0.111111"}
    effective_c = {p.name: "0.316667", q.name: "0.127778", r.name: "0.555556"}
    plot.expect("cross_holding", "effective_ownership", b, effective_b)
    plot.expect("cross_holding", "effective_ownership", c, effective_c)
    plot.expect(
        "cross_holding",
        "naive_ownership",
        b,
        {q.name: "0.23"},
        note="the simple path of Q stays under 25 %, the exact figure crosses it",
    )
    plot.expect("cross_holding", "circular_holdings", b, [[tell(b)["id"], tell(c)["id"]]])
    plot.expect("cross_holding", "beneficial_owners", b, [owner(p, 1, "0.633333"), owner(q, 1, "0.255556")])
    plot.expect("cross_holding", "beneficial_owners", c, [owner(r, 1, "0.555556"), owner(p, 1, "0.316667")])
    plot.expect("cross_holding", "controller", b, {"controller": p.name, "type": "absolute"})


def _exact_lines(plot: Plot) -> None:
    half, first, second = plot.people(3)
    firm = plot.firm("exactly_half", "C2929", [half, first], capital=5_000_000)
    plot.holds(firm, (half, "50.00%"), (first, "25.00%"), (second, "25.00%"))
    plot.expect("exactly_50", "controlling_shareholder", firm, half.name, pack="company-law-2018", as_of="2024-06-30")
    plot.expect(
        "exactly_50",
        "controlling_shareholder",
        firm,
        None,
        pack="company-law-2023",
        note="50.00 % is not more than half",
    )
    plot.expect(
        "exactly_25",
        "beneficial_owners",
        firm,
        [owner(half, 1, "0.5"), owner(first, 1, "0.25"), owner(second, 1, "0.25")],
    )


def _below_the_line(plot: Plot) -> None:
    people = plot.people(4)
    firm = plot.firm("below_25", "G5430", people[:2])
    plot.holds(firm, *zip(people, ("25.01%", "25.01%", "24.99%", "24.99%"), strict=True))
    plot.expect("below_25", "beneficial_owners", firm, [owner(people[0], 1, "0.2501"), owner(people[1], 1, "0.2501")])


def _joint_control(plot: Plot) -> None:
    one, two = plot.people(2)
    firm = plot.firm("joint", "I6513", [one, two])
    plot.holds(firm, (one, "50.00%"), (two, "50.00%"))
    plot.expect(
        "joint_control",
        "controller",
        firm,
        {"controller": [one.name, two.name], "type": "joint"},
        pack="company-law-2023",
    )
    plot.expect("joint_control", "beneficial_owners", firm, [owner(one, 1, "0.5"), owner(two, 1, "0.5")])
