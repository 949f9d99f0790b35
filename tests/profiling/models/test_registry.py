"""Models kept as numbered files, and what is refused of them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from firmgraph.errors import InvalidInput, NotFound
from firmgraph.profiling.models import registry
from firmgraph.profiling.models.learners import Learner, fit
from firmgraph.profiling.models.registry import Kept

RANDOM = np.random.default_rng(2)
FRAME = {"age": RANDOM.standard_normal(60).tolist(), "trade": RANDOM.choice(["mill", "shop"], 60).tolist()}
Y = np.tile([0.0, 1.0, 0.0], 20)
FITTED = fit(Learner("scorecard"), FRAME, Y)
MODEL = Kept("risk", sorted(FRAME), registry.data_hash(FRAME, Y), [FITTED.to_text()], {"auc": 0.5})


def test_a_kept_model_scores_as_it_did_and_versions_count_on(tmp_path: Path) -> None:
    assert [registry.keep(tmp_path, MODEL).version for _ in range(11)] == list(range(1, 12))
    found = registry.load(tmp_path, "risk", ["trade", "age"])
    assert (found.version, found.data, found.metrics) == (11, MODEL.data, MODEL.metrics)
    assert np.array_equal(found.fitted()[0].predict(FRAME), FITTED.predict(FRAME))
    assert registry.load(tmp_path, "risk", ["age", "trade"], version=2).version == 2


def test_a_retired_model_is_read_only_when_asked_for(tmp_path: Path) -> None:
    registry.keep(tmp_path, MODEL)
    registry.keep(tmp_path, replace(MODEL, roles={"approval": "credit board", "retirement": "credit board"}))
    assert registry.load(tmp_path, "risk", MODEL.columns).version == 1
    assert registry.load(tmp_path, "risk", MODEL.columns, version=2).roles["retirement"] == "credit board"


def test_a_model_of_another_feature_list_is_refused(tmp_path: Path) -> None:
    registry.keep(tmp_path, MODEL)
    with pytest.raises(InvalidInput, match="differing in: tax, trade"):
        registry.load(tmp_path, "risk", ["age", "tax"])


def test_a_changed_or_broken_file_is_refused(tmp_path: Path) -> None:
    registry.keep(tmp_path, MODEL)
    path = tmp_path / "risk-1.json"
    path.write_text(path.read_text().replace('"auc": 0.5', '"auc": 0.9'))
    with pytest.raises(InvalidInput, match="changed after it was kept"):
        registry.load(tmp_path, "risk", MODEL.columns)
    for text in ("", "[]", "{}"):
        path.write_text(text)
        with pytest.raises(InvalidInput, match="no model file"):
            registry.load(tmp_path, "risk", MODEL.columns)


def test_a_model_whose_writing_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        registry.keep(tmp_path, MODEL)
    assert not list(tmp_path.iterdir())


def test_a_model_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    for version in (None, 3):
        with pytest.raises(NotFound):
            registry.load(tmp_path, "risk", MODEL.columns, version)


def test_bad_names_and_roles_leave_no_file_behind(tmp_path: Path) -> None:
    for bad in (replace(MODEL, name="../risk"), replace(MODEL, roles={"owner": "x"})):
        with pytest.raises(InvalidInput):
            registry.keep(tmp_path, bad)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InvalidInput, match="cannot name a model"):
        registry.load(tmp_path, "../risk", MODEL.columns, 1)


def test_the_data_hash_knows_no_order_but_every_value() -> None:
    turned = {name: FRAME[name][::-1] for name in ("trade", "age")}
    assert registry.data_hash(turned, Y[::-1]) == MODEL.data
    assert registry.data_hash({**FRAME, "age": [0.0, *FRAME["age"][1:]]}, Y) != MODEL.data
    assert registry.data_hash(FRAME, 1 - Y) != MODEL.data
