"""Rule packs from the command line: listed, shown, linted."""

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from firmgraph.cli.entry import app
from firmgraph.packs import pack_files, packs


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_packs_are_listed_with_their_dates() -> None:
    body = orjson.loads(run("rules", "list", "--as-of", "2024-06-30", "--json").stdout)
    held = {one["id"]: one["in_force"] for one in body["packs"]}
    assert set(held) == set(packs())
    assert (held["company-law-2018"], held["company-law-2023"]) == (True, False)
    assert "company-law-2018" in run("rules", "list").stdout


def test_a_pack_is_shown_in_full_and_an_unknown_one_is_not_there() -> None:
    body = orjson.loads(run("rules", "show", "duplicate-application", "--json").stdout)
    assert body["parameters"]["days"] == 30
    assert "days: 30" in run("rules", "show", "duplicate-application").stdout
    assert run("rules", "show", "no-such-pack").exit_code == 1


def test_the_lint_ends_with_exit_code_1_and_a_line_for_each_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = run("rules", "lint")
    assert clean.exit_code == 0
    assert "in order" in clean.stdout
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: x", encoding="utf-8")
    monkeypatch.setattr("firmgraph.profiling.rules_lint.pack_files", lambda: [*pack_files(), broken])
    found = run("rules", "lint")
    assert found.exit_code == 1
    assert "broken.yaml: file:" in found.stdout
    assert orjson.loads(run("rules", "lint", "--json").stdout)["faults"][0]["place"] == "broken.yaml"
