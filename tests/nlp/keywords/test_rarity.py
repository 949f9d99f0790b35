import math
import random
from pathlib import Path

import orjson
import pytest

from firmgraph.errors import InvalidInput, UnreadableFile
from firmgraph.nlp.keywords.rarity import (
    count_documents,
    frequencies_json,
    general_rarity,
    inverse_document_frequency,
    load_frequencies,
    own_table,
    read_corpus,
)
from firmgraph.nlp.segment import default_segmenter

CORPUS = ["机械设备销售。", "机械设备 租赁，机械设备", "销售王建国123", "贷款"]


def test_a_word_counts_once_a_document_and_rare_words_and_names_are_left_out() -> None:
    table = count_documents(CORPUS, default_segmenter(), about="invented", least=2)
    assert table.words == {"机械设备": 2, "销售": 2}
    assert (table.documents, table.least_documents, table.corpus) == (4, 2, "invented")
    assert table.rarity("机械设备") == pytest.approx(math.log(2))
    assert table.rarity("贷款") is None
    assert "王建国" not in count_documents(CORPUS, default_segmenter(), about="", least=1).words


def test_the_order_of_documents_changes_nothing() -> None:
    shuffled = random.Random(3).sample(CORPUS, len(CORPUS))
    one, other = (count_documents(texts, default_segmenter(), about="") for texts in (CORPUS, shuffled))
    assert frequencies_json(one) == frequencies_json(other)
    assert one.corpus_sha256 != count_documents(CORPUS[1:], default_segmenter(), about="").corpus_sha256


def test_a_written_table_is_read_again(tmp_path: Path) -> None:
    table = count_documents(CORPUS, default_segmenter(), about="invented", version="7", least=1)
    path = tmp_path / "idf.json"
    path.write_bytes(frequencies_json(table))
    assert load_frequencies(path) == table


@pytest.mark.parametrize(
    "change", [{"kind": "other"}, {"words": {"甲": 0}}, {"words": {"甲": "many"}}, {"documents": None}]
)
def test_what_is_no_table_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "idf.json"
    path.write_bytes(orjson.dumps({**orjson.loads(frequencies_json(own_table())), **change}))
    with pytest.raises(InvalidInput, match="no table"):
        load_frequencies(path)


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "idf.json").write_bytes(b"\x80")
    with pytest.raises(UnreadableFile, match="JSON"):
        load_frequencies(tmp_path / "idf.json")


def test_a_corpus_is_one_document_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲\n\n 乙 \n", encoding="utf-8")
    assert list(read_corpus([tmp_path / "a.txt"])) == ["甲", "乙"]
    (tmp_path / "b.txt").write_bytes("甲".encode("gb18030"))
    with pytest.raises(UnreadableFile, match="UTF-8"):
        list(read_corpus([tmp_path / "b.txt"]))


def test_words_of_every_scope_are_common_here_though_rare_in_general() -> None:
    assert inverse_document_frequency("销售") < 1 < general_rarity("销售")
    assert inverse_document_frequency("拓扑") == general_rarity("拓扑")
    assert own_table().least_documents >= 20
    assert min(own_table().words.values()) >= 20
