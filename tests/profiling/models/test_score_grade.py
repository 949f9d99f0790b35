"""Grades of probabilities: a line belongs to the worse grade, to the last digit, and worse is never better."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id, pack_for
from firmgraph.profiling.models.score_grade import FAMILY, read_scale

PACK = pack_by_id("score-grades")
SCALE = read_scale(PACK)
NAMES = [one.grade for one in SCALE.grades]


def _named(*p: float) -> list[str | None]:
    return [one.grade if one else None for one in SCALE.of(p)]


def test_a_probability_on_a_line_is_of_the_worse_grade() -> None:
    lines = [float(one["below"]) for one in PACK.parameters["grades"][:-1]]
    assert _named(*lines) == NAMES[1:]
    assert _named(*(line - 1e-8 for line in lines)) == NAMES[:-1]
    assert _named(0.1 + 0.06, 0.04 * 4) == ["R9", "R9"]
    assert _named(0, 1) == ["R1", "R10"]


def test_a_probability_not_known_has_no_grade_and_one_beyond_1_is_refused() -> None:
    assert SCALE.of([np.nan]) == [None]
    with pytest.raises(InvalidInput, match="probability"):
        SCALE.of([1.5])


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20))
def test_a_higher_probability_is_never_of_a_better_grade(p: list[float]) -> None:
    places = [NAMES.index(name) for name in _named(*sorted(p)) if name]
    assert places == sorted(places)


def test_the_middle_of_each_grade_is_of_that_grade() -> None:
    assert _named(*SCALE.middles().tolist()) == NAMES


def test_the_scale_of_a_day_is_that_of_the_pack_in_force() -> None:
    assert read_scale(pack_for(FAMILY, "2025-06-30")) == SCALE


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ([{"grade": "A", "below": "0.2"}, {"grade": "B", "below": "0.3"}], "last has no line"),
        ([{"grade": "A", "below": "0.2"}, {"grade": "A"}], "name of its own"),
        ([{"grade": "A"}, {"grade": "B"}], "but the last has a line"),
        ([{"grade": "A", "below": "x"}, {"grade": "B"}], "but the last has a line"),
        ([{"grade": "A", "below": "0.2"}, {"grade": "B", "below": "0.2"}, {"grade": "C"}], "rise"),
        ([{"grade": "A", "below": "1"}, {"grade": "B"}], "rise"),
        ([{"grade": "A", "below": "0"}, {"grade": "B"}], "rise"),
    ],
)
def test_a_broken_scale_is_refused(grades: list[dict[str, Any]], words: str) -> None:
    told = [{"zh": "级", "en": "grade", **one} for one in grades]
    with pytest.raises(InvalidInput, match=words):
        read_scale(PACK.model_copy(update={"parameters": {"grades": told}}))
