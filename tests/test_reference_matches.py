"""The whole match answers kept in the documentation are what the program answers, and show what they promise."""

import re
import sys
from pathlib import Path

import pytest

from firmgraph.graph.store import open_store
from firmgraph.reference import matches


@pytest.fixture(scope="module")
def pages(world_store: str) -> dict[str, str]:
    with open_store(world_store) as store:
        return matches.match_pages(store)


def test_kept_answers_are_what_is_answered(pages: dict[str, str]) -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in matches.FOLDER.glob("*.md")}
    stale = [name for name, text in pages.items() if kept.get(name) != text]
    assert not stale, "run python -m firmgraph.reference.matches"
    assert kept.keys() - pages.keys() == {"README.md"}


def test_one_firm_is_well_served_one_refused_with_reasons_and_one_capped(pages: dict[str, str]) -> None:
    offers = {name: text.count("\n### Offer ") for name, text in pages.items()}
    assert offers["well-served.md"] >= 5
    assert offers["refused.md"] == 0
    assert offers["capped.md"] >= 3
    reasons = pages["refused.md"].partition("## The answer")[2].partition("Rule packs")[0]
    assert len(re.findall(r"^- .*`[a-z_]+:.*`$", reasons, re.MULTILINE)) >= 3
    bounds = set(re.findall(r"bound by `(\w+)`", pages["capped.md"]))
    assert bounds <= {"capacity", "need"}
    assert bounds


def test_the_command_writes_what_is_stale_and_then_finds_nothing_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    requests = (matches.FOLDER / "requests.yaml").read_text(encoding="utf-8")
    (tmp_path / "requests.yaml").write_text(
        "- page: refused.md" + requests.split("- page: refused.md")[1].split("\n- ")[0]
    )
    monkeypatch.setattr(matches, "FOLDER", tmp_path)
    monkeypatch.setattr(sys, "argv", ["matches", "--check"])
    assert matches.main() == 1
    assert "stale: refused.md" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["matches"])
    assert matches.main() == 0
    monkeypatch.setattr(sys, "argv", ["matches", "--check"])
    assert matches.main() == 0
