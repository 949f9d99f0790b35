import numpy as np
import pytest
from structlog.testing import capture_logs

from firmgraph.errors import InvalidInput
from firmgraph.packs import pack_by_id
from firmgraph.profiling.models.prospects import is_prospect, prospects, threshold_for


def test_row_2_06_only_what_is_strictly_above_the_threshold_is_a_prospect() -> None:
    assert is_prospect(np.array([0.5, np.nextafter(0.5, 1), 0.4, np.nan]), 0.5).tolist() == [False, True, False, False]


def test_row_2_07_the_threshold_is_set_for_each_call() -> None:
    predicted = {"a": 0.7, "b": 0.9, "c": 0.7, "d": 0.2}
    assert prospects(predicted, 0.5) == [("b", 0.9), ("a", 0.7), ("c", 0.7)]
    assert prospects(predicted, 0.7) == [("b", 0.9)]
    with pytest.raises(InvalidInput):
        prospects(predicted, 1.5)


def test_row_2_07_the_threshold_is_preset_by_the_pack_set_for_a_call_and_logged_either_way() -> None:
    pack = pack_by_id("utilisation")
    with capture_logs() as logs:
        assert threshold_for(pack) == 0.5
        assert threshold_for(pack, 0.0) == 0.0
    assert [(one["threshold"], one["preset"], one["pack"]) for one in logs] == [
        (0.5, True, "utilisation"),
        (0.0, False, "utilisation"),
    ]
