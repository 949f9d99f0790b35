import json
from io import StringIO
from pathlib import Path

import pytest

from firmgraph.cli.entry import run
from firmgraph.nlp.relations.model import load_model

TEXT = "恒远商贸有限公司为南山机械有限公司提供担保。"


def test_relations_are_printed_with_the_characters_that_tell_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["nlp", "relations", TEXT, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["relations"]
    assert (told["kind"], told["source"]["name"], told["origin"]) == ("guarantee", "恒远商贸有限公司", "rule")
    for place in (told["source"], told["target"], told["words"]):
        assert TEXT[place["start"] : place["end"]] == place["text"]


def test_relations_are_shown_to_a_reader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(TEXT))
    assert run(["nlp", "relations", "-", "--rules"]) == 0
    assert "guarantee" in capsys.readouterr().out
    assert run(["nlp", "relations", "今日无事"]) == 0
    assert "no relation is told" in capsys.readouterr().err


def test_a_model_is_learned_from_rows_without_those_kept_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"甲{at}厂\t乙{at}厂\t{label}\t甲{at}厂{words}乙{at}厂\n" for at in range(12) for label, words in _SAID]
    for name, lines in (("rows.txt", rows), ("out.txt", rows[:2])):
        (tmp_path / name).write_text("".join(lines), encoding="utf-8")
    paths = [str(tmp_path / name) for name in ("rows.txt", "out.txt", "model.npz")]
    assert run(["nlp", "train-relations", paths[0], "--without", paths[1], "--out", paths[2], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["examples"] == len(rows) - 2
    assert load_model(tmp_path / "model.npz").labels == ("unknown", "收购")


_SAID = (("收购", "收购"), ("unknown", "和"))
