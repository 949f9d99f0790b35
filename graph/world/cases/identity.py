"""Who is who: former names, one code under two names, and a firm that a court knows by name only."""

from random import Random

from firmgraph.graph.world.actors import Body, Firm, outside
from firmgraph.graph.world.bank_rows import consent
from firmgraph.graph.world.court_rows import Suit, sue
from firmgraph.graph.world.plot import Plot
from firmgraph.graph.world.registry_rows import registration


def plant(plot: Plot) -> None:
    """Plant the former name, the conflict of names, the firm named only, and the consents that do not hold."""
    _former_name(plot)
    _two_names(plot)
    _named_only(plot)


def _firm(plot: Plot, key: str, code: str, without: tuple[str, ...] = ()) -> Firm:
    people = plot.people(2)
    firm = plot.firm(key, code, people, without=without)
    plot.holds(firm, (people[0], "51.00%"), (people[1], "49.00%"))
    return firm


def _former_name(plot: Plot) -> None:
    people = plot.people(2)
    old = "澜州市旧岚纺织有限公司"
    firm = plot.firm("former_name", "C1713", people, registered={"former_names": old}, without=("consent",))
    plot.holds(firm, (people[0], "51.00%"), (people[1], "49.00%"))
    sheet = plot.sheet(firm)
    before = {
        **registration(firm),
        "name": old,
        "record_id": "gsxt-registration-former_name-2021",
        "observed_at": "2021-05-10",
    }
    sheet.add("registration", **before)
    sheet.add("change", enterprise=firm.uscc, item="名称变更", before=old, after=firm.name, date="2022-09-01")
    case_no = sue(
        sheet,
        Suit(outside()[5], Body(old, "enterprise"), 415, 2022, 180_000),
        Random("former"),
        observed_at="2022-08-20",
    )
    consent(sheet, firm, "credit", given_at="2024-06-01", expires_at="2025-05-31")
    plot.expect("former_name", "names", firm, {"name": firm.name, "former": [old]})
    plot.expect(
        "former_name",
        "litigation_as",
        firm,
        {"plaintiff": [], "defendant": [case_no]},
        note="the judgment knows only the old name",
    )
    plot.expect("consent_expired", "consent", firm, "FAIL", purpose="credit")


def _two_names(plot: Plot) -> None:
    firm = _firm(plot, "two_names", "F5212")
    other = "澜州市屿辰百货经营有限公司"
    plot.sheet(firm).add(
        "registration", **{**registration(firm), "name": other, "source": "bank_core", "former_names": ""}
    )
    plot.expect(
        "two_names", "name_conflict", firm, {"name": firm.name, "other": other, "why": "no former name says so"}
    )


def _named_only(plot: Plot) -> None:
    firm = _firm(plot, "named_only", "H6210", without=("consent",))
    sheet = plot.sheet(firm)
    case_no = sue(
        sheet,
        Suit(outside()[1], Body(firm.name, "enterprise"), 533, 2024, 92_000),
        Random("named"),
        cause="买卖合同纠纷",
    )
    plot.expect(
        "named_only",
        "same_enterprise",
        firm,
        {"case_no": case_no, "joined": True},
        note="the court file has the name, the registry the code",
    )
    plot.expect("consent_missing", "consent", firm, "FAIL", purpose="credit")
