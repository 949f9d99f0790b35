"""The planted cases: each expected answer worked out again from the rows of the fixture, by other means."""

import json
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import networkx as nx
import numpy as np
import pytest
from tests.graph.world.reading import FIXTURES, Rows, rows_of

EXPECTED = json.loads((FIXTURES / "world" / "expected.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = EXPECTED["cases"]


def asked(question: str, case: str | None = None) -> list[dict[str, Any]]:
    found = [one for one in CASES if one["question"] == question and case in (None, one["case"])]
    assert found, question
    return found


def holdings(as_of: str) -> Rows:
    return [
        row
        for row in rows_of("shareholding")
        if row["valid_from"] <= as_of and (not row["valid_to"] or row["valid_to"] >= as_of)
    ]


def effective(as_of: str) -> Mapping[str, Mapping[str, float]]:
    """Return the integrated share of every holder (by name) in every enterprise (by code), by inverting I - A."""
    direct = holdings(as_of)
    firms = {row["uscc"]: row["name"] for row in rows_of("registration") if row["source"] == "gsxt"}
    names = sorted({row["holder_id"] if row["holder_id"] in firms else row["holder"] for row in direct} | set(firms))
    place = {name: order for order, name in enumerate(names)}
    stakes = np.zeros((len(names), len(names)))
    for row in direct:
        holder = row["holder_id"] if row["holder_id"] in firms else row["holder"]
        stakes[place[holder], place[row["enterprise"]]] += float(row["ratio"].rstrip("%")) / 100
    inner = [place[code] for code in firms]
    between = stakes[np.ix_(inner, inner)]
    outer = [order for order in range(len(names)) if names[order] not in firms]
    solved = stakes[np.ix_(outer, inner)] @ np.linalg.inv(np.eye(len(inner)) - between)
    return {code: {names[o]: solved[i, j] for i, o in enumerate(outer)} for j, code in enumerate(firms)}


@pytest.mark.parametrize("case", asked("effective_ownership"), ids=lambda c: f"{c['case']}-{c['about']['name']}")
def test_effective_ownership_is_the_dense_solve(case: dict[str, Any]) -> None:
    shares = effective(case["as_of"])[case["about"]["uscc"]]
    for name, share in case["expected"].items():
        assert shares[name] == pytest.approx(float(share), abs=1e-6)
    if not case.get("partial"):
        assert sum(shares.values()) == pytest.approx(1)
        assert {name for name, share in shares.items() if share > 1e-9} == set(case["expected"])


@pytest.mark.parametrize("case", asked("beneficial_owners"), ids=lambda c: f"{c['case']}-{c['about']['name']}")
def test_owners_by_the_first_standard_are_those_with_a_quarter(case: dict[str, Any]) -> None:
    shares = {name: round(share, 9) for name, share in effective(case["as_of"])[case["about"]["uscc"]].items()}
    fronts = {row["holder"]: row["nominee_for"] for row in rows_of("shareholding") if row["nominee_for"]}
    state = {row["holder"] for row in rows_of("shareholding") if row["holder_kind"] == "state"}
    quarter = {fronts.get(name, name): share for name, share in shares.items() if share >= 0.25 and name not in state}
    first = {one["name"]: float(one["share"]) for one in case["expected"] if one["standard"] == 1}
    assert first == pytest.approx(quarter, abs=1e-6)


def test_the_exact_figure_of_the_cross_holding_crosses_the_line_and_the_simple_path_does_not() -> None:
    (naive,) = asked("naive_ownership")
    ((name, simple),) = naive["expected"].items()
    exact = effective(naive["as_of"])[naive["about"]["uscc"]][name]
    assert float(simple) < 0.25 < exact


def controlled(holder: str, as_of: str) -> set[str]:
    """Return the codes of all firms in which a person and the firms it controls together hold more than half."""
    held: set[str] = set()
    while True:
        votes: dict[str, Decimal] = defaultdict(Decimal)
        for row in holdings(as_of):
            if row["holder"] == holder or row["holder_id"] in held:
                votes[row["enterprise"]] += Decimal(row["ratio"].rstrip("%"))
        found = {code for code, share in votes.items() if share > 50}
        if found == held:
            return held
        held = found


def test_control_is_the_fix_point_of_more_than_half() -> None:
    (case,) = asked("controlled_set")
    found = {f"ent:{code}" for code in controlled(case["about"]["name"], case["as_of"])}
    assert found == set(case["expected"]["controls"])
    assert not found & set(case["expected"]["not"])


@pytest.mark.parametrize(
    "case",
    [c for c in asked("controller") if c["expected"].get("type") == "absolute"],
    ids=lambda c: f"{c['case']}-{c['as_of']}",
)
def test_absolute_controllers_hold_more_than_half(case: dict[str, Any]) -> None:
    assert case["about"]["uscc"] in controlled(case["expected"]["controller"], case["as_of"])


def test_exactly_half_and_exactly_a_quarter_are_exact() -> None:
    (half,) = {case["about"]["uscc"] for case in asked("controlling_shareholder")}
    assert sorted(row["ratio"] for row in rows_of("shareholding") if row["enterprise"] == half) == [
        "25.00%",
        "25.00%",
        "50.00%",
    ]


def guarantees(as_of: str) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    for row in rows_of("guarantee"):
        if row["valid_from"] <= as_of <= row["valid_to"]:
            graph.add_edge(f"ent:{row['guarantor_id']}", f"ent:{row['guaranteed_id']}", amount=Decimal(row["balance"]))
    return graph


@pytest.mark.parametrize("case", asked("guarantee_circles"), ids=lambda c: c["case"])
def test_guarantee_circles_are_the_strong_components(case: dict[str, Any]) -> None:
    graph = guarantees(case["as_of"])
    mine = nx.node_connected_component(graph.to_undirected(), case["about"]["id"])
    circles = [part for part in nx.strongly_connected_components(graph.subgraph(mine)) if len(part) > 1]
    assert [set(circle["members"]) for circle in case["expected"]["circles"]] == circles
    if "component" in case["expected"]:
        assert len(mine) == case["expected"]["component"]


def net_assets() -> dict[str, Decimal]:
    rows = [row for row in rows_of("statement") if row["period"] == "2024" and row["net_assets"]]
    return {f"ent:{row['enterprise']}": Decimal(row["net_assets"]) for row in rows}


def test_cascade_by_rounds() -> None:
    (case,) = asked("guarantee_cascade")
    graph, worth = guarantees(case["as_of"]), net_assets()
    rounds, fallen = [[case["about"]["id"]]], {case["about"]["id"]}
    while True:
        due: dict[str, Decimal] = defaultdict(Decimal)
        for guarantor, guaranteed, amount in graph.edges(data="amount"):
            if guaranteed in fallen and guarantor not in fallen:
                due[guarantor] += amount
        down = [firm for firm, amount in due.items() if amount > worth[firm]]
        if not down:
            break
        rounds.append(down)
        fallen |= set(down)
    assert rounds == case["expected"]["rounds"]
    assert set(case["expected"]["stands"]).isdisjoint(fallen)


@pytest.mark.parametrize("case", asked("guarantee_ratio"), ids=lambda c: c["case"])
def test_guarantees_against_net_assets(case: dict[str, Any]) -> None:
    firm = case["about"]["id"]
    total = sum(amount for guarantor, _, amount in guarantees(case["as_of"]).edges(data="amount") if guarantor == firm)
    assert total / net_assets()[firm] == Decimal(case["expected"])


def test_the_chain_is_a_path() -> None:
    (case,) = asked("guarantee_chains")
    assert nx.is_path(guarantees(case["as_of"]), case["expected"]["nodes"])
    assert case["expected"]["length"] == len(case["expected"]["nodes"]) - 1


@pytest.mark.parametrize("case", asked("overdue_six_months"), ids=lambda c: c["case"])
def test_overdue_months_of_the_last_six(case: dict[str, Any]) -> None:
    accounts = {row["account_no"] for row in rows_of("credit_account") if row["enterprise"] == case["about"]["uscc"]}
    months = [
        row
        for row in rows_of("repayment")
        if row["account_no"] in accounts and "2025-01" <= row["month"] <= "2025-06" and int(row["overdue_days"]) > 0
    ]
    assert len(months) == case["expected"]["count"]
    assert case["expected"]["verdict"] == ("FAIL" if len(months) > 3 else "PASS")


def test_all_five_tiers_stand_at_their_lines() -> None:
    lines = {case["overdue_days"]: case["expected"] for case in asked("five_tier", "five_tier")}
    bounds = [(0, "normal"), (90, "special_mention"), (270, "substandard"), (360, "doubtful"), (10_000, "loss")]
    assert set(lines) == {0, 1, 90, 91, 270, 271, 360, 361}
    assert lines == {days: next(tier for bound, tier in bounds if days <= bound) for days in lines}


@pytest.mark.parametrize("case", asked("enforcement_open"), ids=lambda c: f"{c['case']}-{c['as_of']}")
def test_open_enforcement(case: dict[str, Any]) -> None:
    found = {
        row["case_no"]
        for row in rows_of("enforcement")
        if row["party_id"] == case["about"]["uscc"]
        and row["filed"] <= case["as_of"]
        and not "" < row["closed"] <= case["as_of"]
    }
    assert found == set(case["expected"])


@pytest.mark.parametrize("case", asked("consent"), ids=lambda c: f"{c['case']}-{c['as_of']}")
def test_consents(case: dict[str, Any]) -> None:
    day = case["as_of"]
    valid = [
        row
        for row in rows_of("consent")
        if (row["party_id"], row["purpose"]) == (case["about"]["uscc"], case["purpose"])
        and row["given_at"] <= day <= row["expires_at"]
        and not "" < row["withdrawn_at"] <= day
    ]
    assert case["expected"] == ("PASS" if valid else "FAIL")


@pytest.mark.parametrize("case", asked("as_of_holders"), ids=lambda c: str(c["as_of"]))
def test_holders_of_a_day(case: dict[str, Any]) -> None:
    found = {
        row["holder"]: Decimal(row["ratio"].rstrip("%")) / 100
        for row in holdings(case["as_of"])
        if row["enterprise"] == case["about"]["uscc"]
    }
    assert found == {name: Decimal(share) for name, share in case["expected"].items()}


@pytest.mark.parametrize("case", asked("data_quality"), ids=lambda c: c["case"])
def test_capital_tables_that_do_not_sum(case: dict[str, Any]) -> None:
    rows = [row for row in rows_of("shareholding") if row["enterprise"] == case["about"]["uscc"]]
    assert sum(Decimal(row["ratio"].rstrip("%")) for row in rows) / 100 == Decimal(case["expected"]["sum"])


def test_a_hub_is_shared_by_twelve_clients_and_the_agency() -> None:
    (case,) = asked("hub")
    sharing = {row["enterprise"] for row in rows_of("contact") if row["value"] == case["expected"]["phone"]}
    assert len(sharing) == case["expected"]["shared_by"] == 13


def test_same_names_are_different_people() -> None:
    for case in asked("same_person"):
        rows = [row for row in rows_of("position") if row["person"] == case["person"]]
        numbers = {row["person_id"] for row in rows}
        assert {row["enterprise"] for row in rows} == {firm["uscc"] for firm in case["about"]}
        assert numbers == {""} or len(numbers) == 2


def test_grades_by_asset_and_equality_qualifies() -> None:
    minima = {"basic": 0, "standard": 500_000, "premium": 2_000_000, "elite": 10_000_000}
    assets = {row["enterprise"]: Decimal(row["asset"]) for row in rows_of("customer")}
    for case in asked("grade_by_asset"):
        asset = assets[case["about"]["uscc"]]
        assert asset == Decimal(case["asset"])
        assert case["expected"] == [grade for grade, minimum in minima.items() if minimum <= asset][-1]


def test_products_kept_for_the_demo_firm() -> None:
    (case,) = asked("match")
    kept = {name[:2]: product for name, product in case["expected"]["kept"].items()}
    assert kept == {"税票": "T104", "流水": "L204", "房产": "M303", "应收": "Y504", "保证": "B603", "科创": "K703"}


def test_product_classes_keep_the_most_dealt_of_a_grade() -> None:
    (case,) = asked("product_classes")
    kept = {group["members"][0][0]: list(group["kept"].values()) for group in case["expected"]}
    assert kept == {
        "T": ["T101", "T101", "T104", "T105"],
        "L": ["L201", "L203", "L204", None],
        "M": ["M301", "M301", "M303", "M304"],
        "G": [None, "G401", "G403", "G403"],
        "Y": ["Y501", "Y501", "Y504", None],
        "B": ["B601", "B603", "B603", "B604"],
        "K": [None, "K701", "K703", "K703"],
    }


def test_firms_without_a_source_have_no_row_of_it() -> None:
    (case,) = asked("sources", "missing_source")
    for kind in ("credit_report", "credit_account"):
        assert case["about"]["uscc"] not in {row["enterprise"] for row in rows_of(kind)}


def test_every_case_is_told_in_the_readme() -> None:
    text = (FIXTURES / "README.md").read_text("utf-8")
    assert {case["case"] for case in CASES if f"`{case['case']}`" not in text} == set()
    assert {case["question"] for case in CASES if f"`{case['question']}`" not in text} == set()
