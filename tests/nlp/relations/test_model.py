from pathlib import Path

import numpy as np
import orjson
import pytest

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.relations import relations_in
from firmgraph.nlp.relations.book import relation_book
from firmgraph.nlp.relations.features import FEATURES, ReadText, feature_rows
from firmgraph.nlp.relations.matching import Pair, pair_in
from firmgraph.nlp.relations.model import MODEL, load_model
from firmgraph.nlp.relations.parties import Party
from firmgraph.nlp.relations.training import learn, mirrored, plain, read_examples

ROWS = [
    (f"甲{number}厂", f"乙{number}厂", label, sentence.format(f"甲{number}厂", f"乙{number}厂"))
    for number in range(30)
    for label, sentence in (("收购", "{}收购{}"), ("被收购", "{}被{}收购"), ("unknown", "{}和{}在展会"))
]


def _read(text: str, *parties: Party) -> tuple[ReadText, Pair]:
    return ReadText(text), pair_in(text, *parties)


def _file(folder: Path) -> Path:
    path = folder / "rows.txt"
    path.write_text("".join("\t".join(row) + "\n\n" for row in ROWS), encoding="utf-8")
    return path


def test_the_shipped_model_is_small_plain_and_of_these_features() -> None:
    model = load_model()
    assert MODEL.stat().st_size < 2_000_000
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
        (guess,) = model.guesses([_read(text, Party(0, 2, "子厂"), Party(start, start + 2, "丑厂"))])
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


def test_the_same_examples_give_the_same_file(tmp_path: Path) -> None:
    examples = read_examples(_file(tmp_path))
    for name, rows in (("one", examples), ("other", examples)):
        learn(rows, b"rows").save(tmp_path / f"{name}.npz")
    with np.load(tmp_path / "one.npz") as one, np.load(tmp_path / "other.npz") as other:
        assert all(np.array_equal(one[name], other[name]) for name in one.files)


def test_a_number_of_the_training_data_is_one_of_a_text() -> None:
    assert plain("甲厂持有乙厂<N>%股权") == "甲厂持有乙厂000%股权"
    read = [ReadText(f"持有 {share} %股权") for share in ("000", "5", "51.20", "1,000")]
    codes = [each.codes(0, len(each.normal)).tolist() for each in read]
    assert codes == [[ord(character) for character in "持有0%股权"]] * 4


def test_pairs_read_together_are_as_read_alone() -> None:
    text = "恒远收购南山，泰山起诉华山侵权。"
    asked = [
        _read(text, Party(0, 2, "恒远"), Party(4, 6, "南山")),
        _read(text, Party(7, 9, "泰山"), Party(11, 13, "华山")),
    ]
    together = feature_rows(asked)
    for row, each in enumerate(asked):
        alone = feature_rows([each])
        assert np.array_equal(together.keys[together.rows == row], alone.keys)
        assert np.array_equal(together.weights[together.rows == row], alone.weights)
    model = load_model()
    assert model.guesses(asked) == [model.guesses([each])[0] for each in asked]
    assert model.guesses([]) == []


def test_names_are_seen_by_their_shape_alone() -> None:
    one, other = "恒山商贸有限公司", "泰山商贸有限公司"
    told = [_keys(f"{name}与丙合作", Party(0, 8, name), Party(9, 10, "丙")) for name in (one, other)]
    assert told[0] == told[1]


def _keys(text: str, *parties: Party) -> list[int]:
    found: list[int] = feature_rows([_read(text, *parties)]).keys.tolist()
    return found


def test_what_is_learned_is_only_suspected_and_can_be_left_out() -> None:
    text = "恒远加仓南山"
    parties = [Party(0, 2, "恒远"), Party(4, 6, "南山")]
    assert relations_in(text, parties, learned=False) == ()
    (one,) = relations_in(text, parties)
    assert (one.origin, one.certainty, one.kind, one.source) == ("learned", "suspected", "investment", parties[0])
    assert text[slice(*one.cue)] == "加仓"
    assert one.confidence >= relation_book().least_learned


def test_nothing_is_learned_of_what_is_denied_or_without_a_trigger_word() -> None:
    parties = [Party(0, 2, "恒远"), Party(5, 7, "南山")]
    assert relations_in("恒远没有加仓南山", [parties[0], Party(6, 8, "南山")]) == ()
    assert relations_in("恒远呵呵呵南山", parties) == ()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a model", b"\x93NUMPY"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"broken\.npz is no model"):
        load_model(path)
