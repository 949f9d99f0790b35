"""What a learned model of risk says of a client: a value, its grade and reasons; of whom it is not asked."""

from typing import Any

import numpy as np
import pytest
from tests.profiling.rows import AT, SUBJECT, MakeStore, account, good_firm

from firmgraph.packs import pack_by_id
from firmgraph.profiling.client_scores import scores_of, seen_of, withheld
from firmgraph.profiling.models.in_use import Models
from firmgraph.profiling.models.learners import Learner
from firmgraph.profiling.models.registry import Kept
from firmgraph.profiling.models.score_grade import FAMILY, read_scale
from firmgraph.profiling.models.selection import Folds
from firmgraph.profiling.models.task import Sample, Task
from firmgraph.profiling.models.training import train


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A model of risk by days overdue, learned from clients of 2023: those long overdue went bad more often."""
    random = np.random.default_rng(7)
    days = random.integers(0, 60, 400).astype(np.float64)
    y = (random.random(400) < 0.02 + days / 80).astype(np.float64)
    known = Sample([f"c{place}" for place in range(400)], {"days_overdue": days}, y, ["small"] * 400)
    context = {"columns": ["days_overdue"], "label": "risk", "months": {"known": ["2023-12"]}}
    task = Task("risk_table", known, None, {"one": Learner("logistic")}, Folds(2), context=context)
    return train(task, tmp_path_factory.mktemp("models"), {"approval": "a reviewer"}, lambda words: None)


def told(make_store: MakeStore, model: Kept, overdue: int) -> dict[str, Any]:
    rows = [row for row in good_firm() if row[0] != "credit_account"]
    store = make_store([*rows, account(overdue_days=overdue, overdue_amount=5)])
    found: dict[str, Any] = scores_of(store, SUBJECT, AT, Models((("risk", model),))).wire()["risk"]
    return found


def test_row_3_11_the_learned_value_of_risk_has_a_grade_reasons_and_records(make_store: MakeStore, model: Kept) -> None:
    late, sound = (told(make_store, model, overdue) for overdue in (55, 0))
    assert 0 <= float(sound["predicted"]) < 0.3 < float(late["predicted"]) <= 1
    scale = read_scale(pack_by_id(FAMILY))
    for one in (late, sound):
        [grade] = scale.of([float(one["predicted"])])
        assert grade is not None
        assert one["grade"] == grade.grade
    assert [one["column"] for one in late["reasons"]] == ["days_overdue"]
    assert late["reasons"][0]["reason"]["evidence"]
    assert sound["reasons"] == []


def test_row_1_02_risk_and_willingness_are_of_existing_clients_only(make_store: MakeStore, model: Kept) -> None:
    rows = [row for row in good_firm() if row[0] != "credit_account"]
    new = seen_of(make_store(rows), SUBJECT, AT)
    existing = seen_of(make_store([account()]), SUBJECT, AT)
    for kind in ("risk", "willingness"):
        why = withheld(kind, model, new)
        assert why is not None
        assert why.en.startswith("not an existing client")
        assert withheld(kind, model, existing) is None
    assert withheld("utilisation", model, new) is None
