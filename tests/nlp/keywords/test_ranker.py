from pathlib import Path

import numpy as np
import orjson
import pytest

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.keywords.candidates import candidates, read
from firmgraph.nlp.keywords.features import FEATURES, features
from firmgraph.nlp.keywords.ranker import MODEL, load_ranker, shipped_ranker
from firmgraph.nlp.keywords.trees import Trees
from firmgraph.nlp.segment import default_segmenter
from firmgraph.nlp.text import Text

STUMP = {
    "roots": [0],
    "feature": [0, -1, -1],
    "threshold": [1.5, 0, 0],
    "left": [1, -1, -1],
    "right": [2, -1, -1],
    "value": [0, 1.0, 2.0],
}


def changed(folder: Path, **change: object) -> Path:
    path = folder / "model.json"
    path.write_bytes(orjson.dumps({**orjson.loads(MODEL.read_bytes()), **change}))
    return path


def test_a_row_goes_left_up_to_the_threshold() -> None:
    assert Trees.from_json(STUMP).score(np.array([[1.5], [1.6]])).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("change", [{"left": [0, -1, -1]}, {"right": [3, -1, -1]}, {"value": [0.0]}, {"roots": [9]}])
def test_trees_that_lead_nowhere_are_refused(change: dict[str, list[float]]) -> None:
    with pytest.raises(InvalidInput, match="broken"):
        Trees.from_json({**STUMP, **change})


def test_the_model_file_says_what_it_is() -> None:
    ranker = load_ranker(MODEL)
    assert ranker.version
    assert len(ranker.data_sha256) == 64
    assert ranker.least_documents >= 20
    assert MODEL.stat().st_size < 1_000_000
    assert load_ranker(MODEL).to_json() == MODEL.read_bytes()


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (list(FEATURES[1:]), f"-{FEATURES[0]}"),
        ([*FEATURES, "moon"], r"\+moon"),
        (list(reversed(FEATURES)), "order"),
        (None, "other features"),
    ],
)
def test_a_model_of_other_features_is_refused_with_the_reason(tmp_path: Path, listed: object, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        load_ranker(changed(tmp_path, features=listed))


@pytest.mark.parametrize(
    "change", [{"kind": "other"}, {"priors": {}}, {"trees": {}}, {"trees": {**STUMP, "feature": [999, -1, -1]}}]
)
def test_what_is_no_whole_model_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(InvalidInput, match="keyword ranker"):
        load_ranker(changed(tmp_path, **change))


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_bytes(b"tree\nversion=v4")
    with pytest.raises(UnreadableFile, match="JSON"):
        load_ranker(tmp_path / "model.json")


def test_a_candidate_has_a_number_for_every_feature() -> None:
    ranker = shipped_ranker()
    assert ranker
    title = Text("r", "diligence", "title", None, "结构件")
    reading = read(Text("r", "diligence", "text", None, "电池结构件，结构件。电池！"), title, default_segmenter())
    found = candidates(reading)
    rows = features(reading, found, ranker.priors)
    assert rows.shape == (len(found), len(FEATURES))
    assert np.isfinite(rows).all()
    told = dict(zip(FEATURES, rows[[one.phrase for one in found].index("结构件")], strict=True))
    expected = {
        "count": 3,
        "share": 3 / 5,
        "sentences": 2,
        "in_title": 1,
        "title_share": 1,
        "words": 1,
        "characters": 3,
    }
    assert {name: told[name] for name in expected} == pytest.approx(expected)
    assert told["longer"] == pytest.approx(1 / 3)
    assert told["count_rank"] == 0
