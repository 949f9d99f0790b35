from pathlib import Path
from typing import Any

import pytest
import yaml

from firmgraph.packs import RulePack, pack_by_id, pack_files, packs
from firmgraph.profiling.citations import citations, normal
from firmgraph.profiling.rules_lint import Fault, accepted_citations, lint, pack_faults

DAY = "2025-06-30"
STATED: dict[str, Any] = {
    "id": "own-pack",
    "family": "own",
    "title": "测试",
    "title_en": "Test",
    "document": "Bank practice",
    "article": "1",
    "effective_from": "2020-01-01",
    "source_note": "invented",
    "parameters": {"most": 3},
}


def pack(**stated: Any) -> RulePack:
    return RulePack.model_validate({**STATED, **stated})


def told(*found: RulePack, day: str = DAY) -> list[tuple[str, str]]:
    return [(fault.kind, fault.place) for fault in pack_faults(found, day)]


@pytest.mark.parametrize("day", ["2010-01-01", "2023-07-01", "2024-11-01", DAY, "2026-12-31"])
def test_the_packs_of_this_installation_are_in_order(day: str) -> None:
    assert lint(day) == []


def test_unknown_names_and_bad_expressions_are_found_wherever_they_stand() -> None:
    assert told(pack(expression="overdue_months_in_six <= most and amount > 0")) == []
    assert told(pack(expression="overdue_months <= most")) == [("name", "own-pack")]
    assert told(pack(expression="most <=")) == [("expression", "own-pack")]
    nested = {"most": 3, "steps": [{"when": "staff > most"}, {"inner": {"when": "stuff > most"}}]}
    [fault] = pack_faults([pack(parameters=nested)], DAY)
    assert (fault.kind, "parameters.steps.1.inner.when" in fault.words, "stuff" in fault.words) == ("name", True, True)


def test_a_family_with_a_gap_in_its_dates_is_found() -> None:
    old = pack(id="own-old", effective_from="2010-01-01", effective_to="2019-12-30")
    assert told(old, pack()) == [("gap", "own")]
    assert told(pack(), old.model_copy(update={"effective_to": "2019-12-31"})) == []
    bridge = pack(id="own-bridge", effective_from="2019-01-01", effective_to="2019-12-31")
    assert told(old, bridge, pack()) == []
    assert told(old, bridge.model_copy(update={"optional": True}), pack()) == [("gap", "own")]
    open_ended = pack(id="own-open", effective_from="2005-01-01")
    assert told(open_ended, old, pack()) == []


@pytest.mark.parametrize(
    ("document", "day", "found"),
    [
        ("中华人民共和国主席令第十五号（2018）", "2024-06-30", False),
        ("中华人民共和国主席令第十五号(2018)", "2024-07-01", True),
        ("中华人民共和国主席令第十五号（2023）", "2024-07-01", False),
        ("银发[2017]235号", "2024-10-31", False),
        ("银发[2017]235号", "2024-11-01", True),
        ("贷款风险分类指引", "2023-06-30", False),
        ("贷款风险分类指引", "2023-07-01", True),
    ],
)
def test_a_pack_in_force_that_cites_a_superseded_document_is_found(document: str, day: str, found: bool) -> None:
    assert told(pack(document=document), day=day) == ([("citation", "own-pack")] if found else [])
    assert told(pack(document=document, effective_to="2023-06-29"), day=day) == []


@pytest.mark.parametrize("word", ["开户许可证", "贷款卡"])
def test_a_superseded_word_needs_its_successor_beside_it(word: str) -> None:
    [citation] = [one for one in citations().words if word in one.names]
    alone, both = {"documents": [word]}, {"documents": [word, citation.superseded_by]}
    assert told(pack(parameters=alone)) == [("citation", "own-pack")]
    assert told(pack(parameters=both)) == []
    assert told(pack(parameters=alone, effective_from="2001-01-01"), day="2002-01-01") == []


def test_row_3_03_the_checklist_names_what_stands_in_place_of_superseded_documents() -> None:
    checklist = pack_by_id("client-documents")
    without = {"documents": [one for one in checklist.parameters["documents"] if one["id"] != "basic_account"]}
    assert told(checklist) == []
    assert told(checklist.model_copy(update={"parameters": without})) == [("citation", "client-documents")]


def test_what_is_accepted_is_told_with_its_reason() -> None:
    assert [name for name, _ in accepted_citations(packs().values())] == ["bo-2017-235"]
    other = pack_by_id("bo-2017-235").model_copy(update={"id": "own-pack"})
    assert ("citation", "own-pack") in told(other)


def test_weights_that_do_not_sum_to_one_are_found_before_anybody_asks() -> None:
    ranking = pack_by_id("ranking")
    weights = {**ranking.parameters["weights"], "speed": "0.5"}
    wrong = ranking.model_copy(update={"parameters": {**ranking.parameters, "weights": weights}})
    assert told(wrong) == [("parameters", "ranking")]


def test_every_broken_file_is_told_with_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("id: x", encoding="utf-8")
    for name in ("c", "d"):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(STATED, allow_unicode=True), encoding="utf-8")
    found = lint(DAY, sorted(tmp_path.iterdir()))
    assert [(one.kind, one.place) for one in found] == [("file", "a.yaml"), ("file", "b.yaml"), ("id", "own-pack")]
    assert all(isinstance(one, Fault) and one.words for one in found)


def test_the_lint_reads_every_pack_file() -> None:
    assert len(lint(DAY, [*pack_files(), *pack_files()])) == len(packs())


def test_brackets_of_any_kind_name_the_same_document() -> None:
    assert normal("银发[2017] 235号") == normal("银发〔2017〕235号") == normal("银发（2017）235号")
