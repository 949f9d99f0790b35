import json
from pathlib import Path

import numpy as np
import orjson
import pytest

from firmgraph.cli.entry import run
from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.industry.features import FEATURES, text_features
from firmgraph.nlp.industry.items import scope_items
from firmgraph.nlp.industry.learning import Registration, read_known_registrations, train_industry_model
from firmgraph.nlp.industry.model import (
    MODEL,
    IndustryModel,
    load_industry_model,
    save_industry_model,
    shipped_industry_model,
)
from firmgraph.nlp.industry.tuning import best_temperature, log_shares

GOODS = {"30": "水泥", "21": "家具", "13": "饲料"}
BRANDS = [f"{a}{b}" for a in "甲乙丙丁" for b in "子丑寅卯辰巳午未"]
PLAIN = [Registration(name=f"{brand}{word}厂", scope=f"{word}制造") for word in GOODS.values() for brand in BRANDS]
# What no alias names: only labels tell it.
TAUGHT = [Registration(name=f"{brand}有限公司", scope="嘎嘣脆嘎嘣", division="91") for brand in BRANDS]


def _shares(model: IndustryModel, name: str, scope: str) -> dict[str, float]:
    return model.likelihoods(text_features(scope_items(scope), name), {}, {})


def test_words_are_learned_without_labels() -> None:
    model = train_industry_model(PLAIN, version="t", about="invented")
    for division, word in GOODS.items():
        shares = _shares(model, f"戊己{word}厂", f"{word}制造")
        assert max(shares, key=lambda one: shares[one]) == division
        assert sum(shares.values()) == pytest.approx(1)
    assert dict(model.figures) == {"registrations": len(PLAIN), "labelled": 0}


def test_labels_teach_what_no_alias_names(tmp_path: Path) -> None:
    model = train_industry_model([*PLAIN, *TAUGHT], version="t", about="invented")
    save_industry_model(model, tmp_path / "m.npz")
    again = load_industry_model(tmp_path / "m.npz")
    shares = _shares(again, "戊己有限公司", "嘎嘣脆嘎嘣")
    assert max(shares, key=lambda one: shares[one]) == "91"
    assert shares == _shares(model, "戊己有限公司", "嘎嘣脆嘎嘣")
    assert again.data_sha256 == model.data_sha256


def test_training_is_deterministic_and_needs_rows() -> None:
    first, second = (train_industry_model([*PLAIN, *TAUGHT], version="t", about="") for _ in range(2))
    assert np.array_equal(first.weights, second.weights)
    assert np.array_equal(first.by_shares, second.by_shares)
    assert first.data_sha256 != train_industry_model(PLAIN, version="t", about="").data_sha256
    with pytest.raises(InvalidInput):
        train_industry_model([], version="t", about="")


def test_a_temperature_makes_shares_mean_what_they_say() -> None:
    random = np.random.default_rng(3)
    scores = random.normal(size=(4000, 5))
    gold = np.array([random.choice(5, p=row) for row in np.exp(log_shares(scores))])
    assert best_temperature(scores, gold) == pytest.approx(1, abs=0.1)
    assert best_temperature(3 * scores, gold) == pytest.approx(3, abs=0.3)


@pytest.mark.parametrize(("told", "reason"), [({"features": ["words"]}, "words"), ({"divisions": ["01"]}, "not fit")])
def test_a_model_of_other_features_or_divisions_is_refused(tmp_path: Path, told: object, reason: str) -> None:
    with np.load(MODEL) as arrays:
        kept = dict(arrays)
    changed = json.dumps(json.loads(kept["told"].tobytes()) | told).encode()
    np.savez(tmp_path / "m.npz", **kept | {"told": np.frombuffer(changed, dtype=np.uint8)})
    with pytest.raises(InvalidInput, match=reason):
        load_industry_model(tmp_path / "m.npz")


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "n.npz").write_bytes(b"no model")
    with pytest.raises(InvalidInput, match=r"n\.npz is no model of industries"):
        load_industry_model(tmp_path / "n.npz")


def test_the_shipped_model_says_what_it_is() -> None:
    model = shipped_industry_model()
    assert len(model.data_sha256) == 64
    assert model.version
    assert model.about
    assert FEATURES
    assert model.figures["labelled"] > 1000
    assert MODEL.stat().st_size < 5_000_000


@pytest.mark.parametrize(
    ("line", "error", "reason"),
    [
        (b"{", UnreadableFile, "line 2 is not JSON"),
        (b'{"name": "x"}', InvalidInput, "line 2: scope"),
        (b'{"name": "x", "scope": "y", "division": "00"}', InvalidInput, "line 2: division"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: bytes, error: type[Exception], reason: str) -> None:
    path = tmp_path / "known.jsonl"
    path.write_bytes(b'{"name": "x", "scope": "y", "division": "01"}\n' + line + b"\n")
    with pytest.raises(error, match=reason):
        list(read_known_registrations(path))


def test_the_command_trains(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known, out = tmp_path / "known.jsonl", tmp_path / "model.npz"
    known.write_bytes(b"".join(orjson.dumps(row.model_dump()) + b"\n" for row in [*PLAIN, *TAUGHT]))
    assert run(["nlp", "train-industry", str(known), "--out", str(out), "--about", "invented", "--json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["figures"]["labelled"] == len(TAUGHT)
    assert load_industry_model(out).about == "invented"
    assert run(["nlp", "train-industry", str(known), "--out", str(out)]) == 0
    assert f"{len(PLAIN) + len(TAUGHT)} registrations" in capsys.readouterr().err
