"""Commands: what they print, on which stream, and the bodies of --json."""

import json
from pathlib import Path
from typing import Any

import pytest

from firmgraph.cli.entry import run
from tests.conftest import WORLD

FIRM = "91990102MA105KER0R"
NAME = "澜州市鹭发专用设备有限公司"
DAY = ("--as-of", "2025-06-30")
ASKED = ("--amount", "100万元", "--term", "12", "--no-keep", *DAY)


def body(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Return the JSON a command prints; everything else must be on standard error."""
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_search_finds_by_part_of_a_name(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = body(capsys, "search", "鹭发", "--store", world_store)
    assert found["items"][0]["id"] == f"ent:{FIRM}"
    assert found["items"][0]["matched"]["field"] == "name"


def test_search_before_anything_was_loaded_finds_nothing(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = body(capsys, "search", "鹭发", "--store", world_store, "--known-at", "2025-06-01")
    assert found["items"] == []


@pytest.mark.parametrize("identifier", [f"ent:{FIRM}", FIRM, NAME])
def test_portrait_takes_id_code_or_name(identifier: str, world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = body(capsys, "portrait", identifier, *DAY, "--store", world_store)
    assert drawn["subject"]["id"] == f"ent:{FIRM}"
    assert drawn["as_of"] == "2025-06-30"
    assert drawn["final"]["revenue"]["value"] == "36000000"
    assert set(drawn["sources"].values()) == {"present"}


def test_portrait_as_a_report(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portrait", FIRM, *DAY, "--store", world_store, "--format", "md"]) == 0
    assert capsys.readouterr().out.startswith(f"# {NAME}")


def test_portrait_as_a_table_names_evidence(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portrait", FIRM, *DAY, "--store", world_store]) == 0
    shown = capsys.readouterr().out
    assert "36,000,000" in shown
    assert "diligence_team:diligence_team-statement-demo-3" in shown


def test_options_may_stand_before_the_command(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--store", world_store, "--json", "--as-of", "2025-06-30", "portrait", FIRM]) == 0
    assert json.loads(capsys.readouterr().out)["as_of"] == "2025-06-30"


def test_options_before_a_nested_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--store", f"sqlite:///{tmp_path}/none.db", "decision", "show", "dec:1"]) == 1
    assert "none.db" in capsys.readouterr().err


def test_match_from_options_equals_match_from_a_request(
    world_store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = tmp_path / "request.json"
    terms = {"amount": "1000000", "term_months": 12, "purpose": "working_capital"}
    request.write_text(json.dumps({"subject": {"uscc": FIRM}, "terms": terms}), encoding="utf-8")
    stated = body(capsys, "match", FIRM, *ASKED, "--known-at", "2025-06-30", "--store", world_store)
    asked = ("match", "--request", str(request), "--no-keep", *DAY, "--known-at", "2025-06-30", "--store", world_store)
    assert body(capsys, *asked) == stated
    classes = [offer["class"]["id"] for offer in stated["offers"]]
    assert len(classes) == len(set(classes)) >= 4


def test_match_shows_parts_fact_and_evidence_of_each_offer(
    world_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["match", FIRM, *ASKED, "--store", world_store]) == 0
    shown = capsys.readouterr().out
    for words in ("score parts", "deciding fact", "evidence  "):
        assert shown.count(words) >= 4


def test_a_kept_decision_is_shown_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path}/own.db"
    assert run(["load", str(WORLD), "--store", url]) == 0
    capsys.readouterr()
    made = body(capsys, "match", FIRM, "--amount", "1000000", "--term", "12", *DAY, "--store", url)
    shown = body(capsys, "decision", "show", made["decision_id"], "--store", url)
    assert shown["offers"] == made["offers"]
    assert shown["stale"] is False


def test_pack_chooses_another_rule_pack(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    made = body(capsys, "match", FIRM, *ASKED, "--store", world_store, "--pack", "five-tier-patent-003")
    assert "five-tier-2023-1" not in made["packs"]


def test_tags_of_a_firm_point_at_characters(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    read = body(capsys, "tag", FIRM, *DAY, "--store", world_store)
    assert read["tags"][0]["spans"][0]["text"]


def test_tags_are_kept_and_enterprises_alike_found_by_them(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    url = f"sqlite:///{tmp_path}/own.db"
    assert run(["load", str(WORLD), "--store", url]) == 0
    assert run(["similar", FIRM, *DAY, "--store", url]) == 1
    assert b"--keep" in capsysbinary.readouterr().err
    assert run(["tag", "--all", "--keep", *DAY, "--store", url]) == 0
    told = {one["id"]: one for one in map(json.loads, capsysbinary.readouterr().out.splitlines())}
    assert run(["tag", FIRM, *DAY, "--store", url, "--json"]) == 0
    alone = json.loads(capsysbinary.readouterr().out)
    assert told[f"ent:{FIRM}"]["tags"] == alone["tags"]
    assert run(["similar", FIRM, "--limit", "2", *DAY, "--store", url, "--json"]) == 0
    first, second = json.loads(capsysbinary.readouterr().out)["items"]
    assert 1 > first["score"] >= second["score"] > 0
    own = {one["tag"] for one in alone["tags"]}
    assert {one["tag"] for one in first["shared"]} == own & {one["tag"] for one in told[first["id"]]["tags"]}


def test_fields_that_say_a_tag_are_shown(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    read = {one["tag"]: one for one in body(capsys, "tag", FIRM, *DAY, "--store", world_store)["tags"]}
    assert [(one["field"], one["value"]) for one in read["qualification.tax_a"]["fields"]] == [
        ("grade", "A"), ("name", "纳税信用等级")
    ]  # fmt: skip
    assert run(["tag", FIRM, *DAY, "--store", world_store]) == 0
    assert "grade=A" in capsys.readouterr().out


def test_a_faulty_book_is_told_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "book.jsonl"
    book.write_text('{"id": "a", "text": "贷款逾期"}\n{"id": "b"}\n', encoding="utf-8")
    assert run(["tag", "--file", str(book)]) == 1
    assert "line 2" in capsys.readouterr().err
    assert run(["tag", "--file", str(tmp_path / "none.jsonl")]) == 1


def test_tags_of_a_text_need_no_store(capsys: pytest.CaptureFixture[str]) -> None:
    read = body(capsys, "tag", "--text", "公司拥有发明专利两项，未发现失信记录")
    assert [one["label_zh"] for one in read["tags"]] == ["专利与软著"]


def test_query_takes_a_name_for_an_id_and_shows_shares_as_fractions(
    world_store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = body(capsys, "query", "holders_of", "--param", f"id={NAME}", "--store", world_store)
    assert [row["ratio"] for row in answer["rows"]] == ["0.62", "0.28", "0.1"]


def test_queries_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    listed = body(capsys, "query")["queries"]
    assert {
        "name": "same_name_people",
        "title": "同名自然人",
        "title_en": "Natural persons who share a name",
        "parameters": [
            {"name": "name", "type": "text", "default": None},
            {"name": "limit", "type": "int", "default": "100"},
        ],
    } in listed


def test_status_counts_what_is_there(world_store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert body(capsys, "status", "--store", world_store)["records"]["product"] == 30


def test_doctor_looks_for_python(capsys: pytest.CaptureFixture[str]) -> None:
    assert body(capsys, "doctor")["checks"][0]["name"] == "Python"


def test_world_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = body(capsys, "world", "--out", str(tmp_path / "world"))
    assert made["firms"] == 60
    assert (tmp_path / "world" / "registration.csv").read_bytes() == (WORLD / "registration.csv").read_bytes()


def test_demo_prints_portrait_and_offers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["demo", "--svg", "picture.svg"]) == 0
    streams = capsys.readouterr()
    assert "企业画像" in streams.out
    assert streams.out.count("deciding fact") >= 4
    assert "loaded" in streams.err
    assert (tmp_path / ".demo" / "firmgraph.db").is_file()
    assert (tmp_path / "picture.svg").read_text(encoding="utf-8").startswith("<svg")
