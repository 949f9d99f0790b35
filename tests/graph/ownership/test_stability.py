from itertools import pairwise

from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.ownership.stability import Stability, control_stability
from firmgraph.graph.risk.scan import scan
from firmgraph.graph.risk.subject import Subject

FREEZE = node("plg:1", "pledge", measure="equity_freeze", share=50_000_000)


def encumbered(pledge: Node, owner: str, firm: str, **days: str) -> list[Relation]:
    return [relation("encumbers", owner, pledge.id, **days), relation("encumbered", firm, pledge.id, **days)]


def stability(nodes: list[Node], relations: list[Relation], day: str = "2025-06-30") -> Stability:
    view = made_view(nodes, relations, day)
    firm = view.index("ent:f")
    assert firm is not None
    return control_stability(view, firm)


def verdicts(found: Stability) -> dict[str, str]:
    return {signal.name: signal.verdict for signal in found.signals}


def test_nothing_loaded_of_pledges_is_unknown_not_clean() -> None:
    found = stability([], [holding("per:a", "ent:f", 100)])
    assert verdicts(found) == {
        "pledged_equity": "UNKNOWN",
        "frozen_equity": "UNKNOWN",
        "nominee": "PASS",
        "quick_transfers": "PASS",
    }
    assert found.verdict == "UNKNOWN"


def test_pledges_of_other_firms_tell_nothing_of_this_one() -> None:
    held = [holding("per:a", "ent:f", 100), holding("per:a", "ent:other", 100)]
    found = stability([FREEZE], [*held, *encumbered(FREEZE, "per:a", "ent:other")])
    assert [signal.verdict for signal in found.signals[:2]] == ["UNKNOWN", "UNKNOWN"]


def test_the_signals_and_the_risk_scan_agree_whether_encumbrances_are_known() -> None:
    view = world_view()
    firms = [n for n in range(view.size) if view.kind(n) == "enterprise"]
    for firm in firms:
        dimension = next(d for d in scan(Subject(view, firm), most=0).dimensions if d.name == "encumbrance")
        told = [signal.verdict for signal in control_stability(view, firm).signals[:2]]
        assert (dimension.verdict == "UNKNOWN") == (told == ["UNKNOWN", "UNKNOWN"])


def test_half_the_equity_frozen_is_not_more_than_half() -> None:
    held = [holding("per:a", "ent:f", 60), holding("per:b", "ent:f", 40)]
    assert verdicts(stability([FREEZE], [*held, *encumbered(FREEZE, "per:a", "ent:f")]))["frozen_equity"] == "PASS"
    more = node("plg:2", "pledge", measure="equity_freeze", share=1)
    both = [*encumbered(FREEZE, "per:a", "ent:f"), *encumbered(more, "per:b", "ent:f")]
    found = stability([FREEZE, more], [*held, *both])
    assert verdicts(found)["frozen_equity"] == "FAIL"
    assert len(found.encumbrances) == 2
    assert found.verdict == "FAIL"


def test_more_than_a_holder_holds_cannot_be_frozen() -> None:
    held = [holding("per:a", "ent:f", 40), holding("per:b", "ent:f", 60)]
    twice = node("plg:2", "pledge", measure="equity_freeze", share=50_000_000)
    frozen = [*encumbered(FREEZE, "per:a", "ent:f"), *encumbered(twice, "per:a", "ent:f")]
    signal = next(s for s in stability([FREEZE, twice], [*held, *frozen]).signals if s.name == "frozen_equity")
    assert (signal.verdict, signal.value) == ("PASS", "0.4")


def test_a_lifted_freeze_no_longer_counts_and_an_unstated_share_is_unknown() -> None:
    held = [holding("per:a", "ent:f", 100)]
    pledge = node("plg:3", "pledge", measure="equity_pledge")
    lifted = encumbered(FREEZE, "per:a", "ent:f", valid_from="2024-01-01", valid_to="2025-06-29")
    found = stability([FREEZE, pledge], [*held, *lifted, *encumbered(pledge, "per:a", "ent:f")])
    assert verdicts(found)["frozen_equity"] == "PASS"
    assert verdicts(found)["pledged_equity"] == "UNKNOWN"
    assert [e.id for e in found.encumbrances] == ["plg:3"]


def test_the_planted_nominee_is_seen() -> None:
    view = world_view()
    (case,) = [case for case in planted_cases("controller") if case["case"] == "nominee"]
    firm = view.index(case["about"]["id"])
    assert firm is not None
    signal = next(s for s in control_stability(view, firm).signals if s.name == "nominee")
    assert (signal.verdict, signal.value) == ("FAIL", "0.6")
    assert signal.evidence


def transfers(*days: str, established: str = "2020-01-01") -> str:
    spans = [*days, "9999-12-31"]
    held = [
        holding(f"per:{at}", "ent:f", 100, valid_from=first, valid_to=_before(last), discriminator=str(at))
        for at, (first, last) in enumerate(pairwise(spans))
    ]
    return verdicts(stability([node("ent:f", established=established)], held))["quick_transfers"]


def _before(day: str) -> str | None:
    return None if day == "9999-12-31" else f"{day[:8]}{int(day[8:]) - 1:02d}"


def test_three_changes_in_90_days_are_quick_and_the_founding_is_none() -> None:
    assert transfers("2020-01-01", "2025-04-10", "2025-05-10", "2025-06-10") == "FAIL"
    assert transfers("2020-01-01", "2025-05-10", "2025-06-10") == "PASS"
    assert transfers("2025-04-10", "2025-05-10", "2025-06-10", established="2025-04-10") == "PASS"
    assert transfers("2020-01-01", "2025-05-10", "2025-06-10", "2025-07-10") == "PASS"


def test_a_second_source_with_another_first_day_changes_nothing() -> None:
    held = [
        holding("per:a", "ent:f", 100, valid_from="2020-01-01"),
        *(holding("per:a", "ent:f", 100, valid_from=f"2025-0{m}-01", discriminator=str(m)) for m in (4, 5, 6)),
    ]
    assert verdicts(stability([], held))["quick_transfers"] == "PASS"


def test_a_firm_without_holders_on_record_is_unknown() -> None:
    assert verdicts(stability([node("ent:f")], []))["quick_transfers"] == "UNKNOWN"
