"""Sources that disagree, records that replace others, holders that change, and shares that do not sum to 100 %."""

from datetime import timedelta

from firmgraph.graph.world.actors import cells
from firmgraph.graph.world.bank_rows import consent
from firmgraph.graph.world.plot import Plot
from firmgraph.graph.world.registry_rows import hold, registration

_LAST_DAY_OF_X = "2024-06-30"
_FIRST_DAY_OF_Y = "2024-07-01"


def plant(plot: Plot) -> None:
    """Plant the conflict of sources, the short capital table and the change of shareholder."""
    _conflict(plot)
    _short_table(plot)
    _change_of_holder(plot)


def _conflict(plot: Plot) -> None:
    people = plot.people(2)
    firm = plot.firm("sources_conflict", "C3599", people, without=("consent",), capital=10_000_000)
    plot.holds(firm, (people[0], "90.00%"), (people[1], "10.00%"))
    sheet, stated = plot.sheet(firm), registration(firm)
    sheet.add(
        "registration",
        **{
            **stated,
            "source": "self_declared",
            "registered_capital": "2000万元",
            "staff": firm.staff * 2,
            "observed_at": "2025-06-25",
        },
    )
    moved = "澜州市霁湖区霁光路266号霁湖科技园9幢"
    sheet.add("registration", **{**stated, "source": "bank_core", "address": moved, "observed_at": "2025-06-22"})
    sheet.add(
        "statement",
        enterprise=firm.uscc,
        period="2024",
        audited="否",
        source="self_declared",
        revenue=firm.revenue * 3 // 2,
        staff=firm.staff * 2,
    )
    consent(sheet, firm, "credit", withdrawn_at="2025-05-01")
    plot.expect(
        "sources_conflict",
        "attribute",
        firm,
        {"value": "10000000", "loser": {"value": "20000000", "source": "self_declared"}},
        attribute="registered_capital",
    )
    plot.expect(
        "sources_conflict",
        "attribute",
        firm,
        {"value": firm.address, "loser": {"value": moved, "source": "bank_core"}},
        attribute="address",
    )
    plot.expect("consent_withdrawn", "consent", firm, "FAIL", purpose="credit")
    plot.expect("consent_withdrawn", "consent", firm, "PASS", purpose="credit", as_of="2025-04-30")


def _short_table(plot: Plot) -> None:
    people = plot.people(2)
    firm = plot.firm("shares_short", "M7519", people)
    plot.holds(firm, (people[0], "60.00%"), (people[1], "30.00%"))
    plot.expect("shares_below_100", "data_quality", firm, {"finding": "shares_not_100", "sum": "0.9"})
    plot.expect("shares_below_100", "unknown_share", firm, "0.1")


def _change_of_holder(plot: Plot) -> None:
    x, y, z = plot.people(3)
    firm = plot.firm("holder_changed", "I6513", [y, z], without=("registry",), capital=5_000_000)
    sheet = plot.sheet(firm)
    now = registration(firm)
    earlier = {**now, "registered_capital": "200万元", **cells("legal_rep", x)}
    same = {"record_id": "gsxt-registration-holder_changed"}
    sheet.add("registration", **earlier, **same, observed_at="2024-01-15")
    sheet.add("registration", **now, **same, observed_at="2024-07-10")
    sheet.add(
        "position",
        enterprise=firm.uscc,
        **cells("person", x),
        role="执行董事兼总经理",
        valid_from=firm.established,
        valid_to=_LAST_DAY_OF_X,
    )
    sheet.add(
        "position", enterprise=firm.uscc, **cells("person", y), role="执行董事兼总经理", valid_from=_FIRST_DAY_OF_Y
    )
    sheet.add(
        "contact",
        enterprise=firm.uscc,
        kind="phone",
        value=firm.phone,
        valid_from=firm.established + timedelta(days=30),
    )
    hold(sheet, firm, x, "70.00%", valid_to=_LAST_DAY_OF_X, observed_at="2024-07-10")
    hold(sheet, firm, y, "70.00%", valid_from=_FIRST_DAY_OF_Y, observed_at="2024-07-10")
    hold(sheet, firm, z, "30.00%", observed_at="2024-01-15")
    sheet.add(
        "change",
        enterprise=firm.uscc,
        item="投资人变更",
        before=f"{x.name} 70%；{z.name} 30%",
        after=f"{y.name} 70%；{z.name} 30%",
        date=_FIRST_DAY_OF_Y,
    )
    for as_of, holder in ((_LAST_DAY_OF_X, x), (_FIRST_DAY_OF_Y, y)):
        plot.expect("change_of_shareholder", "as_of_holders", firm, {holder.name: "0.7", z.name: "0.3"}, as_of=as_of)
        plot.expect(
            "change_of_shareholder", "controller", firm, {"controller": holder.name, "type": "absolute"}, as_of=as_of
        )
    plot.expect(
        "superseded_record",
        "attribute",
        firm,
        {"value": "5000000"},
        attribute="registered_capital",
        record_id=same["record_id"],
    )
    plot.expect(
        "change_of_shareholder", "changes_between", firm, {"shareholder": 1}, since="2024-06-01", until="2024-07-31"
    )
