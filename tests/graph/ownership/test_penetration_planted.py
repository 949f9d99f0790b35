from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from tests.graph.views import planted_cases, world_view

from firmgraph.graph.normal.amounts import fraction_text
from firmgraph.graph.ownership.penetration import Stake, penetrate_up


def holders(case: Mapping[str, Any]) -> tuple[Stake, ...]:
    view = world_view(case["as_of"])
    firm = view.index(case["about"]["id"])
    assert firm is not None
    return penetrate_up(view, firm).holders


def case_id(case: Mapping[str, Any]) -> str:
    return f"{case['case']}-{case['question']}-{case['as_of']}"


@pytest.mark.parametrize("case", planted_cases("effective_ownership"), ids=case_id)
def test_the_effective_shares_are_the_planted_ones(case: Mapping[str, Any]) -> None:
    told = {stake.name: fraction_text(stake.effective) for stake in holders(case)}
    if case.get("partial"):
        told = {name: share for name, share in told.items() if name in case["expected"]}
    assert told == case["expected"]


@pytest.mark.parametrize("case", planted_cases("naive_ownership"), ids=case_id)
def test_the_naive_shares_are_the_planted_ones(case: Mapping[str, Any]) -> None:
    told = {stake.name: fraction_text(stake.naive or Fraction()) for stake in holders(case)}
    assert case["expected"].items() <= told.items()


@pytest.mark.parametrize("case", planted_cases("as_of_holders"), ids=case_id)
def test_the_holders_of_a_day_are_the_planted_ones(case: Mapping[str, Any]) -> None:
    assert {stake.name: fraction_text(stake.effective) for stake in holders(case) if stake.layers == 1} == case[
        "expected"
    ]


@pytest.mark.parametrize("case", planted_cases("circular_holdings", "unknown_share"), ids=case_id)
def test_circles_and_unknown_shares_are_the_planted_ones(case: Mapping[str, Any]) -> None:
    view = world_view(case["as_of"])
    firm = view.index(case["about"]["id"])
    assert firm is not None
    answer = penetrate_up(view, firm)
    assert answer.unknown_share is not None
    told = {
        "unknown_share": fraction_text(answer.unknown_share),
        "circular_holdings": [list(c) for c in answer.circular],
    }
    assert told[case["question"]] == case["expected"]


def test_the_cross_holding_carries_a_holder_over_the_line() -> None:
    case = next(case for case in planted_cases("naive_ownership"))
    view = world_view(case["as_of"])
    firm = view.index(case["about"]["id"])
    assert firm is not None
    answer = penetrate_up(view, firm)
    crossed = [note for note in answer.notes if note.code == "crosses_line"]
    assert [view.name(view.index(note.about) or 0) for note in crossed] == ["张溯超"]
    assert "23 %" in crossed[0].words.en
    assert "25 %" in crossed[0].words.en
