"""Commands that read texts: a court document, the cases and the industry of a firm of the invented economy."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from firmgraph.api.app import create_app
from firmgraph.cli.entry import run
from tests.conftest import WORLD

DAY = ("--as-of", "2025-06-30")
DEFENDANT, FAR_FROM_ITS_CODE = "91990103MA0QFF9D7D", "91990103MA03URM741"
PLAINTIFF_NAME, DEFENDANT_NAME = "云汀省远岫建材商行", "澜州市岫通餐饮管理有限公司"
DOCUMENT = (
    "澜州市汀东区人民法院\n民事判决书\n（2024）云9901民初533号\n"
    f"原告：{PLAINTIFF_NAME}，住所地澜州市。\n被告：{DEFENDANT_NAME}，住所地澜州市。\n"
    f"原告{PLAINTIFF_NAME}与被告{DEFENDANT_NAME}买卖合同纠纷一案，本院于2024年3月19日立案后公开开庭审理。"
    "原告向本院提出诉讼请求：判令被告支付货款九万二千元及逾期付款利息。本院认为，双方合同合法有效。"
    f"判决如下：被告{DEFENDANT_NAME}于本判决生效之日起十日内支付原告{PLAINTIFF_NAME}货款90000元。\n"
    "二〇二四年六月十四日\n"
)


def body(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Return the JSON a command prints."""
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_judgment_is_read_from_a_file(encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "judgment.txt"
    file.write_text(DOCUMENT, encoding=encoding)
    read = body(capsys, "nlp", "judgment", str(file), "--subject", DEFENDANT_NAME)
    assert (read["court"]["value"], read["court_level"]) == ("澜州市汀东区人民法院", "basic")
    assert read["case_number"]["value"] == "(2024)云9901民初533号"
    assert (read["cause"]["value"], read["cause"]["group"]) == ("买卖合同纠纷", "sale")
    assert {(one["name"], one["role"]) for one in read["parties"]} == {
        (PLAINTIFF_NAME, "plaintiff"), (DEFENDANT_NAME, "defendant")
    }  # fmt: skip
    assert (read["claimed"], read["awarded"], read["result"]) == ("92000", "90000", "lost")
    assert (read["filed"]["value"], read["judged"]["value"]) == ("2024-03-19", "2024-06-14")
    assert "litigation.lost" in read["tags"]
    for said in (read["court"], read["cause"], *read["parties"]):
        assert DOCUMENT[said["start"] : said["end"]] == said.get("value", said.get("name"))


def test_a_judgment_is_read_from_standard_input_for_a_reader(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(DOCUMENT))
    assert run(["nlp", "judgment", "-"]) == 0
    shown = capsys.readouterr().out
    for words in ("澜州市汀东区人民法院", "原告 plaintiff", "92000", "90000", "2024-06-14", "result 结果: unknown"):
        assert words in shown


def test_what_is_no_judgment_says_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    read = body(capsys, "nlp", "judgment", "-")
    assert (read["court"], read["parties"], read["claimed"], read["result"]) == (None, [], None, "unknown")


def test_a_judgment_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["nlp", "judgment", str(tmp_path / "none.txt")]) == 1
    assert "no such file" in capsys.readouterr().err


def test_tags_come_with_the_cases_they_were_read_from(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    read = body(capsys, "tag", DEFENDANT, *DAY, "--store", world_store)
    case = next(one for one in read["cases"] if one["kind"] == "litigation")
    assert (case["role"], case["result"], case["amount"], case["amount_band"]) == (
        "defendant", "lost", "1860000", "major"
    )  # fmt: skip
    lost = next(one for one in read["tags"] if one["tag"] == "litigation.lost")
    assert case["record"] in {said["record"] for said in (*lost["spans"], *lost["fields"])}
    assert run(["tag", DEFENDANT, *DAY, "--store", world_store]) == 0
    assert "（2023）云99民初1290号" in capsys.readouterr().out


def test_a_portrait_says_where_the_industry_comes_from(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = body(capsys, "portrait", FAR_FROM_ITS_CODE, *DAY, "--store", world_store)
    assert drawn["external"]["industry"]["origin"] == "stated"
    assert run(["portrait", FAR_FROM_ITS_CODE, *DAY, "--store", world_store]) == 0
    assert "industry 行业: C3599 (登记 stated)" in capsys.readouterr().out
    read = body(capsys, "portrait", PLAINTIFF_NAME, *DAY, "--store", world_store)
    assert (read["external"]["industry"]["origin"], read["final"]["industry"]["basis"]) == ("name", "name_text")


def test_relations_told_by_notes_are_kept_as_suspected_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, note = f"sqlite:///{tmp_path}/own.db", tmp_path / "diligence.jsonl"
    text = "企业为澜州市霁源建设工程有限公司的借款提供担保。我司与棠梨渡粮油贸易有限公司签订了战略合作协议。"
    row = {"record_id": "n1", "enterprise": DEFENDANT, "date": "2025-06-01", "text": text, "observed_at": "2025-06-20"}
    note.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert run(["load", str(WORLD / "registration.csv"), str(note), "--source", "notes", "--store", url]) == 0
    capsys.readouterr()
    read = body(capsys, "mentions", DEFENDANT, *DAY, "--keep", "--store", url)
    (one,) = read["relations"]
    assert (one["kind"], one["target"]["name"], one["certainty"]) == (
        "guarantee", "澜州市霁源建设工程有限公司", "suspected"
    )  # fmt: skip
    assert [left["target"]["said"] for left in read["unresolved"]] == ["棠梨渡粮油贸易有限公司"]
    assert run(["mentions", DEFENDANT, *DAY, "--store", url]) == 0
    shown = capsys.readouterr().out
    assert "疑似担保" in shown
    assert "棠梨渡粮油贸易有限公司" in shown
    with TestClient(create_app(url)) as service:
        path = f"/v1/enterprises/{one['target']['id']}/neighbours"
        items = service.get(path, params={"kinds": "has_finding"}).json()["items"]
    assert [item["node"]["properties"]["name"] for item in items] == [read["findings"][0]["words"]]
    assert run(["mentions", "--all", "--store", url]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["subject"]["id"] == f"ent:{DEFENDANT}"


def test_mentions_of_nobody_or_of_one_and_all_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mentions"]) == 2
    assert run(["mentions", DEFENDANT, "--all"]) == 2
    assert "--all" in capsys.readouterr().err
