import json
from pathlib import Path

import numpy as np
import pytest

from firmgraph.errors import InvalidInput
from firmgraph.nlp.industry.names import (
    FEATURES,
    MODEL,
    load_name_model,
    name_features,
    save_name_model,
    shipped_name_model,
)
from firmgraph.nlp.industry.training import read_registrations, train_name_model

MADE = {"30": ("水泥", "水泥制造"), "66": ("银行", "吸收公众存款"), "70": ("物业", "物业管理")}
ROWS = [
    (f"{brand}{word}有限公司", scope)
    for word, scope in MADE.values()
    for brand in (f"{a}{b}" for a in "甲乙丙丁" for b in "子丑寅卯辰巳午未")
]


def test_features_of_a_name_leave_out_brackets_and_legal_form() -> None:
    found = name_features("甲乙（丙地）水泥有限公司")
    assert {"水泥", "<水泥", ">公司", "泥|"} <= set(found)
    assert not any("丙" in feature or "有限" in feature for feature in found if not feature.startswith(">"))
    assert len(found) == len(set(found))


def test_a_trained_model_tells_new_names(tmp_path: Path) -> None:
    model = train_name_model(ROWS, version="t", about="invented")
    save_name_model(model, tmp_path / "m.npz")
    again = load_name_model(tmp_path / "m.npz")
    for division, (word, _) in MADE.items():
        shares = again.divisions(f"戊己{word}厂")
        assert max(shares, key=lambda one: shares[one]) == division
        assert sum(shares.values()) == pytest.approx(1)
    assert again.data_sha256 == model.data_sha256 != train_name_model(ROWS[1:], version="t", about="").data_sha256


def test_training_is_deterministic_and_leaves_out_held_names() -> None:
    first, second = (train_name_model(ROWS, version="t", about="") for _ in range(2))
    assert np.array_equal(first.weights, second.weights)
    held = frozenset(name for name, _ in ROWS if "物业" in name)
    assert "物业" not in train_name_model(ROWS, version="t", about="", without=held).features
    with pytest.raises(InvalidInput):
        train_name_model([("甲", "☃")], version="t", about="")


def test_a_model_of_other_features_is_refused(tmp_path: Path) -> None:
    with np.load(MODEL) as arrays:
        kept = dict(arrays)
    told = json.loads(kept["told"].tobytes()) | {"features": ["words"]}
    np.savez(tmp_path / "m.npz", **kept | {"told": np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)})
    with pytest.raises(InvalidInput, match="words"):
        load_name_model(tmp_path / "m.npz")
    (tmp_path / "n.npz").write_bytes(b"no model")
    with pytest.raises(InvalidInput, match=r"n\.npz"):
        load_name_model(tmp_path / "n.npz")


def test_the_shipped_model_says_what_it_is() -> None:
    model = shipped_name_model()
    assert len(model.data_sha256) == 64
    assert model.version
    assert MODEL.stat().st_size < 2_000_000
    assert FEATURES
    assert model.divisions("") == {}


def test_registrations_are_read_from_files(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    good.write_text("企业名称,经营范围\n甲,水泥\n", encoding="utf-8")
    bad.write_text("x,y\n1,2\n", encoding="utf-8")
    assert list(read_registrations([good])) == [("甲", "水泥")]
    with pytest.raises(InvalidInput, match=r"b\.csv"):
        list(read_registrations([bad]))
