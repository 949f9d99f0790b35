"""Sources that disagree, records that replace others, holders that change, and shares that do not sum to 100 %."""

from datetime import timedelta

from firmgraph.graph.world.actors import Firm, Person, cells
from firmgraph.graph.world.bank_rows import consent
from firmgraph.graph.world.plot import Plot
from firmgraph.graph.world.registry_rows import hold, registration

_LAST_DAY_OF_X = "2024-06-30"
_FIRST_DAY_OF_Y = "2024-07-01"
_RECORD = "gsxt-registration-holder_changed"


def plant(plot: Plot) -> None:
    """Plant the conflict of sources, the short capital table and the change of shareholder."""
    _conflict(plot)
    _short_table(plot)
    _change_of_holder(plot)


def _conflict(plot: Plot) -> None:
    people = plot.people(2)
    firm = plot.firm("sources_conflict", "C3599", people, without=("consent",), capital=10_000_000)
    plot.holds(firm, (people[0], "90.00%"), (people[1], "10.00%"))
    moved = "澜州市霁湖区霁光路266号霁湖科技园9幢"
    _state_otherwise(plot, firm, moved)
    consent(plot.sheet(firm), firm, "credit", withdrawn_at="2025-05-01")
    for attribute, value, loser, source in (
        ("registered_capital", "10000000", "20000000", "self_declared"),
        ("address", firm.address, moved, "bank_core"),
    ):
        told = {"value": value, "loser": {"value": loser, "source": source}}
        plot.expect("sources_conflict", "attribute", firm, told, attribute=attribute)
    plot.expect("consent_withdrawn", "consent", firm, "FAIL", purpose="credit")
    plot.expect("consent_withdrawn", "consent", firm, "PASS", purpose="credit", as_of="2025-04-30")


def _state_otherwise(plot: Plot, firm: Firm, moved: str) -> None:
    """Let the firm itself and the bank state other figures and another address than the registry."""
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


def _short_table(plot: Plot) -> None:
    people = plot.people(2)
    firm = plot.firm("shares_short", "M7519", people)
    plot.holds(firm, (people[0], "60.00%"), (people[1], "30.00%"))
    plot.expect("shares_below_100", "data_quality", firm, {"finding": "shares_not_100", "sum": "0.9"})
    plot.expect("shares_below_100", "unknown_share", firm, "0.1")


def _change_of_holder(plot: Plot) -> None:
    x, y, z = plot.people(3)
    firm = plot.firm("holder_changed", "I6513", [y, z], without=("registry",), capital=5_000_000)
    _head_changes(plot, firm, x, y)
    sheet = plot.sheet(firm)
    sheet.add(
        "contact",
        enterprise=firm.uscc,
        kind="phone",
        value=firm.phone,
        valid_from=firm.established + timedelta(days=30),
    )
    _holder_changes(plot, firm, x, y, z)
    for as_of, holder in ((_LAST_DAY_OF_X, x), (_FIRST_DAY_OF_Y, y)):
        plot.expect("change_of_shareholder", "as_of_holders", firm, {holder.name: "0.7", z.name: "0.3"}, as_of=as_of)
        plot.expect(
            "change_of_shareholder", "controller", firm, {"controller": holder.name, "type": "absolute"}, as_of=as_of
        )
    told = {"attribute": "registered_capital", "record_id": _RECORD}
    plot.expect("superseded_record", "attribute", firm, {"value": "5000000"}, **told)
    plot.expect(
        "change_of_shareholder", "changes_between", firm, {"shareholder": 1}, since="2024-06-01", until="2024-07-31"
    )


def _head_changes(plot: Plot, firm: Firm, x: Person, y: Person) -> None:
    """Register the firm twice under one record, headed by x and then by y."""
    sheet, now = plot.sheet(firm), registration(firm)
    earlier = {**now, "registered_capital": "200万元", **cells("legal_rep", x)}
    sheet.add("registration", **earlier, record_id=_RECORD, observed_at="2024-01-15")
    sheet.add("registration", **now, record_id=_RECORD, observed_at="2024-07-10")
    role = {"enterprise": firm.uscc, "role": "执行董事兼总经理"}
    sheet.add("position", **role, **cells("person", x), valid_from=firm.established, valid_to=_LAST_DAY_OF_X)
    sheet.add("position", **role, **cells("person", y), valid_from=_FIRST_DAY_OF_Y)


def _holder_changes(plot: Plot, firm: Firm, x: Person, y: Person, z: Person) -> None:
    """Let x hand its shares to y while z keeps its own."""
    sheet = plot.sheet(firm)
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
