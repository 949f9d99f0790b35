from typing import Any

import pytest
from tests.graph.views import made_view, node, planted_cases, relation, world_view

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.ownership.shell import ShellSigns, shell_signs


def signs(nodes: list[Node], relations: list[Relation]) -> ShellSigns:
    view = made_view(nodes, relations)
    firm = view.index("ent:f")
    assert firm is not None
    return shell_signs(view, firm)


def verdicts(found: ShellSigns) -> dict[str, str]:
    return {signal.name: signal.verdict for signal in found.signals}


def test_a_firm_nothing_is_known_of_is_unknown_throughout() -> None:
    found = signs([node("ent:f")], [])
    assert set(verdicts(found).values()) == {"UNKNOWN"}
    assert (found.verdict, found.seen) == ("UNKNOWN", 0)


def test_an_empty_firm_at_a_hub_is_suspected_with_the_evidence_of_each_sign() -> None:
    hub = node("adr:1", "address")
    statement = node("sta:1", "statement", name="2024", revenue="0")
    found = signs(
        [hub, statement, node("ent:f", staff=0, paid_in_capital="0")],
        [
            *(relation("located_at", f"ent:{at}", "adr:1") for at in "abcdefghif"),
            relation("stated_in", "ent:f", "sta:1"),
        ],
    )
    told = verdicts(found)
    assert {name for name, verdict in told.items() if verdict == "FAIL"} == {
        "shared_address",
        "no_staff",
        "no_paid_in",
        "no_revenue",
    }
    assert found.verdict == "FAIL"
    assert all(signal.evidence for signal in found.signals if signal.verdict == "FAIL")


@pytest.mark.parametrize(
    ("statements", "verdict"),
    [
        ({"2023": "100", "2024": "0"}, "FAIL"),
        ({"2023": "0", "2024": "100"}, "PASS"),
        ({"2024": "100", "2025-07": "0"}, "PASS"),
        ({"2025": "0"}, "UNKNOWN"),
        ({"2024": "100", "2025-06": "0.00"}, "FAIL"),
    ],
)
def test_the_latest_period_ended_by_the_day_tells_the_revenue(statements: dict[str, str], verdict: str) -> None:
    nodes = [node(f"sta:{period}", "statement", name=period, revenue=sum_) for period, sum_ in statements.items()]
    found = signs(nodes, [relation("stated_in", "ent:f", n.id) for n in nodes])
    assert verdicts(found)["no_revenue"] == verdict


@pytest.mark.parametrize(
    ("days", "verdict"), [(("2025-01-01",) * 4, "FAIL"), (("2025-01-01",) * 3, "PASS"), (("2024-06-30",) * 4, "PASS")]
)
def test_changes_count_within_a_year(days: tuple[str, ...], verdict: str) -> None:
    nodes = [node(f"chg:{at}", "change", date=day) for at, day in enumerate(days)]
    relations = [relation("changed", "ent:f", n.id, valid_from=n.properties["date"]) for n in nodes]
    assert verdicts(signs(nodes, relations))["frequent_changes"] == verdict


@pytest.mark.parametrize(("firms", "verdict"), [(5, "FAIL"), (4, "PASS")])
def test_a_representative_of_many_firms_is_a_sign(firms: int, verdict: str) -> None:
    others: list[Any] = [relation("legal_rep_of", "per:a", f"ent:{at}") for at in range(firms - 1)]
    assert verdicts(signs([], [*others, relation("legal_rep_of", "per:a", "ent:f")]))["busy_representative"] == verdict


def test_the_agency_of_the_economy_shares_its_phone() -> None:
    view = world_view()
    (case,) = planted_cases("hub")
    firm = view.index(case["about"]["id"])
    assert firm is not None
    signal = next(s for s in shell_signs(view, firm).signals if s.name == "shared_phone")
    assert (signal.verdict, signal.value) == ("FAIL", str(case["expected"]["shared_by"]))
