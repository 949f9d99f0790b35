import numpy as np
import pytest

from firmgraph.errors import InvalidInput
from firmgraph.profiling.models.utilisation import utilisation


def test_row_2_02_the_label_is_what_was_drawn_in_all_against_the_line() -> None:
    found = utilisation(np.array([30.0, 150.0, 0.0]), np.array([100.0, 100.0, 50.0]))
    assert found.raw.tolist() == [0.3, 1.5, 0.0]
    assert found.clipped.tolist() == [0.3, 1.0, 0.0]


def test_row_2_02_no_line_and_nothing_told_are_left_out_and_counted() -> None:
    nan = np.nan
    found = utilisation(np.array([1.0, 2.0, nan, 3.0]), np.array([0.0, nan, 10.0, 10.0]))
    assert found.kept.tolist() == [False, False, False, True]
    assert (found.without_line, found.not_told, found.raw.tolist()) == (2, 1, [0.3])


@pytest.mark.parametrize(
    ("drawn", "line", "field"), [([-1.0], [1.0], "drawn"), ([1.0], [np.inf], "line"), ([1.0], [], "line")]
)
def test_amounts_that_cannot_be_are_refused(drawn: list[float], line: list[float], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        utilisation(np.array(drawn), np.array(line))
    assert refused.value.field == field
