"""The monotone twin: bound to signs that are data, with reasons that never run against them."""

from pathlib import Path

import numpy as np
import pytest
from tests.profiling.models.test_contributions import FRAME, Y, clients

from firmgraph.errors import InvalidInput
from firmgraph.profiling.features import describe
from firmgraph.profiling.models import measures
from firmgraph.profiling.models.coding import Frame
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.monotone import BOUND, against, read_signs, twin

SMALL = {"rounds": 40, "least_leaf": 5}
SIGNS = {"debt": 1, "age": -1}


@pytest.mark.parametrize("family", sorted(BOUND))
def test_row_1_03_reasons_of_the_twin_never_run_against_the_signs(family: str) -> None:
    learner = Learner(family, SMALL)
    plain, bound = (fit(one, FRAME, Y) for one in (learner, twin(learner, SIGNS)))
    assert max(against([plain], FRAME, SIGNS).values()) > 0.2
    assert against([bound], FRAME, SIGNS) == {"age": 0, "debt": 0}
    later, labels = clients(2000, 8)
    cost = measures.auc(labels, plain.margin(later)) - measures.auc(labels, bound.margin(later))
    assert cost <= 0.003


def test_a_family_that_cannot_be_bound_has_a_twin_of_the_documents_family() -> None:
    learner = Learner("scorecard", {"bins": 5, "smoothing": 20.0}, bad_weight=2.0, seed=4)
    found = twin(learner, SIGNS)
    assert (found.family, found.monotone, found.bad_weight, found.seed) == ("xgboost", SIGNS, 2.0, 4)
    assert found.settings == {"smoothing": 20.0}


def test_signs_are_data_about_features_each_with_its_reason(tmp_path: Path) -> None:
    signs = read_signs()
    assert set(signs) <= set(describe())
    assert set(signs.values()) == {1, -1}
    assert read_signs(columns=["debt_ratio", "age"]) == {"debt_ratio": 1}
    file = tmp_path / "signs.yaml"
    for wrong in ("debt: {sign: 2, why: more debt}", "debt: {sign: 1}"):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(InvalidInput, match="debt needs a sign"):
            read_signs(file)


def test_a_column_of_one_value_cannot_run_against_its_sign() -> None:
    fitted = fit(Learner("logistic"), FRAME, Y)
    still: Frame = {**FRAME, "age": np.zeros(len(Y))}
    assert against([fitted], still, {"age": 1, "trade": 1}) == {"age": 0}
