from pathlib import Path

import numpy as np
import orjson
import pytest

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.relations import relations_in
from firmgraph.nlp.relations.features import FEATURES, pair_features
from firmgraph.nlp.relations.matching import pair_in
from firmgraph.nlp.relations.model import MODEL, load_model
from firmgraph.nlp.relations.parties import Party
from firmgraph.nlp.relations.training import learn, mirrored, read_examples

ROWS = [
    (f"甲{number}厂", f"乙{number}厂", label, sentence.format(f"甲{number}厂", f"乙{number}厂"))
    for number in range(30)
    for label, sentence in (("收购", "{}收购{}"), ("被收购", "{}被{}收购"), ("unknown", "{}和{}在展会"))
]


def _file(folder: Path) -> Path:
    path = folder / "rows.txt"
    path.write_text("".join("\t".join(row) + "\n\n" for row in ROWS), encoding="utf-8")
    return path


def test_the_shipped_model_is_small_plain_and_of_these_features() -> None:
    model = load_model()
    assert MODEL.stat().st_size < 1_000_000
    assert len(model.labels) == 44
    assert len(model.data_sha256) == 64
    assert model.weights.dtype == np.int8
    assert np.all(model.keys[:-1] < model.keys[1:])


def test_a_model_learned_with_other_features_is_refused(tmp_path: Path) -> None:
    with np.load(MODEL) as file:
        arrays = dict(file)
    about = orjson.loads(arrays["about"].tobytes())
    about["features"] = [*FEATURES[1:], "weather"]
    arrays["about"] = np.frombuffer(orjson.dumps(about), dtype=np.uint8)
    np.savez(tmp_path / "other.npz", **arrays)
    with pytest.raises(InvalidInput, match="weather"):
        load_model(tmp_path / "other.npz")
    (tmp_path / "bad.npz").write_bytes(b"no model")
    with pytest.raises(UnreadableFile, match="no model"):
        load_model(tmp_path / "bad.npz")


def test_a_model_learns_relations_with_their_direction(tmp_path: Path) -> None:
    examples = read_examples(_file(tmp_path))
    learned = learn(examples, b"rows")
    learned.save(tmp_path / "model.npz")
    model = load_model(tmp_path / "model.npz")
    for words, label, backward in (("收购", "收购", False), ("被", "收购", True), ("和", "unknown", False)):
        tail = {"被": "收购", "和": "在展会"}.get(words, "")
        text = f"子厂{words}丑厂{tail}"
        start = text.index("丑厂")
        guess = model.guess(pair_in(text, Party(0, 2, "子厂"), Party(start, start + 2, "丑厂")))
        assert (guess.label, guess.backward) == (label, backward)
        assert 0 < guess.confidence < 1


def test_rows_are_turned_to_the_order_of_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_text("乙厂\t甲厂\t被收购\t甲厂收购乙厂\n丙厂\t甲厂\t合作\t没有名称\n", encoding="utf-8")
    (example,) = read_examples(path)
    assert (example.label, example.backward, example.from_head("收购")) == ("收购", True, "被收购")
    assert example.pair.between == "收购"
    assert [mirrored(label) for label in ("收购", "被收购", "合作")] == ["被收购", "收购", "合作"]


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_text("one\ttwo\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="no rows"):
        read_examples(path)


def test_names_are_seen_by_their_shape_alone() -> None:
    one, other = "恒山商贸有限公司", "泰山商贸有限公司"
    told = [
        pair_features(pair_in(f"{name}与丙合作", Party(0, 8, name), Party(9, 10, "丙"))).around for name in (one, other)
    ]
    assert told[0] == told[1]


def test_what_is_learned_is_only_suspected_and_can_be_left_out() -> None:
    text = "恒远与南山的官司"
    parties = [Party(0, 2, "恒远"), Party(3, 5, "南山")]
    assert all(one.origin == "rule" for one in relations_in(text, parties, learned=False))
    for one in relations_in("恒远旗舰店紧邻南山旗舰店", [Party(0, 2, "恒远"), Party(7, 9, "南山")]):
        assert (one.origin, one.certainty, one.cue) == ("learned", "suspected", None)
