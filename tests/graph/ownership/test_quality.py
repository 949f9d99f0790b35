from collections.abc import Mapping
from typing import Any

import pytest
from tests.graph.views import holding, made_view, node, planted_cases, relation, world_view

from firmgraph.graph.elements import Node, Relation
from firmgraph.graph.ownership.quality import DataFinding, ownership_quality

KNOWN_FIRM = {"status": "active"}


def findings(nodes: list[Node], relations: list[Relation]) -> tuple[DataFinding, ...]:
    view = made_view(nodes, relations)
    firm = view.index("ent:f")
    assert firm is not None
    return ownership_quality(view, firm).findings


def kinds(nodes: list[Node], relations: list[Relation]) -> list[str]:
    return [finding.finding for finding in findings(nodes, relations)]


@pytest.mark.parametrize("case", planted_cases("data_quality"), ids=lambda case: case["case"])
def test_the_planted_sums_are_found(case: Mapping[str, Any]) -> None:
    view = world_view(case["as_of"])
    firm = view.index(case["about"]["id"])
    assert firm is not None
    (found,) = [f for f in ownership_quality(view, firm).findings if f.finding == case["expected"]["finding"]]
    assert found.sum == case["expected"]["sum"]
    assert found.evidence


def test_no_other_firm_of_the_economy_misses_the_whole() -> None:
    view = world_view()
    planted = {case["about"]["id"] for case in planted_cases("data_quality")}
    firms = [n for n in range(view.size) if view.kind(n) == "enterprise"]
    missed = {f.about for n in firms for f in ownership_quality(view, n).findings if f.finding == "shares_not_100"}
    assert missed == planted


def test_rounding_to_two_decimals_is_no_defect() -> None:
    thirds = [holding(f"per:{at}", "ent:f", 33.33) for at in range(3)]
    assert kinds([], thirds) == []
    assert kinds([], [*thirds[:2], holding("per:2", "ent:f", 33.28)]) == ["shares_not_100"]


def test_stakes_not_stated_are_told_and_leave_the_sum_open() -> None:
    silent = relation("holds", "per:b", "ent:f")
    assert kinds([], [holding("per:a", "ent:f", 60), silent]) == ["shares_unstated"]
    assert kinds([], [holding("per:a", "ent:f", 101), silent]) == ["shares_not_100", "shares_unstated"]


def test_a_firm_without_holders_and_one_that_holds_itself_are_told() -> None:
    assert kinds([node("ent:f")], []) == ["no_holder"]
    assert kinds([], [holding("per:a", "ent:f", 90), holding("ent:f", "ent:f", 10)]) == ["self_loop", "shares_not_100"]


def test_holders_nothing_is_known_of_dangle() -> None:
    relations = [holding("ent:x", "ent:f", 50), holding("ent:y", "ent:f", 30), holding("ent:z", "ent:f", 20)]
    found = findings([node("ent:x", "unknown"), node("ent:y", uscc="Y"), node("ent:z", **KNOWN_FIRM)], relations)
    assert [(f.finding, f.about) for f in found] == [("dangling", "ent:x"), ("dangling", "ent:y")]


def test_dates_in_disorder_are_told() -> None:
    firm = node("ent:f", established="2020-01-02", ended="2020-01-01", term_from="2020-01-01", term_to="2020-01-01")
    turned = holding("per:b", "ent:f", 5, valid_from="2021-01-02", valid_to="2021-01-01")
    found = findings([firm], [holding("per:a", "ent:f", 100), turned])
    assert [(f.finding, f.about) for f in found] == [("date_disorder", "ent:f"), ("date_disorder", "per:b")]
