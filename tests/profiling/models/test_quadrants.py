import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.errors import InvalidInput
from firmgraph.packs import RulePack, pack_by_id
from firmgraph.profiling.models.quadrants import UNTOLD, Line, Lines, Quadrant, cut_lines, quadrants

HALF = Lines(Line(50_000_000, 2_000_000), Line(50_000_000, 2_000_000))
HUNDREDTHS = st.integers(0, 100).map(lambda number: number / 100)
PAIRS = st.lists(st.tuples(HUNDREDTHS, HUNDREDTHS), min_size=1, max_size=30)


def with_cut(**cut: object) -> RulePack:
    pack = pack_by_id("quadrants")
    return pack.model_copy(update={"parameters": {**pack.parameters, "cut": {"risk": cut, "willingness": cut}}})


def columns(pairs: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([one[0] for one in pairs]), np.array([one[1] for one in pairs])


@given(PAIRS, st.booleans())
def test_row_1_06_four_classes_exhaustive_and_disjoint_whatever_the_lines(
    pairs: list[tuple[float, float]], fixed: bool
) -> None:
    risk, willingness = columns(pairs)
    lines = cut_lines(risk, willingness, with_cut(by="fixed", at="0.5") if fixed else with_cut(by="median"))
    told = quadrants(risk, willingness, lines)
    risk_line = 0.5 if fixed else np.median(np.rint(risk * 100)) / 100
    will_line = 0.5 if fixed else np.median(np.rint(willingness * 100)) / 100
    for found, own_risk, own_will in zip(told, risk, willingness, strict=True):
        high_risk, high_will = own_risk >= risk_line - 1e-12, own_will >= will_line - 1e-12
        sides = {
            Quadrant.HIGH_RISK_HIGH_WILLINGNESS: high_risk and high_will,
            Quadrant.HIGH_RISK_LOW_WILLINGNESS: high_risk and not high_will,
            Quadrant.LOW_RISK_HIGH_WILLINGNESS: not high_risk and high_will,
            Quadrant.LOW_RISK_LOW_WILLINGNESS: not high_risk and not high_will,
        }
        assert [one for one, holds in sides.items() if holds] == [Quadrant(found)]


def test_row_1_06_a_score_on_the_line_is_of_the_higher_side() -> None:
    risk, willingness = np.array([0.5, 0.49999999, 0.5, 0.2]), np.array([0.5, 0.5, 0.49999999, 0.2])
    told = [Quadrant(one).code for one in quadrants(risk, willingness, HALF)]
    assert told == [
        "high_risk_high_willingness",
        "low_risk_high_willingness",
        "high_risk_low_willingness",
        "low_risk_low_willingness",
    ]


def test_row_1_06_a_client_changes_its_class_only_past_the_line_by_the_margin() -> None:
    was_low, was_high = Quadrant.LOW_RISK_LOW_WILLINGNESS, Quadrant.HIGH_RISK_LOW_WILLINGNESS
    risk = np.array([0.51999999, 0.52, 0.48, 0.47999999, 0.5])
    earlier = np.array([was_low, was_low, was_high, was_high, UNTOLD], dtype=np.int8)
    told = quadrants(risk, np.zeros(5), HALF, earlier)
    assert told.tolist() == [was_low, was_high, was_high, was_low, was_high]


@given(PAIRS)
def test_row_1_06_classes_stay_when_nothing_moved_and_when_scores_wobble_within_the_margin(
    pairs: list[tuple[float, float]],
) -> None:
    risk, willingness = columns(pairs)
    first = quadrants(risk, willingness, HALF)
    wobbled = np.clip(risk + np.where(risk >= 0.5, -0.019, 0.019), 0, 1)
    assert np.array_equal(quadrants(wobbled, willingness, HALF, first), first)


@given(st.permutations(range(6)))
def test_row_1_06_answers_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    risk, willingness = np.linspace(0, 1, 6), np.array([0.3, 0.9, 0.1, 0.6, 0.6, 0.2])
    pack = pack_by_id("quadrants")
    told = quadrants(risk, willingness, cut_lines(risk, willingness, pack))
    again = quadrants(risk[order], willingness[order], cut_lines(risk[order], willingness[order], pack))
    assert np.array_equal(told[order], again)


def test_row_1_06_a_client_without_a_score_has_no_class_and_no_part_in_the_median() -> None:
    risk, willingness = np.array([0.1, np.nan, 0.3]), np.array([0.1, 0.9, 0.3])
    lines = cut_lines(risk, willingness, with_cut(by="median"))
    assert lines.risk.at == 20_000_000
    assert quadrants(risk, willingness, lines).tolist() == [0, UNTOLD, Quadrant.HIGH_RISK_HIGH_WILLINGNESS]


def test_every_class_has_its_chinese_name() -> None:
    assert set(pack_by_id("quadrants").parameters["classes"]) == {one.code for one in Quadrant}


@pytest.mark.parametrize("score", [-0.1, 1.1, float("inf")])
def test_scores_outside_nought_to_one_are_refused(score: float) -> None:
    with pytest.raises(InvalidInput, match="risk must be a score from 0 to 1"):
        quadrants(np.array([score]), np.array([0.5]), HALF)


def test_a_cut_of_another_kind_an_empty_median_and_lengths_that_differ_are_refused() -> None:
    one = np.array([0.5])
    with pytest.raises(InvalidInput, match="by `fixed` or by `median`"):
        cut_lines(one, one, with_cut(by="mean"))
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        cut_lines(one, one, with_cut(by="fixed", at="1.5"))
    with pytest.raises(InvalidInput, match="no client has a score of risk"):
        cut_lines(np.array([np.nan]), one, with_cut(by="median"))
    with pytest.raises(InvalidInput, match="the same clients"):
        quadrants(one, np.array([0.5, 0.5]), HALF)
