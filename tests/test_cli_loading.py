"""The commands load and retract: reports, quarantine, retry, taking back."""

import json
from pathlib import Path
from typing import Any

import pytest

from firmgraph.cli.entry import run
from tests.conftest import WORLD

ROWS = "企业名称,成立日期,来源,记录号\n岚川食品有限公司,2020-01-31,gsxt,1\n沐风五金有限公司,2020-01-32,gsxt,2\n"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/firm.db"


def load(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Return the exit code of a load of one file, and its report."""
    code = run(["load", *arguments, "--json"])
    report = json.loads(capsys.readouterr().out)
    return code, report["files"][0]


def test_the_same_file_again_changes_nothing(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(WORLD / "shareholding.csv")
    assert load(capsys, path, "--store", url)[1]["new"] == 131
    code, again = load(capsys, path, "--store", url)
    assert (code, again["new"], again["unchanged"]) == (0, 0, 131)


def test_bad_rows_are_quarantined_corrected_and_retried(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, quarantine = tmp_path / "registration.csv", tmp_path / "bad.jsonl"
    file.write_text(ROWS, encoding="utf-8")
    where = ("--store", url, "--quarantine", str(quarantine))
    code, report = load(capsys, str(file), *where, "--max-bad", "0.5")
    assert (code, report["new"], report["reasons"]) == (0, 1, {"date_not_real": 1})
    entry = json.loads(quarantine.read_text(encoding="utf-8"))
    assert (entry["line"], entry["column"], entry["code"]) == (3, "established", "date_not_real")
    quarantine.write_text(quarantine.read_text(encoding="utf-8").replace("2020-01-32", "2020-01-30"), encoding="utf-8")
    code, retried = load(capsys, "--retry", str(quarantine), "--store", url)
    assert (code, retried["new"], retried["quarantined"]) == (0, 1, 0)


def test_too_many_bad_rows_fail_in_one_line(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "registration.csv").write_text(ROWS, encoding="utf-8")
    assert run(["load", str(tmp_path / "registration.csv"), "--store", url]) == 1
    assert "50.0%, limit 5.0%" in capsys.readouterr().err


def test_a_mapping_that_comes_along_is_named_without_a_path(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "att1_enterprise.csv").write_text("企业代号,企业名称\nE1,E1\n", encoding="utf-8")
    code, report = load(capsys, str(tmp_path / "att1_enterprise.csv"), "--mapping", "cumcm", "--store", url)
    assert (code, report["kind"], report["new"]) == (0, "registration", 1)
    assert run(["load", str(tmp_path), "--mapping", "unheard", "--store", url]) == 1
    assert "cumcm, registration, smesd" in capsys.readouterr().err


def test_a_retracted_source_is_gone(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(["load", str(WORLD / "news.csv"), "--store", url])
    capsys.readouterr()
    assert run(["retract", "--source", "media", "--store", url, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["records"]) == 2
    assert run(["retract", "--source", "media", "--store", url]) == 1


def test_progress_is_not_on_standard_output(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["load", str(WORLD / "news.csv"), "--store", url]) == 0
    assert "committing" not in capsys.readouterr().out
